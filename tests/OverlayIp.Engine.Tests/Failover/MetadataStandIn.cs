using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OverlayIp.Engine.Tests.Failover;

/// <summary>A small instance metadata service: version 2 as EC2 has it, and what may stand in its place.</summary>
internal sealed class MetadataStandIn : IDisposable
{
    public const string Mac = "02:00:00:00:00:01";
    public const string OtherMac = "02:00:00:00:00:02";
    public const string InstanceId = "i-0123456789abcdef0";
    public const string NetworkInterfaceId = "eni-0123456789abcdef0";
    public const string OtherNetworkInterfaceId = "eni-0123456789abcdef1";
    public const string VpcId = "vpc-0123456789abcdef0";

    private readonly HttpListener _listener;
    private readonly ConcurrentQueue<string> _requests = new();
    private int _tokens;
    private int _failures;

    public MetadataStandIn()
    {
        (_listener, Url) = Listen();
        SetNode(InstanceId, NetworkInterfaceId, VpcId, "eu-central-1");
        Values[$"meta-data/network/interfaces/macs/{OtherMac}/interface-id"] = OtherNetworkInterfaceId;
        Values[$"meta-data/network/interfaces/macs/{OtherMac}/vpc-id"] = VpcId;
        Values["meta-data/network/interfaces/macs/"] = $"{Mac}/\n{OtherMac}/";
        _ = ServeAsync();
    }

    public string Url { get; }

    public ConcurrentDictionary<string, string> Values { get; } = new(StringComparer.Ordinal);

    /// <summary>What a request for a token is answered with.</summary>
    public int TokenStatus { get; set; } = 200;

    /// <summary>What a request for a value is answered with, whatever its token.</summary>
    public int? ValueStatus { get; set; }

    /// <summary>How many requests fail with 503 first.</summary>
    public int Failures { get => _failures; set => _failures = value; }

    /// <summary>True answers nothing at all.</summary>
    public bool IsSilent { get; set; }

    /// <summary>The methods and paths of all requests, in order.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    public void SetNode(string instanceId, string networkInterfaceId, string vpcId, string region)
    {
        Values["meta-data/instance-id"] = instanceId;
        Values["meta-data/placement/region"] = region;
        Values["meta-data/mac"] = Mac;
        Values[$"meta-data/network/interfaces/macs/{Mac}/interface-id"] = networkInterfaceId;
        Values[$"meta-data/network/interfaces/macs/{Mac}/vpc-id"] = vpcId;
    }

    /// <summary>Makes the tokens given so far worthless.</summary>
    public void ExpireTokens() => Interlocked.Increment(ref _tokens);

    public void Dispose() => _listener.Close();

    private static (HttpListener Listener, string Url) Listen()
    {
        for (var tries = 0; ; tries++)
        {
            var url = $"http://127.0.0.1:{FreePort()}";

            // One that could not start is closed for good.
            var listener = new HttpListener { Prefixes = { url + "/" } };
            try
            {
                listener.Start();
                return (listener, url);
            }
            catch (HttpListenerException) when (tries < 10)
            {
                // A port that was free a moment ago is somebody's by now.
            }
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            _requests.Enqueue($"{context.Request.HttpMethod} {context.Request.Url!.AbsolutePath}");
            if (!IsSilent)
                Answer(context);
        }
    }

    private void Answer(HttpListenerContext context)
    {
        var (status, text) = AnswerTo(context.Request);
        var body = Encoding.ASCII.GetBytes(text);
        context.Response.StatusCode = status;
        context.Response.ContentLength64 = body.Length;
        try
        {
            context.Response.OutputStream.Write(body);
            context.Response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The client has gone.
        }
    }

    private (int Status, string Text) AnswerTo(HttpListenerRequest request)
    {
        if (Interlocked.Decrement(ref _failures) >= 0)
            return (503, "");

        if (request.HttpMethod == "PUT")
        {
            return TokenStatus == 200 && request.Headers["X-aws-ec2-metadata-token-ttl-seconds"] is not null
                ? (200, $"token-{_tokens}==")
                : (TokenStatus == 200 ? 400 : TokenStatus, "");
        }

        if (ValueStatus is { } always)
            return (always, "");

        if (request.Headers["X-aws-ec2-metadata-token"] != $"token-{_tokens}==")
            return (401, "");

        return Values.TryGetValue(request.Url!.AbsolutePath["/latest/".Length..], out var value) ? (200, value) : (404, "");
    }
}
