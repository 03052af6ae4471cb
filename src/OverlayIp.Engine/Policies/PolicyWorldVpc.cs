namespace OverlayIp.Engine.Policies;

/// <summary>A VPC of a <see cref="PolicyWorld"/>.</summary>
/// <param name="Id">Its id.</param>
/// <param name="RouteTableIds">Its route tables.</param>
/// <param name="Interfaces">Its instances, each with its network interfaces.</param>
public sealed record PolicyWorldVpc(
    string Id, IReadOnlyList<string> RouteTableIds, IReadOnlyDictionary<string, IReadOnlyList<string>> Interfaces);
