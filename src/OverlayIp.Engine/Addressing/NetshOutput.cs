using System.Globalization;
using System.Net;

namespace OverlayIp.Engine.Addressing;

// Reads netsh's tables by their shape alone: every word in them is in the language of that Windows.
internal static class NetshOutput
{
    // "show ipaddresses level=verbose": per address a heading that has the address in it, a line of hyphens, and
    // "name : value" lines, of which the last is "Skip as Source". Addresses whose value is not true or false are left out.
    public static Dictionary<CidrBlock, bool> SkipAsSource(string output)
    {
        var found = new Dictionary<CidrBlock, bool>();
        var lines = output.Split('\n').Select(line => line.Trim()).ToList();
        for (var i = 1; i < lines.Count; i++)
        {
            if (!IsRule(lines[i]) || !TryFindAddress(lines[i - 1], out var address))
                continue;

            var last = lines.Skip(i + 1).TakeWhile(line => line.Length > 0).LastOrDefault() ?? "";
            if (bool.TryParse(last[(last.LastIndexOf(':') + 1)..], out var skips))
                found[address] = skips;
        }

        return found;
    }

    // "show route": Publish, Type, Met, Prefix, Idx, Gateway. The numbers beside the prefix are metric and interface index.
    public static IEnumerable<(int Index, int Metric)> DefaultRoutes(string output)
    {
        foreach (var line in output.Split('\n'))
        {
            var words = Words(line);
            var prefix = Array.FindIndex(words, word => word is "0.0.0.0/0" or "::/0");
            if (prefix > 0 && prefix + 1 < words.Length && TryNumber(words[prefix - 1], out var metric) && TryNumber(words[prefix + 1], out var index))
                yield return (index, metric);
        }
    }

    // "show interfaces": Idx, Met, MTU, State, Name.
    public static Dictionary<int, int> InterfaceMetrics(string output)
    {
        var metrics = new Dictionary<int, int>();
        foreach (var line in output.Split('\n'))
        {
            var words = Words(line);
            if (words.Length >= 4 && TryNumber(words[0], out var index) && TryNumber(words[1], out var metric) && TryNumber(words[2], out _))
                metrics[index] = metric;
        }

        return metrics;
    }

    private static bool IsRule(string line) => line.Length >= 10 && line.All(c => c == '-');

    private static bool TryFindAddress(string heading, out CidrBlock address)
    {
        foreach (var word in Words(heading))
        {
            // IPAddress.TryParse takes a lone number for an address; link-local ones come with a scope (%11).
            if (word.AsSpan().ContainsAny('.', ':') && IPAddress.TryParse(word, out var parsed))
            {
                address = CidrBlock.Of(parsed);
                return true;
            }
        }

        address = CidrBlock.Of(IPAddress.Any);
        return false;
    }

    private static string[] Words(string line) => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static bool TryNumber(string word, out int number) => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
