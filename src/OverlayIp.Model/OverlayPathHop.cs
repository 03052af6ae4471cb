namespace OverlayIp;

/// <summary>One hop of an <see cref="OverlayPath"/>: something that decides where the packets go, and what it decides.</summary>
public sealed record OverlayPathHop
{
    /// <summary>The place in the path, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>Whether it is on the way there or on the way back.</summary>
    public required OverlayPathDirection Direction { get; init; }

    /// <summary>What it is.</summary>
    public required OverlayPathHopKind Kind { get; init; }

    /// <summary>Its id; for <see cref="OverlayPathHopKind.Source"/> the CIDR block.</summary>
    public required string Id { get; init; }

    /// <summary>Its Name tag, or null.</summary>
    public string? Name { get; init; }

    /// <summary>The destination of the route that decides, or null where no route does.</summary>
    public string? Route { get; init; }

    /// <summary>Where it sends the packets, or null.</summary>
    public string? NextHop { get; init; }

    /// <summary>True when the packets get past it.</summary>
    public required bool Passes { get; init; }

    /// <summary>What it decides, in a few words.</summary>
    public required string Detail { get; init; }
}
