using OverlayIp.Benchmarks.Measuring;

namespace OverlayIp.Benchmarks.ColdSwitch;

/// <summary>A way to switch the route set, started afresh each time.</summary>
internal abstract class Contender
{
    public abstract string Name { get; }

    /// <summary>Why it cannot run here, with the package that would help; null when it can.</summary>
    public abstract string? WhyNot(ColdStage stage);

    /// <summary>Switches these tables to the stage's first node and gives the time from process start to exit.</summary>
    public abstract Task<TimeSpan> SwitchAsync(ColdStage stage, IReadOnlyList<string> routeTableIds, CancellationToken cancellationToken);

    /// <summary>Those that cannot run here, with the reasons.</summary>
    public static List<Skipped> Skipped(IEnumerable<Contender> all, ColdStage stage) =>
        [.. from contender in all let why = contender.WhyNot(stage) where why is not null select new Skipped(contender.Name, why)];

    /// <summary>Why a file that is not there keeps it from running, or null.</summary>
    protected static string? WhyMissing(string path, string? package = null) =>
        File.Exists(path) ? null : $"there is no {path}{(package is null ? "" : $" (Debian package {package})")}";

    /// <summary>Brings its files into the page cache. One table is enough for that.</summary>
    public async Task WarmUpAsync(ColdStage stage, CancellationToken cancellationToken)
    {
        await stage.ResetAsync(cancellationToken);
        await SwitchAsync(stage, [stage.Lab.RouteTableIds[0]], cancellationToken);
    }
}
