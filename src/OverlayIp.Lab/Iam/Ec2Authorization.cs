using OverlayIp.Lab.Actions;
using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Iam;

/// <summary>Asks the caller's policies about an EC2 request.</summary>
internal sealed class Ec2Authorization(LabAccount account, LabIdentity identity, Caller caller, QueryParameters parameters, LabState state, DateTimeOffset now)
{
    /// <summary>What is left where a new resource's id would be.</summary>
    private const string New = "*";

    private readonly string _action = parameters.Action;

    /// <summary>Requires that the caller may do it to every one of the resources.</summary>
    /// <param name="resources">Type and id, such as <c>route-table/rtb-…</c>, or <c>route-table/*</c> for one that is to be made; none where
    /// EC2 has no resource-level permissions.</param>
    /// <param name="passedRole">The ARN of a role that the request gives to an instance, or null.</param>
    /// <exception cref="Ec2Exception"><c>UnauthorizedOperation</c>.</exception>
    public void Require(IReadOnlyList<string> resources, string? passedRole)
    {
        if (resources.Count == 0)
        {
            Require("ec2:" + _action, null, NewContext());
        }

        foreach (var resource in resources)
        {
            Require("ec2:" + _action, account.Ec2Arn(resource), Describe(resource));
        }

        // Tags that come with a new resource need the permission to tag, too
        // (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html).
        foreach (var resource in resources.Where(resource => resource.EndsWith("/" + New, StringComparison.Ordinal)))
        {
            if (RequestTags(TypeOf(resource)) is { Count: > 0 })
            {
                var context = Describe(resource);
                context.Set("ec2:CreateAction", _action);
                Require("ec2:CreateTags", account.Ec2Arn(resource), context);
            }
        }

        if (passedRole is not null)
        {
            var context = NewContext();
            context.Set("iam:PassedToService", "ec2.amazonaws.com");
            Require("iam:PassRole", passedRole, context);
        }
    }

    /// <summary>The refusal of a request.</summary>
    /// <param name="principal">Who is refused.</param>
    /// <param name="action">The action with its service.</param>
    /// <param name="arn">What it is about, or null for no resource.</param>
    /// <param name="reason">Why.</param>
    public static Ec2Exception Denied(Principal principal, string action, string? arn, string reason) => new(
        "UnauthorizedOperation",
        $"You are not authorized to perform this operation. User: {principal.Arn} is not authorized to perform: {action}"
        + (arn is null ? "" : $" on resource: {arn}")
        + $" {reason}",
        403);

    private void Require(string action, string? arn, ConditionContext context)
    {
        var decision = PolicyEvaluator.Decide(caller.Principal, action, arn ?? "*", context);
        if (decision.IsAllowed)
        {
            return;
        }

        // Only where there is something to tell: EC2's describe actions are refused without.
        var encoded = arn is null
            ? ""
            : $". Encoded authorization failure message: {AuthorizationMessage.Encode(caller.Principal, action, arn, decision, context)}";
        throw Denied(caller.Principal, action, arn, decision.Reason(action) + encoded);
    }

    private ConditionContext NewContext()
    {
        var context = caller.NewContext(account, now);
        context.Set("ec2:Region", account.Region);
        return context;
    }

    private ConditionContext Describe(string resource)
    {
        var context = NewContext();
        var (type, id) = (TypeOf(resource), resource[(resource.IndexOf('/', StringComparison.Ordinal) + 1)..]);
        if (!type.Equals("image", StringComparison.Ordinal))
        {
            context.Set("aws:ResourceAccount", account.AccountId);
        }

        SetRequestTags(RequestTags(type), context);
        SetAttributes(context);
        if (id == New)
        {
            DescribeNew(type, context);
        }
        else
        {
            ResourceFacts.Describe(account, state, type, id, context);
        }

        if (type == "instance")
        {
            var association = id == New ? null : state.Instances.GetValueOrDefault(id)?.IamInstanceProfile;
            context.Set("ec2:InstanceProfile", association is null ? null : identity.Directory.FindProfile(association.ProfileName)?.Arn);
        }

        return context;
    }

    private void DescribeNew(string type, ConditionContext context)
    {
        var subnetId = parameters.Optional("SubnetId")
            ?? parameters.Indexes("NetworkInterface").Select(index => parameters.Optional($"NetworkInterface.{index}.SubnetId")).FirstOrDefault(id => id is not null);
        var subnet = subnetId is null ? null : state.Subnets.GetValueOrDefault(subnetId);
        switch (type)
        {
            case "instance":
                context.Set("ec2:InstanceType", parameters.Optional("InstanceType") ?? "m1.small");
                context.Set("ec2:MetadataHttpTokens", parameters.Optional("MetadataOptions.HttpTokens"));
                context.Set("ec2:InstanceProfile", parameters.Optional("IamInstanceProfile.Arn")
                    ?? (parameters.Optional("IamInstanceProfile.Name") is { } name ? identity.Directory.FindProfile(name)?.Arn : null));
                ResourceFacts.Place(account, null, subnet?.Zone, context);
                ResourceFacts.Hardware(context);
                break;
            case "network-acl" when parameters.Optional("VpcId") is { } vpcId:
                ResourceFacts.Place(account, vpcId, null, context);
                break;
            case "vpc-peering-connection":
                context.Set("ec2:RequesterVpc", parameters.Optional("VpcId") is { } requester ? account.Ec2Arn($"vpc/{requester}") : null);
                context.Set("ec2:AccepterVpc", parameters.Optional("PeerVpcId") is { } accepter ? account.Ec2Arn($"vpc/{accepter}") : null);
                break;
            case "network-interface" when subnet is not null:
                context.Set("ec2:Subnet", account.Ec2Arn($"subnet/{subnet.Id}"));
                ResourceFacts.Place(account, subnet.VpcId, subnet.Zone, context);
                break;
        }
    }

    private IReadOnlyList<KeyValuePair<string, string?>> RequestTags(string type) => _action is "CreateTags" or "DeleteTags"
        ? TagParameters.Read(parameters, "Tag")
        : TagParameters.Specifications(parameters)
            .Where(specification => parameters.Optional($"{specification}.ResourceType") == type)
            .SelectMany(specification => TagParameters.Read(parameters, $"{specification}.Tag"))
            .ToArray();

    private static void SetRequestTags(IReadOnlyList<KeyValuePair<string, string?>> tags, ConditionContext context)
    {
        foreach (var (key, value) in tags)
        {
            context.Set("aws:RequestTag/" + key, value ?? "");
        }

        if (tags.Count > 0)
        {
            context.Set("aws:TagKeys", tags.Select(tag => tag.Key).ToArray());
        }
    }

    // ec2:Attribute/SourceDestCheck and the like: what a Modify…Attribute request sets, and to what.
    private void SetAttributes(ConditionContext context)
    {
        if (!_action.StartsWith("Modify", StringComparison.Ordinal) || !_action.EndsWith("Attribute", StringComparison.Ordinal))
        {
            return;
        }

        const string value = ".Value";
        foreach (var (name, text) in parameters.All)
        {
            if (name.EndsWith(value, StringComparison.Ordinal))
            {
                Set(name[..^value.Length], text);
            }
        }

        if (parameters.Optional("Attribute") is { Length: > 0 } attribute)
        {
            Set(char.ToUpperInvariant(attribute[0]) + attribute[1..], parameters.Optional("Value") ?? "");
        }

        void Set(string name, string text)
        {
            context.Set("ec2:Attribute", name);
            context.Set("ec2:Attribute/" + name, text);
        }
    }

    private static string TypeOf(string resource) => resource[..resource.IndexOf('/', StringComparison.Ordinal)];
}
