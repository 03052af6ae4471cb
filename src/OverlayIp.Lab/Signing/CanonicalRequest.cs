using System.Security.Cryptography;
using System.Text;
using OverlayIp.Lab.Http;

namespace OverlayIp.Lab.Signing;

/// <summary>The canonical request of Signature Version 4: what both sides hash.</summary>
internal static class CanonicalRequest
{
    public static string Of(HttpRequest request, IEnumerable<string> signedHeaders)
    {
        var text = new StringBuilder(512);
        text.Append(request.Method).Append('\n');
        text.Append(request.Path.Length == 0 ? "/" : request.Path).Append('\n');
        text.Append(CanonicalQuery(request.QueryString)).Append('\n');
        foreach (var name in signedHeaders)
        {
            text.Append(name).Append(':').Append(Squeeze(request.Header(name) ?? "")).Append('\n');
        }

        text.Append('\n').AppendJoin(';', signedHeaders).Append('\n');
        return text.Append(HexHash(request.Body)).ToString();
    }

    public static string HexHash(ReadOnlySpan<byte> data) => Convert.ToHexString(SHA256.HashData(data)).ToLowerInvariant();

    private static string CanonicalQuery(string query)
    {
        if (query.Length == 0)
        {
            return "";
        }

        return string.Join('&', query.Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .Select(pair => (Name: Encode(pair[0]), Value: Encode(pair.Length > 1 ? pair[1] : "")))
            .OrderBy(pair => pair.Name, StringComparer.Ordinal)
            .ThenBy(pair => pair.Value, StringComparer.Ordinal)
            .Select(pair => pair.Name + "=" + pair.Value));
    }

    private static string Encode(string text) => Uri.EscapeDataString(Uri.UnescapeDataString(text));

    // Runs of spaces count as one, and spaces at the ends as none.
    private static string Squeeze(string value)
    {
        if (!value.Contains("  ", StringComparison.Ordinal))
        {
            return value.Trim();
        }

        return string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}
