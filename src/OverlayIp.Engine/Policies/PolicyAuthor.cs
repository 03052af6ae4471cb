using System.Globalization;

namespace OverlayIp.Engine.Policies;

/// <summary>Writes policies. It asks nobody anything: the same request and scope make the same document.</summary>
public static class PolicyAuthor
{
    private const string Everything = "*";

    // IAM's own bounds for the name of a policy.
    private const string NameCharacters = "_+=,.@-";
    private const int LongestName = 128;

    /// <summary>Writes a policy.</summary>
    /// <param name="request">What it is for.</param>
    /// <param name="scope">What it applies to.</param>
    /// <exception cref="OverlayIpException"><c>PolicyNameInvalid</c>, or <c>PolicyScopeMissing</c> when a purpose that changes something has nothing to change.</exception>
    public static OverlayPolicy Write(PolicyRequest request, PolicyScope scope)
    {
        var purpose = request.Purpose;
        var name = request.Name ?? $"OverlayIp{purpose}";
        if (name.Length is 0 or > LongestName || !name.All(c => char.IsAsciiLetterOrDigit(c) || NameCharacters.Contains(c, StringComparison.Ordinal)))
        {
            throw new OverlayIpException("PolicyNameInvalid", OverlayErrorKind.InvalidArgument,
                $"'{name}' is no name for a policy. Expected 1 to {LongestName} letters, digits and {NameCharacters}.")
            { Subject = name };
        }

        var policy = new OverlayPolicy
        {
            Name = name,
            Purpose = purpose,
            Statements = [.. Statements(request, scope)],
            Region = scope.Region,
            Partition = scope.Partition,
            AccountId = scope.AccountId,
            Resources = scope.Resources,
            RequiredTags = request.RequiredTags,
            CreateMissing = request.CreateMissing && purpose == OverlayPolicyPurpose.Failover,
        };
        return policy with { Warnings = [.. WarningsFor(policy)] };
    }

    private static IEnumerable<OverlayPolicyStatement> Statements(PolicyRequest request, PolicyScope scope)
    {
        var purpose = request.Purpose;
        yield return new OverlayPolicyStatement
        {
            Sid = ReadingSid(purpose),
            Actions = PolicyActions.Reading(purpose),
            Resources = [Everything],
            Conditions = [new OverlayPolicyCondition("StringEquals", "ec2:Region", [scope.Region])],
        };

        if (PolicyActions.OnRouteTables(purpose, request.CreateMissing) is { Count: > 0 } actions)
        {
            yield return new OverlayPolicyStatement
            {
                Sid = purpose == OverlayPolicyPurpose.Setup ? "SetUpOverlayRoutes" : "SwitchOverlayRoutes",
                Actions = actions,
                Resources = scope.ArnsOf(Ec2Arn.RouteTable) is { Count: > 0 } tables ? tables : throw NoRouteTables(purpose),
                Conditions = [.. Narrowing(request, scope)],
            };
        }

        if (purpose == OverlayPolicyPurpose.Setup && scope.ArnsOf(Ec2Arn.NetworkInterface) is { Count: > 0 } interfaces)
        {
            yield return new OverlayPolicyStatement
            {
                Sid = "SetSourceDestCheck",
                Actions = [PolicyActions.ModifyNetworkInterface],
                Resources = interfaces,

                // The same action sets security groups and more: without the condition, the node's firewall could be opened.
                Conditions = [new OverlayPolicyCondition("StringEquals", "ec2:Attribute/SourceDestCheck", ["false", "true"]), .. Narrowing(request, scope)],
            };
        }

        if (purpose == OverlayPolicyPurpose.Validate)
        {
            foreach (var statement in ValidationStatements(request, scope))
            {
                yield return statement;
            }
        }
    }

    // These read as well, but EC2 decides about them by resource. A prefix list may be another account's that shares it, or AWS's.
    private static IEnumerable<OverlayPolicyStatement> ValidationStatements(PolicyRequest request, PolicyScope scope)
    {
        yield return new OverlayPolicyStatement
        {
            Sid = "ReadPrefixLists",
            Actions = [PolicyActions.PrefixListEntries],
            Resources = [$"arn:{scope.Partition}:ec2:{scope.Region}:*:prefix-list/*"],
        };
        yield return new OverlayPolicyStatement
        {
            Sid = "ReadTransitGatewayRoutes",
            Actions = [PolicyActions.TransitGatewayRoutes],
            Resources = [$"arn:{scope.Partition}:ec2:{scope.Region}:{scope.AccountId ?? Everything}:transit-gateway-route-table/*"],
        };
        if (request.AssumableRoleArn is { } role)
        {
            yield return new OverlayPolicyStatement { Sid = "AskAsFailoverRole", Actions = ["sts:AssumeRole"], Resources = [role] };
        }
    }

    private static IEnumerable<OverlayPolicyCondition> Narrowing(PolicyRequest request, PolicyScope scope)
    {
        foreach (var (key, value) in request.RequiredTags.OrderBy(tag => tag.Key, StringComparer.Ordinal))
        {
            yield return new OverlayPolicyCondition("StringEquals", $"aws:ResourceTag/{key}", [Literal(value)]);
        }

        if (request.RequireVpc && scope.VpcArns is { Count: > 0 } vpcs)
        {
            yield return new OverlayPolicyCondition("ArnEquals", "ec2:Vpc", vpcs);
        }
    }

    private static IEnumerable<string> WarningsFor(OverlayPolicy policy)
    {
        if (policy.Purpose == OverlayPolicyPurpose.Setup && policy.NetworkInterfaceIds.Count == 0)
        {
            yield return "No instance or network interface was named, so the policy does not let anybody turn a source/destination check off.";
        }

        if (policy.Size > OverlayPolicy.MaxManagedSize)
        {
            yield return string.Create(CultureInfo.InvariantCulture,
                $"The policy has {policy.Size:N0} characters and IAM takes {OverlayPolicy.MaxManagedSize:N0} in a managed policy: make several, each for some of the {policy.RouteTableIds.Count} route tables.");
        }
    }

    private static string ReadingSid(OverlayPolicyPurpose purpose) => purpose switch
    {
        OverlayPolicyPurpose.Setup => "ReadToSetUp",
        OverlayPolicyPurpose.Failover => "ReadToSwitch",
        OverlayPolicyPurpose.Validate => "ReadToValidate",
        _ => "ReadToAudit",
    };

    // A tag's value is meant as it is, and ${ would begin a policy variable.
    private static string Literal(string value) => value.Replace("${", "${$}{", StringComparison.Ordinal);

    private static OverlayIpException NoRouteTables(OverlayPolicyPurpose purpose) => new(
        "PolicyScopeMissing", OverlayErrorKind.InvalidArgument, $"It was not said which route tables the {purpose} policy is for.")
    {
        Subject = purpose,
        RecommendedAction = "Give -RouteTableId for some route tables, -VpcId for all of a VPC, or pipe routes in.",
    };
}
