namespace OverlayIp.Lab.Vpc;

/// <summary>A virtual private gateway. No connection leads from it anywhere: it is there to be the target of routes.</summary>
internal sealed record VpnGatewayResource : Resource
{
    public required long AmazonSideAsn { get; init; }

    /// <summary>The zone that was asked for, or null.</summary>
    public string? Zone { get; init; }

    /// <summary>The VPC that it is attached to, or null.</summary>
    public string? VpcId { get; init; }
}
