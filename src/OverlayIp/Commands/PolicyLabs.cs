using OverlayIp.Engine.Policies;
using OverlayIp.Lab;
using OverlayIp.Lab.Iam;

namespace OverlayIp.Commands;

/// <summary>Asks private labs what a policy says to calls. They have the very ids, accounts, Regions and tags that the policy is about.</summary>
internal static class PolicyLabs
{
    private const string UserName = "tried";

    // Those whose Regions the lab can play.
    private static readonly string[] Partitions = ["aws", "aws-cn", "aws-us-gov"];

    /// <summary>Asks.</summary>
    /// <param name="policy">What the policy is for.</param>
    /// <param name="document">Its document.</param>
    /// <param name="cancellationToken">Stops between the worlds.</param>
    /// <exception cref="OverlayIpException"><c>PolicyInvalid</c> when IAM would not take the document; <c>PolicyPartitionUnknown</c>.</exception>
    public static async Task<IReadOnlyList<OverlayPolicyCheck>> AskAsync(OverlayPolicy policy, string document, CancellationToken cancellationToken)
    {
        if (!Partitions.Contains(policy.Partition, StringComparer.Ordinal))
        {
            throw new OverlayIpException("PolicyPartitionUnknown", OverlayErrorKind.InvalidArgument,
                $"The lab has no Region of the partition {policy.Partition}, so that it cannot try the policy.")
            { Subject = policy.Region, RecommendedAction = $"Try the same policy made for a Region of one of the partitions {string.Join(", ", Partitions)}." };
        }

        var probes = PolicyTrial.Plan(policy);
        var checks = new Dictionary<PolicyProbe, OverlayPolicyCheck>(ReferenceEqualityComparer.Instance);
        foreach (var world in probes.GroupBy(p => p.World))
        {
            await using var lab = await StartAsync(world.Key, policy.Name, document, cancellationToken);
            foreach (var probe in world)
            {
                checks.Add(probe, Ask(lab, probe));
            }
        }

        return [.. probes.Select(p => checks[p])];
    }

    private static OverlayPolicyCheck Ask(LabServer lab, PolicyProbe probe)
    {
        var decision = lab.Decide(UserName, probe.Action, probe.Parameters);
        return decision.IsAllowed switch
        {
            true => probe.ToCheck(PolicyDecision.Allowed, decision.StatementId, null),
            false => probe.ToCheck(PolicyDecision.Denied, decision.StatementId, Readable(decision.Message)),
            null => probe.ToCheck(PolicyDecision.Unknown, null, decision.Message),
        };
    }

    private static string Readable(string message) => message.Split(". Encoded authorization failure message:", 2)[0];

    private static async Task<LabServer> StartAsync(PolicyWorld world, string name, string document, CancellationToken cancellationToken)
    {
        try
        {
            return await LabServer.StartAsync(
                new LabOptions
                {
                    Name = $"policy-{name}",
                    Region = world.Region,
                    AccountId = world.AccountId,
                    Shape = ShapeOf(world),
                    Iam = new LabIam { Users = [new LabIamUser { Name = UserName, Policies = [new LabIamPolicy("policy", document)] }] },
                },
                cancellationToken);
        }
        catch (OverlayIpException e) when (e.ErrorId == "LabIamInvalid")
        {
            throw new OverlayIpException("PolicyInvalid", OverlayErrorKind.InvalidArgument,
                $"IAM would not take the policy: {e.InnerException?.Message.Replace("users[0].policies[0].document", "the document", StringComparison.Ordinal) ?? e.Message}", e)
            { Subject = name, RecommendedAction = "Correct the document at the place that the message names." };
        }
    }

    private static LabShape ShapeOf(PolicyWorld world)
    {
        return new LabShape { Vpcs = [.. world.Vpcs.Select(VpcOf)] };

        LabVpcShape VpcOf(PolicyWorldVpc vpc) => new(vpc.Id)
        {
            RouteTables = [.. vpc.RouteTableIds.Select(Tagged)],
            Instances =
            [
                .. vpc.Interfaces.Select(i => new LabInstanceShape(i.Key) { Tags = world.Tags, NetworkInterfaces = [.. i.Value.Select(Tagged)] }),
            ],
        };

        LabResourceShape Tagged(string id) => new(id) { Tags = world.Tags };
    }
}
