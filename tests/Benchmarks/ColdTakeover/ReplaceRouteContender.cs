using OverlayIp.Benchmarks.ColdSwitch;
using OverlayIp.Benchmarks.Lab;
using OverlayIp.Benchmarks.Measuring;

namespace OverlayIp.Benchmarks.ColdTakeover;

/// <summary><c>aws ec2 replace-route</c>: one table, everything known beforehand, nothing checked and nothing read back.</summary>
internal sealed class ReplaceRouteContender(string awsCli) : Contender
{
    public override string Name => "aws ec2 replace-route";

    public override string? WhyNot(ColdStage stage) => WhyMissing(awsCli, "awscli");

    public override async Task<TimeSpan> SwitchAsync(ColdStage stage, IReadOnlyList<string> routeTableIds, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            "ec2", "replace-route", "--route-table-id", routeTableIds.Single(), "--destination-cidr-block", BenchmarkLab.Destination.ToString(),
            "--network-interface-id", stage.Lab.NodeA.NetworkInterfaceId,
        ];
        return (await ChildProcess.RunAsync(await stage.WrapAwsCliAsync(awsCli, cancellationToken), arguments, stage.Environment, cancellationToken)).Elapsed;
    }
}
