using OverlayIp.Engine.Validation.Facts;

namespace OverlayIp.Engine.Validation.Checks;

/// <summary>
/// One condition: says what it must know, and judges it. It asks nobody and changes nothing. A condition that holds for everything
/// that it is about is one finding; what it does not hold for is a finding each, because each is mended by itself.
/// </summary>
internal abstract class ValidationCheck
{
    /// <summary>The stable id.</summary>
    public abstract string Id { get; }

    /// <summary>What usually suffers when the condition does not hold.</summary>
    public virtual OverlayCheckConcern Concerns => OverlayCheckConcern.Traffic;

    /// <summary>True when the two calls of a quick test are enough.</summary>
    public virtual bool IsQuick => false;

    /// <summary>False when the condition is none for this destination or request: then nothing is said of it.</summary>
    public virtual bool AppliesTo(DestinationView view) => true;

    /// <summary>The readings without which it cannot judge.</summary>
    public abstract FactKind Needs(bool isQuick);

    /// <summary>Judges.</summary>
    public abstract IEnumerable<Finding> Judge(DestinationView view);

    /// <summary>One finding for all when nothing is wrong, else those that say what is.</summary>
    private protected static IEnumerable<Finding> OrPass(IReadOnlyCollection<Finding> wrong, DestinationView view, Func<string> evidence) =>
        wrong.Count > 0 ? wrong : [Finding.Pass(view.Destination.ToString(), evidence())];

    /// <summary>Such as <c>3 route tables</c>.</summary>
    private protected static string Count(int number, string thing) => $"{number} {thing}{(number == 1 ? "" : "s")}";
}
