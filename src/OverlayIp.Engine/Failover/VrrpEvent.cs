using System.Globalization;

namespace OverlayIp.Engine.Failover;

/// <summary>A change of state that keepalived tells: a line of its <c>notify_fifo</c>, or the arguments of its <c>notify</c>.</summary>
/// <param name="Kind"><c>INSTANCE</c> or <c>GROUP</c>.</param>
/// <param name="Name">The name of the VRRP instance or sync group.</param>
/// <param name="State">The new state.</param>
/// <param name="Priority">The priority, or null when it was not said.</param>
public sealed record VrrpEvent(string Kind, string Name, VrrpState State, int? Priority)
{
    private static readonly Dictionary<string, VrrpState> States = new(StringComparer.OrdinalIgnoreCase)
    {
        ["MASTER"] = VrrpState.Master,
        ["MASTER_RX_LOWER_PRI"] = VrrpState.MasterReceivedLowerPriority,
        ["BACKUP"] = VrrpState.Backup,
        ["FAULT"] = VrrpState.Fault,
        ["STOP"] = VrrpState.Stopped,
        ["DELETED"] = VrrpState.Deleted,
    };

    /// <summary>keepalived's words for the states.</summary>
    public static IReadOnlyCollection<string> StateNames => States.Keys;

    /// <summary>True when the node is to be the target.</summary>
    public bool IsMaster => State is VrrpState.Master or VrrpState.MasterReceivedLowerPriority;

    /// <summary>keepalived's word for the state.</summary>
    public string StateName => States.First(s => s.Value == State).Key;

    /// <summary>Reads a line such as <c>INSTANCE "VI_1" MASTER 100</c>.</summary>
    /// <param name="line">The line, without its end.</param>
    /// <returns>The event; null for what is none: changes of priority, virtual and real servers, and what makes no sense.</returns>
    public static VrrpEvent? Parse(ReadOnlySpan<char> line)
    {
        line = line.Trim();
        var kind = line.StartsWith("INSTANCE ", StringComparison.Ordinal) ? "INSTANCE" : line.StartsWith("GROUP ", StringComparison.Ordinal) ? "GROUP" : null;
        if (kind is null)
            return null;

        // keepalived puts the name in quotes, and a name has neither quotes nor blanks.
        var rest = line[kind.Length..].Trim();
        var end = rest.IndexOf(' ');
        if (end < 0)
            return null;

        var name = rest[..end].Trim('"');
        rest = rest[end..].Trim();
        end = rest.IndexOf(' ');
        var priority = end < 0 ? "" : rest[end..].Trim();
        return name.Length > 0 && States.TryGetValue((end < 0 ? rest : rest[..end]).ToString(), out var state)
            ? new VrrpEvent(kind, name.ToString(), state, int.TryParse(priority, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null)
            : null;
    }

    /// <summary>Makes an event of keepalived's arguments.</summary>
    /// <param name="kind"><c>INSTANCE</c> or <c>GROUP</c>.</param>
    /// <param name="name">The name.</param>
    /// <param name="state">keepalived's word for the state.</param>
    /// <param name="priority">The priority, or null.</param>
    /// <exception cref="FormatException">The state is none of keepalived's.</exception>
    public static VrrpEvent Of(string kind, string name, string state, string? priority) => States.TryGetValue(state, out var known)
        ? new VrrpEvent(kind.ToUpperInvariant(), name, known, int.TryParse(priority, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null)
        : throw new FormatException($"'{state}' is no state of keepalived. Expected one of {string.Join(", ", States.Keys)}.");

    /// <summary>The line that keepalived would write.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Kind} \"{Name}\" {StateName}{(Priority is { } number ? " " : "")}{Priority}");
}
