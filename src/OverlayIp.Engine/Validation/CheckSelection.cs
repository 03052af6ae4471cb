namespace OverlayIp.Engine.Validation;

/// <summary>Which checks are wanted, by patterns of their ids.</summary>
public sealed class CheckSelection
{
    private readonly IReadOnlyList<string> _only;
    private readonly IReadOnlyList<string> _without;
    private readonly Func<string, string, bool> _matches;

    /// <summary>Takes the patterns.</summary>
    /// <param name="only">Only what one of these matches; empty for all checks.</param>
    /// <param name="without">Nothing that one of these matches.</param>
    /// <param name="matches">Says whether a pattern (the first) matches an id. What a wildcard is, is the caller's business.</param>
    /// <exception cref="OverlayIpException"><c>CheckUnknown</c>: a pattern matches no check that there is.</exception>
    public CheckSelection(IReadOnlyList<string> only, IReadOnlyList<string> without, Func<string, string, bool> matches)
    {
        (_only, _without, _matches) = (only, without, matches);
        foreach (var pattern in only.Concat(without).Where(p => !OverlayValidator.CheckIds.Any(id => matches(p, id))))
        {
            throw new OverlayIpException("CheckUnknown", OverlayErrorKind.InvalidArgument,
                $"There is no check '{pattern}'. There are: {string.Join(", ", OverlayValidator.CheckIds)}.")
            { Subject = pattern, RecommendedAction = "See about_OverlayIp_Validation." };
        }
    }

    /// <summary>True when checks were asked for by name.</summary>
    public bool IsNamed => _only.Count > 0;

    /// <summary>True when a check is wanted.</summary>
    /// <param name="id">Its id.</param>
    public bool Wants(string id) => (!IsNamed || _only.Any(p => _matches(p, id))) && !_without.Any(p => _matches(p, id));
}
