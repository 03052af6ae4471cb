using OverlayIp.Benchmarks.Lab;
using OverlayIp.Benchmarks.Measuring;

namespace OverlayIp.Benchmarks.ColdSwitch;

/// <summary>
/// Pacemaker's <c>ocf:heartbeat:aws-vpc-move-ip start</c> as the distribution ships it, called as Pacemaker calls it.
/// </summary>
internal sealed class MoveIpContender(string awsCli) : Contender
{
    private const string OcfRoot = "/usr/lib/ocf";
    private const string Agent = OcfRoot + "/resource.d/heartbeat/aws-vpc-move-ip";

    public override string Name => "aws-vpc-move-ip start";

    public override string? WhyNot(ColdStage stage) =>
        WhyMissing(Agent, "resource-agents")
        ?? WhyMissing(awsCli, "awscli")
        ?? (Executable.Find("curl") is null ? "curl is not on PATH (Debian package curl)" : null)
        ?? stage.WhyNoMetadata;

    public override async Task<TimeSpan> SwitchAsync(ColdStage stage, IReadOnlyList<string> routeTableIds, CancellationToken cancellationToken)
    {
        var environment = new Dictionary<string, string>(stage.Environment)
        {
            ["OCF_ROOT"] = OcfRoot,
            ["OCF_RESOURCE_INSTANCE"] = "overlay-ip",
            ["OCF_RESKEY_ip"] = BenchmarkLab.Address,
            ["OCF_RESKEY_routing_table"] = string.Join(',', routeTableIds),
            ["OCF_RESKEY_interface"] = "lo",
            ["OCF_RESKEY_region"] = stage.Region,

            // It has no parameter for an endpoint, and the AWS CLI knows AWS_ENDPOINT_URL only from 2.13 on.
            ["OCF_RESKEY_awscli"] = await stage.WrapAwsCliAsync(awsCli, cancellationToken),
        };
        return (await ChildProcess.RunAsync(Agent, ["start"], environment, cancellationToken)).Elapsed;
    }
}
