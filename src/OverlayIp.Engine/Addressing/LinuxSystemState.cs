using System.Globalization;

namespace OverlayIp.Engine.Addressing;

/// <summary>What the Linux kernel tells about this process and its network in <c>/proc</c>; see proc(5) and capabilities(7).</summary>
/// <param name="procDirectory">Where <c>/proc</c> is mounted.</param>
public sealed class LinuxSystemState(string procDirectory = "/proc")
{
    private const int NetAdminBit = 12;

    /// <summary>
    /// False when this process lacks the capability <c>CAP_NET_ADMIN</c>, so that a change must fail; true when it has it
    /// or when that cannot be told.
    /// </summary>
    public bool MayAdministerNetwork()
    {
        var status = Read("self/status");
        const string key = "CapEff:";
        var line = status?.Split('\n').FirstOrDefault(candidate => candidate.StartsWith(key, StringComparison.Ordinal));
        return line is null
            || !ulong.TryParse(line.AsSpan(key.Length).Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var capabilities)
            || (capabilities & (1UL << NetAdminBit)) != 0;
    }

    /// <summary>True when the kernel says that IPv6 is turned off on an interface (<c>disable_ipv6</c>).</summary>
    /// <param name="interfaceName">The interface's name.</param>
    public bool IsIpv6Disabled(string interfaceName) => Read($"sys/net/ipv6/conf/{interfaceName}/disable_ipv6")?.Trim() == "1";

    private string? Read(string path)
    {
        try
        {
            return File.ReadAllText(Path.Combine(procDirectory, path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
