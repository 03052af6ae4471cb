namespace OverlayIp.Lab.Vpc;

/// <summary>An internet gateway. Nothing is behind it in the lab: it is there to be the target of routes.</summary>
internal sealed record InternetGatewayResource : Resource
{
    /// <summary>The VPC that it is attached to, or null.</summary>
    public string? VpcId { get; init; }
}
