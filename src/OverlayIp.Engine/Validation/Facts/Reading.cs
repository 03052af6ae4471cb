namespace OverlayIp.Engine.Validation.Facts;

/// <summary>The items that one API action gave, or why it gave none: a check that needs them is then skipped, and says so.</summary>
internal sealed record Reading<T> : IReading
{
    public IReadOnlyList<T> Items { get; init; } = [];

    public bool IsRead { get; init; }

    public OverlayIpException? Denied { get; init; }

    public string Permission { get; init; } = "";

    public TimeSpan Elapsed { get; init; }

    public static Reading<T> Of(params T[] items) => new() { Items = items, IsRead = true };
}
