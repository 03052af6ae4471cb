namespace OverlayIp.Engine.Inventory;

/// <summary>A resource as a person picks it from a list.</summary>
/// <param name="Id">The id.</param>
/// <param name="Name">The Name tag, or null.</param>
/// <param name="Detail">What else helps to recognise it, such as the state and the zone.</param>
public sealed record NamedResource(string Id, string? Name, string Detail);
