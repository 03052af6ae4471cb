namespace OverlayIp.Engine.Failover.Watching;

/// <summary>The outcome of one probe.</summary>
/// <param name="Verdict">What it says of the node.</param>
/// <param name="Detail">How it came about, such as <c>tcp 443: connection refused</c>.</param>
public sealed record ProbeAnswer(ProbeVerdict Verdict, string Detail)
{
    /// <summary>A node that answered as it should.</summary>
    /// <param name="detail">How it came about.</param>
    public static ProbeAnswer Passed(string detail) => new(ProbeVerdict.Passed, detail);

    /// <summary>A node that did not.</summary>
    /// <param name="detail">How it came about.</param>
    public static ProbeAnswer Failed(string detail) => new(ProbeVerdict.Failed, detail);

    /// <summary>A probe that could not be made.</summary>
    /// <param name="detail">Why.</param>
    public static ProbeAnswer Unknown(string detail) => new(ProbeVerdict.Unknown, detail);

    /// <summary>The outcome of several probes of one node: all must pass, and one that fails decides.</summary>
    /// <param name="answers">The outcomes, at least one.</param>
    public static ProbeAnswer Of(IReadOnlyList<ProbeAnswer> answers) =>
        answers.FirstOrDefault(a => a.Verdict == ProbeVerdict.Failed)
        ?? answers.FirstOrDefault(a => a.Verdict == ProbeVerdict.Unknown)
        ?? Passed(string.Join(", ", answers.Select(a => a.Detail)));
}
