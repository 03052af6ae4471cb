using System.Text.Json;
using System.Text.Json.Serialization;

namespace OverlayIp.Engine.Addressing;

// One interface of "ip -json address show".
internal sealed record IpLink
{
    [JsonPropertyName("ifindex")]
    public int Index { get; init; }

    // Null in the empty objects that iproute2 writes for interfaces that a filter left out.
    [JsonPropertyName("ifname")]
    public string? Name { get; init; }

    [JsonPropertyName("altnames")]
    public IReadOnlyList<string>? OtherNames { get; init; }

    [JsonPropertyName("flags")]
    public IReadOnlyList<string>? Flags { get; init; }

    [JsonPropertyName("addr_info")]
    public IReadOnlyList<IpLinkAddress>? Addresses { get; init; }
}

internal sealed record IpLinkAddress
{
    [JsonPropertyName("local")]
    public string? Local { get; init; }

    [JsonPropertyName("prefixlen")]
    public int PrefixLength { get; init; }

    [JsonPropertyName("label")]
    public string? Label { get; init; }

    [JsonPropertyName("dynamic")]
    public bool IsDynamic { get; init; }

    [JsonPropertyName("tentative")]
    public bool IsTentative { get; init; }

    [JsonPropertyName("dadfailed")]
    public bool IsDadFailed { get; init; }

    [JsonPropertyName("deprecated")]
    public bool IsDeprecated { get; init; }
}

// One route of "ip -json route show".
internal sealed record IpRoute
{
    // Absent for unicast.
    [JsonPropertyName("type")]
    public string? Type { get; init; }

    [JsonPropertyName("dst")]
    public string? Destination { get; init; }

    // Absent for multipath routes, which have next hops.
    [JsonPropertyName("dev")]
    public string? Device { get; init; }

    [JsonPropertyName("protocol")]
    public string? Protocol { get; init; }

    [JsonPropertyName("prefsrc")]
    public string? PreferredSource { get; init; }

    [JsonPropertyName("metric")]
    public long Metric { get; init; }

    [JsonPropertyName("nexthops")]
    public IReadOnlyList<IpNextHop>? NextHops { get; init; }
}

internal sealed record IpNextHop
{
    [JsonPropertyName("dev")]
    public string? Device { get; init; }
}

// Generated at compile time: reflection-based JSON would cost a cluster hook tens of milliseconds at start-up.
[JsonSerializable(typeof(IReadOnlyList<IpLink>))]
[JsonSerializable(typeof(IReadOnlyList<IpRoute>))]
internal sealed partial class IpJson : JsonSerializerContext;
