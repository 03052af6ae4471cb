using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OverlayIp.Benchmarks.ColdSwitch;

/// <summary>
/// As much of EC2's instance metadata service (version 2) as resource agents ask for: a token, the instance's id, Region and MAC address, and the
/// network interface of whatever MAC address, with its VPC. On a socket, because HttpListener refuses the PUT without a length that curl sends.
/// </summary>
internal sealed class InstanceMetadata : IDisposable
{
    private const string Token = "AQAAAOverlayIpBenchmark==";
    private readonly TcpListener _listener = new(IPAddress.Parse(MetadataNamespace.MetadataAddress), 80);
    private readonly OverlayLabNode _node;
    private readonly string _region;

    private InstanceMetadata(OverlayLabNode node, string region) => (_node, _region) = (node, region);

    /// <summary>Answers for a node. Only to be called inside the prepared namespace, which has the address.</summary>
    public static InstanceMetadata Start(OverlayLabNode node, string region)
    {
        var metadata = new InstanceMetadata(node, region);
        metadata._listener.Start();
        _ = metadata.ServeAsync();
        return metadata;
    }

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync();
                await AnswerAsync(client.GetStream());
            }
            catch (SocketException)
            {
                // Closed: the measurement is over.
                return;
            }
            catch (IOException)
            {
                // A client that went away.
            }
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        var request = (await reader.ReadLineAsync() ?? "").Split(' ');
        var hasToken = false;
        while (await reader.ReadLineAsync() is { Length: > 0 } header)
        {
            hasToken |= header.Equals($"X-aws-ec2-metadata-token: {Token}", StringComparison.OrdinalIgnoreCase);
        }

        var text = TextFor(request, hasToken);
        var answer = $"HTTP/1.1 {(text is null ? "404 Not Found" : "200 OK")}\r\nContent-Length: {text?.Length ?? 0}\r\nConnection: close\r\n\r\n{text}";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer));
    }

    private string? TextFor(string[] request, bool hasToken) => request switch
    {
        ["PUT", "/latest/api/token", ..] => Token,
        ["GET", "/latest/meta-data/instance-id", ..] when hasToken => _node.InstanceId,
        ["GET", "/latest/meta-data/placement/region", ..] when hasToken => _region,
        ["GET", "/latest/meta-data/mac", ..] when hasToken => "00:00:00:00:00:00",
        ["GET", var path, ..] when hasToken && path.StartsWith("/latest/meta-data/network/interfaces/macs/", StringComparison.Ordinal) => path.Split('/')[^1] switch
        {
            "interface-id" => _node.NetworkInterfaceId,
            "vpc-id" => _node.VpcId,
            _ => null,
        },
        _ => null,
    };
}
