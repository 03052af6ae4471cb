using System.Globalization;
using System.Text;

namespace OverlayIp.Engine.Addressing.Persistence;

/// <summary>One file of a plan: what it is now and what it will be.</summary>
public sealed record FileChange
{
    /// <summary>Its path as the system will see it, without the <c>-Root</c> in front.</summary>
    public required string Path { get; init; }

    /// <summary>The content when the plan was made; null when there was no file.</summary>
    public string? Before { get; init; }

    /// <summary>The content that it will have; null when it is deleted, and for a symbolic link.</summary>
    public string? After { get; init; }

    /// <summary>For a symbolic link: where it will lead to; null when it is deleted, and for a file.</summary>
    public string? LinkTarget { get; init; }

    /// <summary>The permissions that a new file gets. A file that exists keeps its own, with its owner.</summary>
    public UnixFileMode Mode { get; init; } = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>True when a file or link is deleted.</summary>
    public bool IsDeletion => After is null && LinkTarget is null;

    /// <summary>True to delete the directory too when that leaves it empty: those that exist for drop-ins only.</summary>
    public bool RemovesEmptyDirectory { get; init; }

    /// <summary>What <c>-WhatIf</c> prints: the path, what happens to it, and the content; of a changed file the lines that differ.</summary>
    public string Preview()
    {
        var text = new StringBuilder();
        if (LinkTarget is not null)
            return $"link {Path} -> {LinkTarget}";

        if (IsDeletion)
            return $"delete {Path}";

        if (Before is null)
        {
            var digits = Convert.ToString((int)Mode, 8).PadLeft(4, '0');
            text.Append(CultureInfo.InvariantCulture, $"write {Path} (new, mode {digits}, owner root:root)");
            Append(text, "    ", Lines(After!));
            return text.ToString();
        }

        var (before, after) = (Lines(Before), Lines(After!));
        text.Append(CultureInfo.InvariantCulture, $"change {Path} (mode and owner stay)");
        Append(text, "  - ", Missing(before, after));
        Append(text, "  + ", Missing(after, before));
        return text.ToString();
    }

    /// <summary>The preview.</summary>
    public override string ToString() => Preview();

    private static string[] Lines(string content) => content.TrimEnd('\n').Split('\n');

    private static void Append(StringBuilder text, string prefix, IEnumerable<string> lines)
    {
        foreach (var line in lines)
            text.Append('\n').Append(prefix).Append(line);
    }

    // Changes here are lines put in or taken out, so that what is missing from the other version, counted, is the whole difference.
    private static IEnumerable<string> Missing(IEnumerable<string> lines, IEnumerable<string> other)
    {
        var counts = other.GroupBy(line => line, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        foreach (var line in lines)
        {
            var left = counts.GetValueOrDefault(line);
            counts[line] = left - 1;
            if (left <= 0)
                yield return line;
        }
    }
}
