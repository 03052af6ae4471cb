namespace OverlayIp.Lab;

/// <summary>An instance of a <see cref="LabVpcShape"/>.</summary>
/// <param name="Id">Its id.</param>
public sealed record LabInstanceShape(string Id)
{
    /// <summary>The network interfaces, the primary one first.</summary>
    public IReadOnlyList<LabResourceShape> NetworkInterfaces { get; init; } = [];

    /// <summary>The tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}
