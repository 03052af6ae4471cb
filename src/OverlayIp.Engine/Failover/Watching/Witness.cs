using System.Globalization;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;

namespace OverlayIp.Engine.Failover.Watching;

/// <summary>
/// Something apart from the nodes that this machine can reach while it is not cut off: an address or name (ping), the same with a
/// port (TCP), or an HTTP or HTTPS URI, of which any answer will do.
/// </summary>
public sealed class Witness
{
    private static readonly HttpClient Web = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        PooledConnectionLifetime = TimeSpan.Zero,
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    private readonly Uri? _uri;
    private readonly string _host = "";
    private readonly int _port;

    private Witness(string text, Uri? uri, string host, int port)
    {
        Text = text;
        (_uri, _host, _port) = (uri, host, port);
    }

    /// <summary>The text that it was read from.</summary>
    public string Text { get; }

    /// <summary>Reads <c>10.0.0.2</c>, <c>gateway.example</c>, <c>10.0.0.2:53</c>, <c>[2001:db8::1]:53</c> or <c>https://example.com/</c>.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">It is none of these; the message says what is right.</exception>
    public static Witness Parse(string text)
    {
        var trimmed = text.Trim();
        if (trimmed.Contains("://", StringComparison.Ordinal))
        {
            return Uri.TryCreate(trimmed, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
                ? new Witness(trimmed, uri, "", 0)
                : throw Malformed(text);
        }

        if (IPAddress.TryParse(trimmed, out _))
            return new Witness(trimmed, null, trimmed, 0);

        var colon = trimmed.LastIndexOf(':');
        var host = colon < 0 ? trimmed : trimmed[..colon];
        var port = 0;
        if (colon >= 0 && (!int.TryParse(trimmed.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > 65535))
            throw Malformed(text);

        host = host.Trim('[', ']');
        return Uri.CheckHostName(host) == UriHostNameType.Unknown ? throw Malformed(text) : new Witness(trimmed, null, host, port);
    }

    /// <summary>True when it answers.</summary>
    /// <param name="cancellationToken">Cancelled when the time is up.</param>
    /// <exception cref="OverlayIpException"><c>ProbeNotPermitted</c>.</exception>
    public async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_uri is not null)
            {
                using var answer = await Web.GetAsync(_uri, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
                return true;
            }

            var addresses = IPAddress.TryParse(_host, out var given) ? [given] : await Dns.GetHostAddressesAsync(_host, cancellationToken);
            if (_port == 0)
                return (await IcmpProbe.PingAsync(addresses[0], cancellationToken)).Verdict == ProbeVerdict.Passed;

            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(addresses, _port, cancellationToken);
            return true;
        }
        catch (HttpRequestException e)
        {
            // Whoever shows a certificate that is not trusted has answered.
            return e.HttpRequestError == HttpRequestError.SecureConnectionError && e.InnerException is AuthenticationException;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static FormatException Malformed(string text) =>
        new($"'{text}' is no witness. Expected an address (10.0.0.2), one with a port (10.0.0.2:53) or a URI (https://example.com/).");
}
