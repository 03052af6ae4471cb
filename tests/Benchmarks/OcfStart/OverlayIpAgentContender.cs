using OverlayIp.Benchmarks.ColdSwitch;
using OverlayIp.Benchmarks.Lab;
using OverlayIp.Benchmarks.Measuring;

namespace OverlayIp.Benchmarks.OcfStart;

/// <summary><c>ocf:overlayip:overlay-ip start</c>: the script that Pacemaker starts, and the published executable behind it.</summary>
internal sealed class OverlayIpAgentContender(string agent) : Contender
{
    private string Folder => Path.GetDirectoryName(agent)!;

    private string Script => Path.Combine(Folder, "ocf", "overlay-ip");

    public override string Name => "overlay-ip start";

    public override string? WhyNot(ColdStage stage) => WhyMissing(Script) ?? stage.WhyNoMetadata;

    public override async Task<TimeSpan> SwitchAsync(ColdStage stage, IReadOnlyList<string> routeTableIds, CancellationToken cancellationToken)
    {
        var environment = new Dictionary<string, string>(stage.Environment)
        {
            ["PATH"] = $"{Folder}:{Environment.GetEnvironmentVariable("PATH")}",
            ["OCF_ROOT"] = "/usr/lib/ocf",
            ["OCF_RESOURCE_INSTANCE"] = "overlay-ip",
            ["OCF_RESKEY_ip"] = BenchmarkLab.Address,
            ["OCF_RESKEY_routing_table"] = string.Join(',', routeTableIds),
            ["OCF_RESKEY_interface"] = "lo",
            ["OCF_RESKEY_region"] = stage.Region,
        };
        return (await ChildProcess.RunAsync(Script, ["start"], environment, cancellationToken)).Elapsed;
    }
}
