using System.Globalization;
using System.Runtime.InteropServices;

namespace OverlayIp.Benchmarks.Measuring;

/// <summary>Where it was measured. Load counts: figures of a busy machine compare only with each other.</summary>
internal sealed record Machine(string Processor, int Cores, string System, string Runtime, double LoadBefore, DateTimeOffset Date)
{
    /// <summary>The load average of the last minute, or NaN where there is none.</summary>
    public static double Load => File.Exists("/proc/loadavg")
        ? double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture)
        : double.NaN;

    public static Machine Describe() => new(
        ProcessorName(), Environment.ProcessorCount, RuntimeInformation.OSDescription, RuntimeInformation.FrameworkDescription, Load, DateTimeOffset.Now);

    private static string ProcessorName() => File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
            ?? RuntimeInformation.ProcessArchitecture.ToString()
        : RuntimeInformation.ProcessArchitecture.ToString();
}
