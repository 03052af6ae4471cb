namespace OverlayIp.Lab;

/// <summary>A VPC of a <see cref="LabShape"/>.</summary>
/// <param name="Id">Its id.</param>
public sealed record LabVpcShape(string Id)
{
    /// <summary>The route tables, which have no route but the local one.</summary>
    public IReadOnlyList<LabResourceShape> RouteTables { get; init; } = [];

    /// <summary>The instances, all of which run.</summary>
    public IReadOnlyList<LabInstanceShape> Instances { get; init; } = [];

    /// <summary>The network interfaces that are attached to no instance.</summary>
    public IReadOnlyList<LabResourceShape> NetworkInterfaces { get; init; } = [];
}
