namespace OverlayIp.Lab.Query;

/// <summary>
/// EC2's filter patterns: <c>*</c> is any run of characters, <c>?</c> is one, and a backslash takes the next one literally.
/// Case matters.
/// </summary>
internal static class Wildcard
{
    public static bool IsMatch(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        int p = 0, t = 0, starPattern = -1, starText = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                starPattern = ++p;
                starText = t;
            }
            else if (MatchesOne(pattern, p, text[t], out var width))
            {
                p += width;
                t++;
            }
            else if (starPattern >= 0)
            {
                // Let the last star take one more character, and try again from there.
                p = starPattern;
                t = ++starText;
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] == '*')
        {
            p++;
        }

        return p == pattern.Length;
    }

    private static bool MatchesOne(ReadOnlySpan<char> pattern, int at, char character, out int width)
    {
        width = 1;
        if (at >= pattern.Length)
        {
            return false;
        }

        if (pattern[at] == '\\' && at + 1 < pattern.Length)
        {
            width = 2;
            return pattern[at + 1] == character;
        }

        return pattern[at] == '?' || pattern[at] == character;
    }
}
