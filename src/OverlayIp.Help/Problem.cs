using System.Xml;
using System.Xml.Linq;

namespace OverlayIp.Help;

/// <summary>One thing to mend, in the form that MSBuild and editors recognise.</summary>
internal sealed record Problem(string File, int Line, string Id, string Message)
{
    public override string ToString() => $"{File}({Line}): error {Id}: {Message}";
}

/// <summary>Collects problems, so that one build shows all of them.</summary>
internal sealed class ProblemList(DocLibrary docs, string defaultFile)
{
    private readonly List<Problem> _problems = [];

    /// <summary>Sorted and without duplicates: a base class's parameter is met once for every cmdlet.</summary>
    public IReadOnlyList<Problem> InOrder =>
        [.. _problems.Distinct().OrderBy(p => p.File, StringComparer.Ordinal).ThenBy(p => p.Line).ThenBy(p => p.Id, StringComparer.Ordinal).ThenBy(p => p.Message, StringComparer.Ordinal)];

    /// <param name="id">OIHELPnnn.</param>
    /// <param name="message">What is wrong and what would be right.</param>
    /// <param name="at">The element it is about; without one the problem is reported at line 1 of the first doc file.</param>
    public void Add(string id, string message, XElement? at = null)
    {
        var line = at is IXmlLineInfo info && info.HasLineInfo() ? info.LineNumber : 1;
        _problems.Add(new Problem(docs.FileOf(at) ?? defaultFile, line, id, message));
    }

    public void Add(Problem problem) => _problems.Add(problem);
}
