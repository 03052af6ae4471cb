using OverlayIp.Benchmarks.Lab;
using OverlayIp.Benchmarks.Measuring;

namespace OverlayIp.Benchmarks.ColdSwitch;

/// <summary>The same by AWS CLI calls one after another, as a script in a runbook does it.</summary>
internal sealed class AwsCliContender(string awsCli) : Contender
{
    public override string Name => "AWS CLI calls in a loop";

    public override string? WhyNot(ColdStage stage) => WhyMissing(awsCli, "awscli");

    public override async Task<TimeSpan> SwitchAsync(ColdStage stage, IReadOnlyList<string> routeTableIds, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "ColdSwitch", "aws-cli-loop.sh"),
            await stage.WrapAwsCliAsync(awsCli, cancellationToken), BenchmarkLab.Destination.ToString(), stage.Lab.NodeA.InstanceId, .. routeTableIds,
        ];
        return (await ChildProcess.RunAsync("/bin/sh", arguments, stage.Environment, cancellationToken)).Elapsed;
    }
}
