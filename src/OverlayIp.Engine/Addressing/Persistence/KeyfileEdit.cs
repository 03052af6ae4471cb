using System.Globalization;

namespace OverlayIp.Engine.Addressing.Persistence;

// Puts whole lines into a keyfile and takes them out, so that every other byte stays. Lines go right below a section's
// heading, or above the first heading: never at the end, where a missing newline would be lost.
internal static class KeyfileEdit
{
    private const string UserSection = "user";
    private const string KeyPrefix = "overlayip.";

    public static string Add(string text, string section, CidrBlock address, string note)
    {
        var lines = text.Split('\n').ToList();
        var read = IniText.Read(text).ToList();
        var index = read.Where(line => line.Section == section && line.Key is not null).Select(line => IndexOf(line.Key!)).DefaultIfEmpty(0).Max() + 1;
        lines.Insert(Heading(read, section)!.Number + 1, string.Create(CultureInfo.InvariantCulture, $"address{index}={address}"));

        read = [.. IniText.Read(string.Join('\n', lines))];
        var mark = $"{Key(address)}={note}";
        if (Heading(read, UserSection) is { } user)
            lines.Insert(user.Number + 1, mark);
        else
            lines.InsertRange(read[0].Number, [$"[{UserSection}]", mark, ""]);

        return string.Join('\n', lines);
    }

    public static string Remove(string text, string section, CidrBlock address)
    {
        var read = IniText.Read(text).ToList();
        var mark = read.Find(line => line.Section == UserSection && line.Key == Key(address));
        if (mark is null)
            return text;

        var lines = text.Split('\n').ToList();
        var remove = new List<int> { mark.Number };
        if (read.Find(line => line.Section == section && line.Key is not null && IndexOf(line.Key) > 0 && line.Value == address.ToString()) is { } own)
            remove.Add(own.Number);

        // A section that only held the mark goes with it, and so does the blank line that came with the section.
        if (read.Count(line => line.Section == UserSection) == 2)
        {
            var heading = Heading(read, UserSection)!.Number;
            remove.Add(heading);
            if (mark.Number + 1 < lines.Count - 1 && string.IsNullOrWhiteSpace(lines[mark.Number + 1]))
                remove.Add(mark.Number + 1);
        }

        foreach (var number in remove.OrderDescending())
            lines.RemoveAt(number);

        return string.Join('\n', lines);
    }

    public static bool IsMarked(string text, CidrBlock address) => IniText.Value(text, UserSection, Key(address)) is not null;

    public static IEnumerable<string> Addresses(string text) =>
        from line in IniText.Read(text)
        where line.Section is "ipv4" or "ipv6" && line.Key is not null && IndexOf(line.Key) > 0
        // "address/prefix,gateway"
        select line.Value.Split(',')[0].Trim();

    // Keys of the [user] section survive when NetworkManager writes the file anew, as comments do not.
    private static string Key(CidrBlock address) => KeyPrefix + OwnFile.Token(address);

    // "address", "address1" and the older "addresses1"; 0 for anything else.
    private static int IndexOf(string key)
    {
        foreach (var name in (string[])["addresses", "address"])
        {
            if (key.StartsWith(name, StringComparison.Ordinal) && int.TryParse("0" + key[name.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var index))
                return Math.Max(index, 1);
        }

        return 0;
    }

    private static IniLine? Heading(List<IniLine> lines, string section) => lines.Find(line => line.Section == section && line.Key is null);
}
