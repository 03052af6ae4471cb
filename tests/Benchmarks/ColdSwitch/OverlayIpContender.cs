using OverlayIp.Benchmarks.Lab;
using OverlayIp.Benchmarks.Measuring;

namespace OverlayIp.Benchmarks.ColdSwitch;

/// <summary><c>overlayip switch</c>, published with ahead-of-time compiled code.</summary>
internal sealed class OverlayIpContender(string agent) : Contender
{
    public override string Name => "overlayip switch";

    public override string? WhyNot(ColdStage stage) => WhyMissing(agent);

    public override async Task<TimeSpan> SwitchAsync(ColdStage stage, IReadOnlyList<string> routeTableIds, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            "switch", BenchmarkLab.Address, "--to", stage.Lab.NodeA.InstanceId, "--endpoint-url", stage.EndpointUrl,
            .. routeTableIds.SelectMany(id => (string[])["--route-table", id]),
        ];
        return (await ChildProcess.RunAsync(agent, arguments, stage.Environment, cancellationToken)).Elapsed;
    }
}
