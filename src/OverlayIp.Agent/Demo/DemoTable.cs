namespace OverlayIp.Agent.Demo;

/// <summary>What was read back, in rows.</summary>
/// <param name="Columns">The headings.</param>
/// <param name="Rows">The cells, one for each heading.</param>
internal sealed record DemoTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);
