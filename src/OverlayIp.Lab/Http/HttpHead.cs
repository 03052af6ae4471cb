using System.Text;

namespace OverlayIp.Lab.Http;

/// <summary>Parses the request line and the header lines (RFC 9112, 3 and 5), strictly: what is ambiguous is refused.</summary>
internal static class HttpHead
{
    private const string TokenCharacters =
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly System.Buffers.SearchValues<char> Token = System.Buffers.SearchValues.Create(TokenCharacters);

    /// <param name="head">The request line and the header lines, each with its CR LF, without the empty line.</param>
    public static HttpRequest Parse(ReadOnlySpan<byte> head)
    {
        var text = Encoding.Latin1.GetString(head);
        var lines = text.Split("\r\n");
        var (method, target, isHttp10) = RequestLine(lines[0]);
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 1; i < lines.Length - 1; i++)
        {
            AddHeader(headers, lines[i]);
        }

        if (!headers.ContainsKey("host"))
        {
            throw new HttpProtocolException(400, "A request needs a Host header.");
        }

        return new HttpRequest(method, target, headers, []) { IsHttp10 = isHttp10 };
    }

    private static (string Method, string Target, bool IsHttp10) RequestLine(string line)
    {
        var parts = line.Split(' ');
        if (parts.Length != 3 || !IsToken(parts[0]) || parts[1].Length == 0 || HasControl(parts[1]))
        {
            throw new HttpProtocolException(400, "The request line is malformed.");
        }

        if (parts[2] is not ("HTTP/1.1" or "HTTP/1.0"))
        {
            var status = parts[2].StartsWith("HTTP/", StringComparison.Ordinal) ? 505 : 400;
            throw new HttpProtocolException(status, "Only HTTP/1.1 is spoken here.");
        }

        return (parts[0], OriginForm(parts[1]), parts[2] == "HTTP/1.0");
    }

    // A client that believes to talk to a proxy sends the absolute form; it means the same.
    private static string OriginForm(string target)
    {
        if (target[0] == '/')
        {
            return target;
        }

        if (Uri.TryCreate(target, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
        {
            return uri.PathAndQuery;
        }

        throw new HttpProtocolException(400, "The request target is malformed.");
    }

    private static void AddHeader(Dictionary<string, string> headers, string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        // A name that is not a token also covers line folding and a space before the colon, both of which RFC 9112 forbids.
        if (colon <= 0 || !IsToken(line.AsSpan(0, colon)))
        {
            throw new HttpProtocolException(400, "A header line is malformed.");
        }

        var name = line[..colon].ToLowerInvariant();
        var value = line.AsSpan(colon + 1).Trim(" \t").ToString();
        if (HasControl(value))
        {
            throw new HttpProtocolException(400, $"The header '{name}' has a control character.");
        }

        if (!headers.TryGetValue(name, out var present))
        {
            headers.Add(name, value);
        }
        else if (name is "host" or "content-length" or "transfer-encoding" or "authorization")
        {
            throw new HttpProtocolException(400, $"The header '{name}' is given twice.");
        }
        else
        {
            headers[name] = present + "," + value;
        }
    }

    private static bool IsToken(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(Token);

    private static bool HasControl(string text)
    {
        foreach (var character in text)
        {
            if (character is < ' ' and not '\t' or '\u007f')
            {
                return true;
            }
        }

        return false;
    }
}
