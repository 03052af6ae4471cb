using System.Management.Automation;
using OverlayIp.Completion;
using OverlayIp.Lab;
using OverlayIp.Session;

namespace OverlayIp.Commands;

/// <summary>The root of the cmdlets that work on running labs.</summary>
public abstract class LabSelectingCmdlet : OverlayIpCmdlet
{
    /// <summary>The name of the lab, or several; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(LabNameCompleter))]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    /// <summary>The labs that are meant: those named, or what <paramref name="unnamed"/> says.</summary>
    private protected IEnumerable<LabServer> Selected(Func<IReadOnlyList<LabServer>, IEnumerable<LabServer>> unnamed)
    {
        var running = OverlaySession.Labs.All;
        if (Name is null)
        {
            return unnamed(running);
        }

        var found = new List<LabServer>();
        foreach (var name in Name)
        {
            var pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
            var matches = running.Where(l => pattern.IsMatch(l.Describe().Name)).ToList();
            if (matches.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                WriteFailure(new OverlayIpException("LabNotFound", OverlayErrorKind.NotFound, $"No lab named '{name}' is running in this session.")
                { Subject = name, RecommendedAction = "See what there is with Get-OverlayLab." });
            }

            found.AddRange(matches);
        }

        return found.Distinct();
    }
}
