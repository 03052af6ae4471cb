namespace OverlayIp.Lab.Query;

/// <summary>One filter of a describe call. Values are alternatives; several filters must all match.</summary>
internal sealed record Filter(string Name, IReadOnlyList<string> Values)
{
    /// <summary>True when one of the resource's values matches one of the filter's.</summary>
    public bool Matches(IEnumerable<string?> candidates) =>
        candidates.Any(candidate => candidate is not null && Values.Any(pattern => Wildcard.IsMatch(pattern, candidate)));
}
