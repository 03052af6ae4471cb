using System.Net;
using System.Net.Sockets;
using System.Text;
using OverlayIp.Lab.Http;
using OverlayIp.Lab.Tests.Support;

namespace OverlayIp.Lab.Tests;

/// <summary>The HTTP server, byte for byte.</summary>
public sealed class HttpTests
{
    private const string Form = "Action=DescribeVpcs&Version=2016-11-15";
    private static readonly string Request = $"POST / HTTP/1.1\r\nHost: lab\r\nContent-Length: {Form.Length}\r\n\r\n{Form}";

    [Fact]
    public async Task Requests_are_answered_one_after_the_other_on_one_connection()
    {
        await using var lab = await StartAsync();
        using var peer = await Peer.ConnectAsync(lab);
        for (var i = 0; i < 3; i++)
        {
            await peer.SendAsync(Request);
            Assert.StartsWith("HTTP/1.1 200 OK\r\n", await peer.ReadAnswerAsync());
        }
    }

    [Fact]
    public async Task Pipelined_requests_are_answered_in_order()
    {
        await using var lab = await StartAsync();
        using var peer = await Peer.ConnectAsync(lab);
        var subnets = Form.Replace("Vpcs", "Subnets", StringComparison.Ordinal);
        await peer.SendAsync(Request + $"POST / HTTP/1.1\r\nHost: lab\r\nContent-Length: {subnets.Length}\r\n\r\n{subnets}" + Request);
        Assert.Contains("DescribeVpcsResponse", await peer.ReadAnswerAsync());
        Assert.Contains("DescribeSubnetsResponse", await peer.ReadAnswerAsync());
        Assert.Contains("DescribeVpcsResponse", await peer.ReadAnswerAsync());
    }

    [Fact]
    public async Task A_request_may_arrive_byte_by_byte()
    {
        await using var lab = await StartAsync();
        using var peer = await Peer.ConnectAsync(lab);
        foreach (var character in Request)
        {
            await peer.SendAsync(character.ToString());
        }

        Assert.StartsWith("HTTP/1.1 200", await peer.ReadAnswerAsync());
    }

    [Fact]
    public async Task Chunked_bodies_are_read_with_extensions_and_trailers()
    {
        await using var lab = await StartAsync();
        using var peer = await Peer.ConnectAsync(lab);
        var chunked = $"POST / HTTP/1.1\r\nHost: lab\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\n{Form[..5]}\r\n{Form.Length - 5:X}\r\n{Form[5..]}\r\n0\r\nX-Trailer: 1\r\n\r\n";
        await peer.SendAsync(chunked + Request);
        Assert.StartsWith("HTTP/1.1 200", await peer.ReadAnswerAsync());
        Assert.StartsWith("HTTP/1.1 200", await peer.ReadAnswerAsync());
    }

    [Fact]
    public async Task Expect_100_continue_is_answered_before_the_body()
    {
        await using var lab = await StartAsync();
        using var peer = await Peer.ConnectAsync(lab);
        await peer.SendAsync($"POST / HTTP/1.1\r\nHost: lab\r\nExpect: 100-continue\r\nContent-Length: {Form.Length}\r\n\r\n");
        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", await peer.ReadAnswerAsync());
        await peer.SendAsync(Form);
        Assert.StartsWith("HTTP/1.1 200", await peer.ReadAnswerAsync());
    }

    [Fact]
    public async Task A_query_in_the_URL_is_read_too()
    {
        await using var lab = await StartAsync();
        using var peer = await Peer.ConnectAsync(lab);
        await peer.SendAsync($"GET /?{Form} HTTP/1.1\r\nHost: lab\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200", await peer.ReadAnswerAsync());
    }

    [Theory]
    [InlineData("Connection: close\r\n", "HTTP/1.1")]
    [InlineData("", "HTTP/1.0")]
    public async Task The_connection_is_closed_when_the_client_wants_it(string header, string version)
    {
        await using var lab = await StartAsync();
        using var peer = await Peer.ConnectAsync(lab);
        await peer.SendAsync($"POST / {version}\r\nHost: lab\r\n{header}Content-Length: {Form.Length}\r\n\r\n{Form}");
        Assert.Contains("\r\nConnection: close\r\n", await peer.ReadAnswerAsync());
        Assert.Equal("", await peer.ReadToEndAsync());
    }

    [Theory]
    [InlineData("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\r\n\r\n", 400)]
    [InlineData("hello\r\n\r\n", 400)]
    [InlineData("GET  / HTTP/1.1\r\nHost: lab\r\n\r\n", 400)]
    [InlineData("GET nowhere HTTP/1.1\r\nHost: lab\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET / HTTP/2.0\r\nHost: lab\r\n\r\n", 505)]
    [InlineData("GET / HTTP/1.1\r\nHost: lab\r\nHost: other\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: lab\r\n folded: 1\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost : lab\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: lab\r\nnocolon\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: lab\r\nContent-Length: -1\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: lab\r\nContent-Length: 5, 5\r\n\r\nhello", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: lab\r\nContent-Length: 99999999999\r\n\r\n", 413)]
    [InlineData("POST / HTTP/1.1\r\nHost: lab\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: lab\r\nTransfer-Encoding: gzip\r\n\r\n", 501)]
    [InlineData("POST / HTTP/1.1\r\nHost: lab\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: lab\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFF\r\n", 413)]
    [InlineData("POST / HTTP/1.1\r\nHost: lab\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: lab\r\nExpect: magic\r\nContent-Length: 2\r\n\r\nab", 417)]
    public async Task What_is_no_request_is_refused_and_the_connection_closed(string bytes, int status)
    {
        await using var lab = await StartAsync();
        using var peer = await Peer.ConnectAsync(lab);
        await peer.SendAsync(bytes);
        Assert.StartsWith($"HTTP/1.1 {status} ", await peer.ReadToEndAsync());
        using var next = await Peer.ConnectAsync(lab);
        await next.SendAsync(Request);
        Assert.StartsWith("HTTP/1.1 200", await next.ReadAnswerAsync());
    }

    [Fact]
    public async Task Endless_headers_are_cut_off()
    {
        await using var lab = await StartAsync();
        using var peer = await Peer.ConnectAsync(lab);
        await peer.SendAsync("GET / HTTP/1.1\r\nHost: lab\r\nX: " + new string('x', 60_000));
        Assert.StartsWith("HTTP/1.1 431 ", await peer.ReadToEndAsync());
    }

    [Theory]
    [InlineData("Action=DescribeVpcs&Version=2016-11-15&A=%zz", "MalformedQueryString")]
    [InlineData("Action=DescribeVpcs&Version=2016-11-15&A=%C3", "MalformedQueryString")]
    [InlineData("Action=DescribeVpcs&Action=DeleteVpc&Version=2016-11-15", "MalformedQueryString")]
    [InlineData("", "MissingAction")]
    public async Task A_malformed_form_is_answered_as_EC2_answers(string form, string code)
    {
        await using var lab = await StartAsync();
        using var peer = await Peer.ConnectAsync(lab);
        await peer.SendAsync($"POST / HTTP/1.1\r\nHost: lab\r\nContent-Length: {form.Length}\r\n\r\n{form}");
        var answer = await peer.ReadAnswerAsync();
        Assert.StartsWith("HTTP/1.1 400", answer);
        Assert.Contains($"<Response><Errors><Error><Code>{code}</Code>", answer);
        Assert.Matches("<RequestID>[0-9a-f-]{36}</RequestID></Response>$", answer);
    }

    [Theory]
    [InlineData("PUT", "/", 405)]
    [InlineData("POST", "/latest/meta-data", 404)]
    public async Task Other_methods_and_paths_are_refused(string method, string path, int status)
    {
        await using var lab = await StartAsync();
        using var peer = await Peer.ConnectAsync(lab);
        await peer.SendAsync($"{method} {path} HTTP/1.1\r\nHost: lab\r\nContent-Length: 0\r\n\r\n");
        Assert.StartsWith($"HTTP/1.1 {status} ", await peer.ReadAnswerAsync());
    }

    [Fact]
    public async Task Hundreds_of_connections_are_served_at_once()
    {
        await using var lab = await StartAsync();
        var peers = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => Peer.ConnectAsync(lab)));
        await Task.WhenAll(peers.Select(async peer =>
        {
            await peer.SendAsync(Request);
            Assert.StartsWith("HTTP/1.1 200", await peer.ReadAnswerAsync());
        }));
        Array.ForEach(peers, peer => peer.Dispose());
    }

    [Fact]
    public async Task The_pool_has_threads_for_answers_while_callers_hold_some()
    {
        await using var lab = await LabClient.StartAsync();
        ThreadPool.GetMinThreads(out var workers, out _);
        Assert.True(workers >= 64, $"The pool begins with {workers}, and adds one every half second.");
    }

    [Fact]
    public async Task A_request_that_does_not_arrive_in_time_is_given_up_and_an_idle_connection_closed()
    {
        // A server for each, so that neither time can be up before the other's turn.
        var (brief, ample) = (TimeSpan.FromMilliseconds(150), TimeSpan.FromMinutes(5));
        await using var closing = HttpServer.Start(0, new HttpTimeouts(Idle: brief, Request: ample), (_, _) => ValueTask.FromResult(HttpResponse.Text(200, "ok")));
        using var idle = await Peer.ConnectAsync(closing.Port);
        Assert.Equal("", await idle.ReadToEndAsync());
        await using var refusing = HttpServer.Start(0, new HttpTimeouts(Idle: ample, Request: brief), (_, _) => ValueTask.FromResult(HttpResponse.Text(200, "ok")));
        using var slow = await Peer.ConnectAsync(refusing.Port);
        await slow.SendAsync(Request[..40]);
        Assert.StartsWith("HTTP/1.1 408 ", await slow.ReadToEndAsync());
    }

    [Fact]
    public async Task A_reset_is_a_TCP_reset()
    {
        await using var lab = await StartAsync();
        lab.SetFault(new() { ConnectionResetRate = 1 });
        using var peer = await Peer.ConnectAsync(lab);
        await peer.SendAsync(Request);
        var error = await Assert.ThrowsAsync<IOException>(peer.ReadToEndAsync);
        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(error.InnerException).SocketErrorCode);
    }

    [Fact]
    public async Task Only_loopback_listens()
    {
        await using var lab = await StartAsync();
        var port = new Uri(lab.Describe().EndpointUrl).Port;

        // The system's list is read piece by piece while others come and go: one of them may be in it twice, or not at all.
        var listeners = System.Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(end => end.Port == port);
        Assert.All(listeners, end => Assert.Equal(IPAddress.Loopback, end.Address));
        using var inside = await Peer.ConnectAsync(port);
        using var outside = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(() => outside.ConnectAsync(IPAddress.Parse("127.0.0.2"), port));
    }

    [Fact]
    public async Task A_taken_port_is_an_error_of_its_own_and_a_stopped_lab_gives_it_back()
    {
        using var reserved = new ReservedPort();
        var port = reserved.Number;
        await using var lab = await LabServer.StartAsync(new() { Port = port, VerifySignatures = false }, CancellationToken.None);
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => LabServer.StartAsync(new() { Port = port }, CancellationToken.None));
        Assert.Equal(("LabPortInUse", OverlayErrorKind.OperatingSystem, (object)port), (error.ErrorId, error.Kind, error.Subject!));
        using (var peer = await Peer.ConnectAsync(lab))
        {
            // Closed by the lab, so that its end of the connection stays in TIME_WAIT.
            await peer.SendAsync($"POST / HTTP/1.1\r\nHost: lab\r\nConnection: close\r\nContent-Length: {Form.Length}\r\n\r\n{Form}");
            await peer.ReadToEndAsync();
        }

        await lab.StopAsync(CancellationToken.None);
        await using var next = await LabServer.StartAsync(new() { Port = port }, CancellationToken.None);
        Assert.Equal(lab.Describe().EndpointUrl, next.Describe().EndpointUrl);
    }

    [Theory]
    [InlineData(70000, "eu-central-1", "123456789012")]
    [InlineData(0, "europe", "123456789012")]
    [InlineData(0, "eu-central-1", "12345")]
    public async Task Options_that_make_no_sense_are_refused(int port, string region, string account)
    {
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => LabServer.StartAsync(new() { Port = port, Region = region, AccountId = account }, CancellationToken.None));
        Assert.Equal(("LabOptionInvalid", OverlayErrorKind.InvalidArgument), (error.ErrorId, error.Kind));
    }

    [Fact]
    public async Task Stopping_cuts_off_what_is_under_way_and_can_be_done_twice()
    {
        var lab = await StartAsync();
        lab.SetFault(new() { Latency = TimeSpan.FromMinutes(5) });
        using var peer = await Peer.ConnectAsync(lab);
        await peer.SendAsync($"POST / HTTP/1.1\r\nHost: lab\r\nExpect: 100-continue\r\nContent-Length: {Form.Length}\r\n\r\n");
        await peer.ReadAnswerAsync();
        await peer.SendAsync(Form);
        await lab.StopAsync(CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(1));
        // A FIN, or a RST when the body had not been read yet; but no answer.
        var end = await Record.ExceptionAsync(async () => Assert.Equal("", await peer.ReadToEndAsync()));
        Assert.True(end is null or IOException, end?.ToString());
        await lab.StopAsync(CancellationToken.None);
        await lab.DisposeAsync();
        await lab.DisposeAsync();
    }

    [Fact]
    public async Task Labs_side_by_side_do_not_see_each_other()
    {
        var labs = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => LabClient.StartAsync()));
        await Task.WhenAll(labs.Select(lab => TestVpc.CreateRouteAsync(lab, lab.MainTable, "10.2.0.1/32", lab.NodeA.NetworkInterfaceId)));
        Assert.Equal(8, labs.Select(lab => lab.Lab.EndpointUrl).Distinct().Count());
        Assert.Equal(8, labs.Select(lab => lab.Lab.Name).Distinct().Count());
        labs[0].Signer = labs[1].Signer;
        await labs[0].RefusedAsync(401, "AuthFailure", null, "DescribeVpcs");
        foreach (var lab in labs)
        {
            await lab.DisposeAsync();
        }
    }

    private static Task<LabServer> StartAsync() => LabServer.StartAsync(new() { VerifySignatures = false }, CancellationToken.None);

    private sealed class Peer : IDisposable
    {
        private readonly TcpClient _client = new() { NoDelay = true };
        private readonly StringBuilder _received = new();
        private NetworkStream _stream = null!;

        public static Task<Peer> ConnectAsync(LabServer lab) => ConnectAsync(new Uri(lab.Describe().EndpointUrl).Port);

        public static async Task<Peer> ConnectAsync(int port)
        {
            var peer = new Peer();
            await peer._client.ConnectAsync(IPAddress.Loopback, port);
            peer._stream = peer._client.GetStream();
            return peer;
        }

        public async Task SendAsync(string text) => await _stream.WriteAsync(Encoding.Latin1.GetBytes(text));

        /// <summary>Reads one answer: its head, and as much body as Content-Length says.</summary>
        public async Task<string> ReadAnswerAsync()
        {
            while (true)
            {
                var text = _received.ToString();
                var head = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
                if (head >= 0)
                {
                    var length = text[..head].Split("\r\n").Where(line => line.StartsWith("Content-Length: ", StringComparison.Ordinal))
                        .Select(line => int.Parse(line["Content-Length: ".Length..], System.Globalization.CultureInfo.InvariantCulture)).FirstOrDefault();
                    if (text.Length >= head + 4 + length)
                    {
                        _received.Remove(0, head + 4 + length);
                        return text[..(head + 4 + length)];
                    }
                }

                Assert.True(await FillAsync(), $"The connection ended after: {_received}");
            }
        }

        public async Task<string> ReadToEndAsync()
        {
            while (await FillAsync())
            {
            }

            return _received.ToString();
        }

        public void Dispose() => _client.Dispose();

        private async Task<bool> FillAsync()
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            var buffer = new byte[4096];
            var read = await _stream.ReadAsync(buffer, limit.Token);
            _received.Append(Encoding.Latin1.GetString(buffer, 0, read));
            return read > 0;
        }
    }
}
