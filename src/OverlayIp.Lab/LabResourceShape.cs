namespace OverlayIp.Lab;

/// <summary>A route table or a network interface of a <see cref="LabVpcShape"/>.</summary>
/// <param name="Id">Its id.</param>
public sealed record LabResourceShape(string Id)
{
    /// <summary>The tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}
