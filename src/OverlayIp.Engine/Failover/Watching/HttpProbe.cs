using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace OverlayIp.Engine.Failover.Watching;

/// <summary>Passes when an HTTP or HTTPS request is answered with a good status code. Redirections are not followed, and no proxy is used.</summary>
public sealed class HttpProbe : IHealthProbe, IDisposable
{
    private readonly HttpProbeOptions _options;
    private readonly HttpClient _client;

    /// <summary>Prepares the requests.</summary>
    /// <param name="options">What to ask for.</param>
    /// <exception cref="OverlayIpException"><c>ProbeUriMalformed</c>: with an address in it, it is no HTTP or HTTPS URI.</exception>
    public HttpProbe(HttpProbeOptions options)
    {
        _options = options;
        _ = UriFor(IPAddress.Loopback) ?? throw new OverlayIpException("ProbeUriMalformed", OverlayErrorKind.InvalidArgument,
            $"'{options.Uri}' is no URI to probe by HTTP.")
        { Subject = options.Uri, IsFatal = true, RecommendedAction = "Write one such as 'http://{0}:8080/health': {0} becomes the address of the node." };
        _client = new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseProxy = false,
                UseCookies = false,

                // A connection that is kept would say nothing of the listener.
                PooledConnectionLifetime = TimeSpan.Zero,
                SslOptions = new SslClientAuthenticationOptions
                {
                    RemoteCertificateValidationCallback = (_, _, _, problems) => options.SkipCertificateCheck || problems == SslPolicyErrors.None,
                },
            })
        { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <inheritdoc/>
    public async Task<ProbeAnswer> ProbeAsync(OverlayWatchedNode node, CancellationToken cancellationToken)
    {
        if (!IPAddress.TryParse(node.Address, out var address))
            return ProbeAnswer.Failed("http: the node has no address");

        var uri = UriFor(address)!;
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        request.Headers.Host = _options.HostHeader;
        request.Headers.UserAgent.ParseAdd("OverlayIp");
        try
        {
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var status = (int)answer.StatusCode;
            var isGood = _options.Statuses.Count > 0 ? _options.Statuses.Contains(status) : status is >= 200 and < 400;
            var detail = string.Create(CultureInfo.InvariantCulture, $"{uri.Scheme} {uri.PathAndQuery}: {status}");
            return isGood ? ProbeAnswer.Passed(detail) : ProbeAnswer.Failed(detail);
        }
        catch (HttpRequestException e)
        {
            return ProbeAnswer.Failed($"{uri.Scheme} {uri.PathAndQuery}: {(e.InnerException is SocketException or AuthenticationException ? e.InnerException.Message : e.Message)}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private Uri? UriFor(IPAddress address)
    {
        var host = address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();
        return Uri.TryCreate(_options.Uri.Replace("{0}", host, StringComparison.Ordinal), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : null;
    }
}
