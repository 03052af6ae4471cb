namespace OverlayIp.Lab.Http;

/// <summary>How long a peer may take: a pooled connection may stay idle, but a request that has begun must arrive, or its
/// connection would be held for ever.</summary>
internal sealed record HttpTimeouts(TimeSpan Idle, TimeSpan Request)
{
    public static readonly HttpTimeouts Default = new(TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(30));
}
