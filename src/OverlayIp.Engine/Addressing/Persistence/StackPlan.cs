namespace OverlayIp.Engine.Addressing.Persistence;

// What a network stack would have to change for one address, or why it cannot hold it.
internal sealed record StackPlan
{
    // The file that has or had the address, whether it changes or not.
    public string Holder { get; init; } = "";

    public IReadOnlyList<FileChange> Files { get; init; } = [];

    public IReadOnlyList<PersistenceCommand> Commands { get; init; } = [];

    public string? Label { get; init; }

    public IReadOnlyList<string> Warnings { get; init; } = [];

    // A clause: "… cannot be made permanent with …: <obstacle>."
    public string? Obstacle { get; init; }

    public static StackPlan Impossible(string obstacle) => new() { Obstacle = obstacle };

    public static StackPlan Of(string holder, FileChange? change, string? label, params PersistenceCommand[] commands) =>
        change is null ? new() { Holder = holder, Label = label } : new() { Holder = holder, Files = [change], Label = label, Commands = commands };
}
