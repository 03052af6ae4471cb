using System.Net;

namespace OverlayIp.Lab.Http;

/// <summary>One request as it arrived. Header names are lower-case; repeated headers are joined with commas (RFC 9110, 5.3).</summary>
internal sealed record HttpRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    /// <summary>HTTP/1.0: the connection closes after the answer.</summary>
    public bool IsHttp10 { get; init; }

    /// <summary>Where it came from; null when that is not known.</summary>
    public IPAddress? Peer { get; init; }

    public string Path => Target.IndexOf('?', StringComparison.Ordinal) is var mark and >= 0 ? Target[..mark] : Target;

    public string QueryString => Target.IndexOf('?', StringComparison.Ordinal) is var mark and >= 0 ? Target[(mark + 1)..] : "";

    public string? Header(string name) => Headers.TryGetValue(name, out var value) ? value : null;
}
