using System.Net;
using Amazon.EC2;
using Amazon.Runtime;

namespace OverlayIp.Ec2.Tests.Support;

/// <summary>A real HTTP server on loopback, for what needs a real connection.</summary>
public sealed class LoopbackEc2 : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    private LoopbackEc2(string url, Func<HttpListenerContext, CancellationToken, Task> answer)
    {
        Url = url;
        _listener.Prefixes.Add(url);
        _listener.Start();
        _serving = ServeAsync(answer);
    }

    public string Url { get; }

    public static LoopbackEc2 Start(Func<HttpListenerContext, CancellationToken, Task> answer)
    {
        // HttpListener cannot be given port 0, so a free port is found first and taken a moment later.
        for (var attempt = 0; ; attempt++)
        {
            using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            var port = ((IPEndPoint)probe.LocalEndpoint).Port;
            probe.Stop();
            try
            {
                return new LoopbackEc2($"http://127.0.0.1:{port}/", answer);
            }
            catch (HttpListenerException) when (attempt < 10)
            {
            }
        }
    }

    public AmazonEC2Client Client(Action<AmazonEC2Config>? configure = null)
    {
        var config = new AmazonEC2Config { ServiceURL = Url, AuthenticationRegion = "eu-west-1", MaxErrorRetry = 0 };
        configure?.Invoke(config);
        return new AmazonEC2Client(new BasicAWSCredentials("AKIDEXAMPLE", "wJalrXUtnFEMI"), config);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Abort();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync(Func<HttpListenerContext, CancellationToken, Task> answer)
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                await answer(context, _stop.Token);
            }
        }
        catch (HttpListenerException) when (_stop.IsCancellationRequested)
        {
        }
        catch (ObjectDisposedException) when (_stop.IsCancellationRequested)
        {
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
    }
}
