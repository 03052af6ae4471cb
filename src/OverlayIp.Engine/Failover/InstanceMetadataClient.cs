using System.Net;

namespace OverlayIp.Engine.Failover;

/// <summary>
/// Reads instance metadata, by version 2 (session tokens) only. AWSSDK.Core's <c>EC2InstanceMetadata</c> is not used: it is
/// static and synchronous, sleeps between its attempts, cannot be cancelled and falls back to version 1.
/// </summary>
public sealed class InstanceMetadataClient : IDisposable
{
    // No tuple: async methods of one are compiled at run time, and this is on the way of every cold takeover.
    private sealed record Answer(HttpStatusCode Status, string Text);

    private const string TokenPath = "latest/api/token";

    // What the AWS SDKs ask for: the longest that there is.
    private const string TokenLifetime = "21600";

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly InstanceMetadataOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private readonly SemaphoreSlim _renewal = new(1);
    private volatile string? _token;

    /// <summary>Makes a client; nothing is asked yet.</summary>
    /// <param name="options">Where and how patiently.</param>
    /// <param name="time">The clock.</param>
    public InstanceMetadataClient(InstanceMetadataOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;

        // Link-local: a proxy could only be wrong, and would get to see the token.
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false })
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = 64 * 1024,
        };
    }

    /// <summary>Reads a value.</summary>
    /// <param name="path">The path below <c>latest/</c>, such as <c>meta-data/instance-id</c>.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <returns>The text, or null when there is no such value.</returns>
    /// <exception cref="OverlayIpException"><c>InstanceMetadataDisabled</c>, <c>InstanceMetadataUnreachable</c>, <c>InstanceMetadataDenied</c>,
    /// <c>InstanceMetadataVersion</c> or <c>InstanceMetadataInvalid</c>.</exception>
    public async Task<string?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (_options.IsDisabled)
        {
            throw new OverlayIpException("InstanceMetadataDisabled", OverlayErrorKind.InvalidArgument,
                "Instance metadata is turned off by AWS_EC2_METADATA_DISABLED, so this node cannot find out which instance it is.")
            { IsFatal = true, RecommendedAction = "Unset it, or name the node with --network-interface and --region." };
        }

        var token = _token ?? await RenewAsync(null, cancellationToken);
        var answer = await SendAsync(HttpMethod.Get, "latest/" + path, token, cancellationToken);
        if (answer.Status == HttpStatusCode.Unauthorized)
        {
            // The token has expired, or the instance was moved to another host that does not know it.
            token = await RenewAsync(token, cancellationToken);
            answer = await SendAsync(HttpMethod.Get, "latest/" + path, token, cancellationToken);
        }

        return answer.Status switch
        {
            HttpStatusCode.OK => answer.Text.Trim(),
            HttpStatusCode.NotFound => null,
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => throw Denied(answer.Status),
            _ => throw Invalid($"answered HTTP {(int)answer.Status} to '{path}'"),
        };
    }

    /// <summary>What is thrown for an answer that makes no sense.</summary>
    internal OverlayIpException Invalid(string what) =>
        new("InstanceMetadataInvalid", OverlayErrorKind.Unspecified, $"Instance metadata at {_options.Endpoint} {what}.")
        { Subject = _options.Endpoint.ToString(), IsFatal = true, RecommendedAction = "Name the node with --network-interface and --region." };

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _renewal.Dispose();
    }

    // Several reads start at once; one of them fetches the token for all.
    private async Task<string> RenewAsync(string? stale, CancellationToken cancellationToken)
    {
        await _renewal.WaitAsync(cancellationToken);
        try
        {
            if (_token is { } present && present != stale)
                return present;

            var answer = await SendAsync(HttpMethod.Put, TokenPath, null, cancellationToken);
            return answer.Status switch
            {
                HttpStatusCode.OK when answer.Text.Trim() is { Length: > 0 } token && !token.AsSpan().ContainsAnyExceptInRange('!', '~') => _token = token,
                HttpStatusCode.OK => throw Invalid("gave no session token"),
                HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => throw Denied(answer.Status),
                _ => throw new OverlayIpException("InstanceMetadataVersion", OverlayErrorKind.Unspecified,
                    $"Instance metadata at {_options.Endpoint} answered HTTP {(int)answer.Status} to the request for a session token: it does not speak version 2, and version 1 is not used.")
                {
                    Subject = _options.Endpoint.ToString(),
                    IsFatal = true,
                    RecommendedAction = "Check AWS_EC2_METADATA_SERVICE_ENDPOINT, or name the node with --network-interface and --region.",
                },
            };
        }
        finally
        {
            _renewal.Release();
        }
    }

    private async Task<Answer> SendAsync(
        HttpMethod method, string path, string? token, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        var pause = FirstPause;
        while (true)
        {
            string problem;
            Exception? cause = null;
            try
            {
                var answer = await SendOnceAsync(method, path, token, cancellationToken);
                if ((int)answer.Status is < 500 and not 429)
                    return answer;

                problem = $"answered HTTP {(int)answer.Status}";
            }
            catch (HttpRequestException e)
            {
                problem = $"cannot be reached: {e.Message.TrimEnd('.')}";
                cause = e;
            }
            catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
            {
                problem = $"did not answer within {_options.AttemptTimeout.TotalSeconds:0.###} s";
                cause = e;
            }

            if (_time.GetElapsedTime(started) + pause >= _options.Patience)
                throw Unreachable(problem, cause);

            await Task.Delay(pause, _time, cancellationToken);
            pause = Durations.Shorter(pause * 2, LongestPause);
        }
    }

    private async Task<Answer> SendOnceAsync(
        HttpMethod method, string path, string? token, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(_options.AttemptTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        using var request = new HttpRequestMessage(method, new Uri(_options.Endpoint, path));
        if (token is null)
            request.Headers.Add("X-aws-ec2-metadata-token-ttl-seconds", TokenLifetime);
        else
            request.Headers.Add("X-aws-ec2-metadata-token", token);

        using var response = await _http.SendAsync(request, either.Token);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(either.Token));
    }

    private OverlayIpException Denied(HttpStatusCode status) =>
        new("InstanceMetadataDenied", OverlayErrorKind.PermissionDenied,
            $"Instance metadata at {_options.Endpoint} answered HTTP {(int)status}: it is turned off for this instance, or a firewall keeps this user from it.")
        {
            Subject = _options.Endpoint.ToString(),
            IsFatal = true,
            RecommendedAction = "Turn it on with 'aws ec2 modify-instance-metadata-options --http-endpoint enabled', or name the node with --network-interface and --region.",
        };

    private OverlayIpException Unreachable(string problem, Exception? cause) =>
        new("InstanceMetadataUnreachable", OverlayErrorKind.Unavailable, $"Instance metadata at {_options.Endpoint} {problem}.", cause)
        {
            Subject = _options.Endpoint.ToString(),
            IsFatal = true,
            RecommendedAction = "On an instance, check its routes and, in a container, the hop limit. Elsewhere, name the node with --network-interface and --region.",
        };
}
