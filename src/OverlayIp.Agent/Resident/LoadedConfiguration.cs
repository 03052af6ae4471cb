using OverlayIp.Engine.Failover;

namespace OverlayIp.Agent.Resident;

/// <summary>A configuration, and the SHA-256 of the file that it was read from.</summary>
/// <param name="Configuration">The configuration.</param>
/// <param name="Hash">The hash, in hexadecimal digits; empty when there was no file.</param>
internal sealed record LoadedConfiguration(FailoverConfiguration Configuration, string Hash);
