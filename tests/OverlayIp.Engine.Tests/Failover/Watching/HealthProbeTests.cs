using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using OverlayIp.Engine.Failover.Watching;
using OverlayIp.Engine.Tests.Fakes;
using OverlayIp.Engine.Tests.Routing;

namespace OverlayIp.Engine.Tests.Failover.Watching;

/// <summary>The probes, on loopback.</summary>
public class HealthProbeTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_port_passes_while_somebody_listens_on_it()
    {
        var address = OwnLoopback.Next();
        using var listener = new TcpListener(address, 0);
        listener.Start();
        var probe = new TcpProbe(((IPEndPoint)listener.LocalEndpoint).Port);
        Assert.Equal(ProbeVerdict.Passed, (await AskAsync(probe, address.ToString())).Verdict);

        listener.Stop();
        var answer = await AskAsync(probe, address.ToString());
        Assert.Equal(ProbeVerdict.Failed, answer.Verdict);
        Assert.StartsWith("tcp ", answer.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "", ProbeVerdict.Passed)]
    [InlineData(302, "", ProbeVerdict.Passed)]
    [InlineData(404, "", ProbeVerdict.Failed)]
    [InlineData(503, "", ProbeVerdict.Failed)]
    [InlineData(200, "204", ProbeVerdict.Failed)]
    [InlineData(503, "200 503", ProbeVerdict.Passed)]
    public async Task An_answer_by_HTTP_passes_by_its_status(int status, string good, ProbeVerdict expected)
    {
        using var server = new AnsweringServer($"HTTP/1.1 {status} X\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n");
        using var probe = new HttpProbe(new HttpProbeOptions
        {
            Uri = $"http://{{0}}:{server.Port}/health?deep=1",
            Statuses = [.. good.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)],
            HostHeader = "db.example.com",
        });

        var answer = await AskAsync(probe);

        Assert.Equal((expected, $"http /health?deep=1: {status}"), (answer.Verdict, answer.Detail));
        Assert.StartsWith("GET /health?deep=1 HTTP/1.1", server.Request, StringComparison.Ordinal);
        Assert.Contains("Host: db.example.com\r\n", server.Request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_speaks_no_HTTP_fails_and_one_that_is_away_too()
    {
        using var server = new AnsweringServer("220 ready\r\n");
        using var probe = new HttpProbe(new HttpProbeOptions { Uri = $"http://{{0}}:{server.Port}/" });
        Assert.Equal(ProbeVerdict.Failed, (await AskAsync(probe)).Verdict);
        using var away = new HttpProbe(new HttpProbeOptions { Uri = "http://{0}:1/" });
        Assert.Equal(ProbeVerdict.Failed, (await AskAsync(away)).Verdict);
    }

    [Theory]
    [InlineData(false, ProbeVerdict.Failed)]
    [InlineData(true, ProbeVerdict.Passed)]
    public async Task By_HTTPS_a_certificate_that_nobody_trusts_fails_unless_it_is_not_looked_at_and_the_Host_header_is_its_name(bool skips, ProbeVerdict expected)
    {
        using var server = new TlsServer();
        using var probe = new HttpProbe(new HttpProbeOptions { Uri = $"https://{{0}}:{server.Port}/health", HostHeader = "db.example.com", SkipCertificateCheck = skips });

        var answer = await AskAsync(probe);

        Assert.Equal(expected, answer.Verdict);
        Assert.StartsWith("https /health: ", answer.Detail, StringComparison.Ordinal);
        Assert.Equal("db.example.com", server.AskedFor);
    }

    [SkippableFact]
    public async Task An_echo_request_passes_when_it_is_answered_and_fails_when_there_is_no_way()
    {
        try
        {
            var answer = await AskAsync(new IcmpProbe());
            Assert.Equal((ProbeVerdict.Passed, "icmp: answered"), (answer.Verdict, answer.Detail));
        }
        catch (OverlayIpException e) when (e.ErrorId == "ProbeNotPermitted")
        {
            Skip.If(true, "This user may not ping.");
        }

        // "This network" is nowhere that a packet could go to (RFC 1122).
        Assert.Equal(ProbeVerdict.Failed, (await AskAsync(new IcmpProbe(), "0.0.0.1")).Verdict);
    }

    [Theory]
    [InlineData("{0}/health")]
    [InlineData("ftp://{0}/")]
    [InlineData("http://{0}:port/")]
    public void What_is_no_URI_to_probe_is_refused(string uri) =>
        Assert.Equal("ProbeUriMalformed", Assert.Throws<OverlayIpException>(() => new HttpProbe(new HttpProbeOptions { Uri = uri })).ErrorId);

    [Fact]
    public async Task A_node_without_an_address_fails_every_probe_of_one()
    {
        using var http = new HttpProbe(new HttpProbeOptions { Uri = "http://{0}/" });
        IHealthProbe[] probes = [new TcpProbe(1), http, new IcmpProbe()];
        foreach (var probe in probes)
            Assert.Equal(ProbeVerdict.Failed, (await AskAsync(probe, address: null)).Verdict);
    }

    [Theory]
    [InlineData("running", "ok", ProbeVerdict.Passed)]
    [InlineData("running", "impaired", ProbeVerdict.Failed)]
    [InlineData("running", "initializing", ProbeVerdict.Unknown)]
    [InlineData("running", "insufficient-data", ProbeVerdict.Unknown)]
    [InlineData("stopping", "not-applicable", ProbeVerdict.Failed)]
    [InlineData("stopped", "not-applicable", ProbeVerdict.Failed)]
    [InlineData("pending", "not-applicable", ProbeVerdict.Failed)]
    public void Status_checks_pass_when_nothing_is_wrong_and_say_nothing_while_they_are_not_done(string state, string check, ProbeVerdict expected)
    {
        var ec2 = new FakeEc2();
        ec2.AddInstance(RouteScene.NodeA, RouteScene.Vpc, state, RouteScene.EniA);
        ec2.StatusChecks[RouteScene.NodeA] = check;
        Assert.Equal(expected, AskStatus(ec2, new InstanceStatusProbe(ec2.Connect())).Verdict);
    }

    [Fact]
    public void An_API_that_is_down_says_nothing_of_the_instance()
    {
        var ec2 = new FakeEc2();
        ec2.Faults.Add(new FakeFault { Error = Errors.Throttled });
        Assert.Equal(ProbeVerdict.Unknown, AskStatus(ec2, new InstanceStatusProbe(ec2.Connect())).Verdict);
    }

    [Fact]
    public void Being_denied_the_status_checks_is_an_error_unless_they_were_allowed_before()
    {
        var ec2 = new FakeEc2();
        ec2.AddInstance(RouteScene.NodeA, RouteScene.Vpc, "running", RouteScene.EniA);
        var probe = new InstanceStatusProbe(ec2.Connect());
        AskStatus(ec2, probe);
        ec2.Faults.Add(new FakeFault { Error = Errors.Denied });
        Assert.Equal(ProbeVerdict.Unknown, AskStatus(ec2, probe).Verdict);
        Assert.Equal("AccessDenied", Assert.Throws<OverlayIpException>(() => AskStatus(ec2, new InstanceStatusProbe(ec2.Connect()))).ErrorId);
    }

    [Fact]
    public void Of_several_probes_the_one_that_fails_decides()
    {
        var (passed, failed, unknown) = (ProbeAnswer.Passed("p"), ProbeAnswer.Failed("f"), ProbeAnswer.Unknown("u"));
        Assert.Equal(failed, ProbeAnswer.Of([passed, unknown, failed]));
        Assert.Equal(unknown, ProbeAnswer.Of([passed, unknown]));
        Assert.Equal(ProbeAnswer.Passed("p, p"), ProbeAnswer.Of([passed, passed]));
    }

    [Theory]
    [InlineData("10.0.0.2")]
    [InlineData("2001:db8::1")]
    [InlineData("10.0.0.2:53")]
    [InlineData("[2001:db8::1]:53")]
    [InlineData("gateway.example")]
    [InlineData("gateway.example:443")]
    [InlineData("https://example.com/up")]
    public void Witnesses_are_addresses_names_ports_and_URIs(string text) => Assert.Equal(text, Witness.Parse(text).Text);

    [Theory]
    [InlineData("")]
    [InlineData("10.0.0.2:0")]
    [InlineData("10.0.0.2:70000")]
    [InlineData("host name")]
    [InlineData("ftp://example.com/")]
    public void What_is_no_witness_is_refused(string text) => Assert.Throws<FormatException>(() => Witness.Parse(text));

    [Fact]
    public async Task A_witness_answers_by_TCP_and_with_any_status_by_HTTP()
    {
        var address = OwnLoopback.Next();
        using var server = new AnsweringServer("HTTP/1.1 503 X\r\nContent-Length: 0\r\n\r\n", address);
        using var time = new CancellationTokenSource(Deadline);
        Assert.True(await Witness.Parse($"{address}:{server.Port}").AnswersAsync(time.Token));
        Assert.True(await Witness.Parse($"http://{address}:{server.Port}/").AnswersAsync(time.Token));
        server.Dispose();
        Assert.False(await Witness.Parse($"{address}:{server.Port}").AnswersAsync(time.Token));
        Assert.False(await Witness.Parse($"http://{address}:{server.Port}/").AnswersAsync(time.Token));
    }

    private static async Task<ProbeAnswer> AskAsync(IHealthProbe probe, string? address = "127.0.0.1")
    {
        using var time = new CancellationTokenSource(Deadline);
        return await probe.ProbeAsync(NodeAt(address), time.Token);
    }

    private static ProbeAnswer AskStatus(FakeEc2 ec2, InstanceStatusProbe probe) =>
        VirtualTime.Run(ec2.Clock, () => probe.ProbeAsync(NodeAt("10.0.0.10"), CancellationToken.None));

    private static OverlayWatchedNode NodeAt(string? address) => new()
    {
        NetworkInterfaceId = RouteScene.EniA,
        InstanceId = RouteScene.NodeA,
        Address = address,
        DestinationCidr = RouteScene.Address,
    };

    /// <summary>Answers one request by HTTPS, with a certificate of its own.</summary>
    private sealed class TlsServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly X509Certificate2 _certificate;

        public TlsServer()
        {
            using var key = RSA.Create(2048);
            var request = new CertificateRequest("CN=db.example.com", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            using var ephemeral = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));

            // Windows' TLS needs a key that is stored.
            _certificate = X509CertificateLoader.LoadPkcs12(ephemeral.Export(X509ContentType.Pfx), null);
            _listener.Start();
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
            _ = ServeAsync();
        }

        public int Port { get; }

        public string? AskedFor { get; private set; }

        public void Dispose()
        {
            _listener.Stop();
            _certificate.Dispose();
        }

        private async Task ServeAsync()
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync();
                await using var tls = new SslStream(client.GetStream());
                await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
                {
                    ServerCertificateSelectionCallback = (_, name) =>
                    {
                        AskedFor = name;
                        return _certificate;
                    },
                });
                await tls.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false);
                await tls.WriteAsync("HTTP/1.1 204 X\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
            }
            catch (Exception e) when (e is IOException or SocketException or AuthenticationException or ObjectDisposedException)
            {
                // The client does not trust it, as it should.
            }
        }
    }

    /// <summary>Answers every connection with the same text, once something has come.</summary>
    private sealed class AnsweringServer : IDisposable
    {
        private readonly TcpListener _listener;

        public AnsweringServer(string answer, IPAddress? address = null)
        {
            _listener = new TcpListener(address ?? IPAddress.Loopback, 0);
            _listener.Start();
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
            _ = ServeAsync(Encoding.ASCII.GetBytes(answer));
        }

        public int Port { get; }

        public string Request { get; private set; } = "";

        public void Dispose() => _listener.Stop();

        private async Task ServeAsync(byte[] answer)
        {
            var buffer = new byte[4096];
            while (true)
            {
                try
                {
                    using var client = await _listener.AcceptTcpClientAsync();
                    var stream = client.GetStream();
                    var read = await stream.ReadAsync(buffer);
                    Request = Encoding.ASCII.GetString(buffer, 0, read);
                    await stream.WriteAsync(answer);
                }
                catch (IOException)
                {
                    // A client that has gone away.
                }
                catch (Exception e) when (e is SocketException or ObjectDisposedException)
                {
                    return;
                }
            }
        }
    }
}
