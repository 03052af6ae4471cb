using System.Net.Http.Headers;
using System.Text;
using System.Xml.Linq;

namespace OverlayIp.Lab.Tests.Support;

/// <summary>A lab of one test, and signed calls to it.</summary>
internal sealed class LabClient : IAsyncDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 64 });
    private readonly TimeProvider _clock;

    private LabClient(LabServer server, TimeProvider clock)
    {
        Server = server;
        _clock = clock;
        Lab = server.Describe();
        Signer = new SigV4Signer(Lab.AccessKeyId, Lab.SecretAccessKey, Lab.Region, "ec2");
    }

    public LabServer Server { get; }

    /// <summary>The lab as it was when it started.</summary>
    public OverlayLab Lab { get; }

    public SigV4Signer Signer { get; set; }

    public string? SessionToken { get; set; }

    public OverlayLabNode NodeA => Lab.Nodes[0];

    public OverlayLabNode NodeB => Lab.Nodes[1];

    /// <summary>The main route table.</summary>
    public string MainTable => Lab.RouteTableIds[0];

    public static async Task<LabClient> StartAsync(LabOptions? options = null)
    {
        var chosen = options ?? new LabOptions();
        return new LabClient(await LabServer.StartAsync(chosen, CancellationToken.None), chosen.Clock);
    }

    /// <summary>Calls an action.</summary>
    public Task<Ec2Answer> CallAsync(string action, params (string Name, string Value)[] parameters) =>
        SendAsync([("Action", action), ("Version", "2016-11-15"), .. parameters]);

    /// <summary>Calls an action that must succeed.</summary>
    public async Task<Ec2Answer> DoAsync(string action, params (string Name, string Value)[] parameters)
    {
        var answer = await CallAsync(action, parameters);
        Assert.True(answer.Status == 200, $"{action}: {answer.Status} {answer.Code}: {answer.Message}");
        return answer;
    }

    /// <summary>Calls an action that must fail, and answers the code and message.</summary>
    public async Task RefusedAsync(int status, string code, string? message, string action, params (string Name, string Value)[] parameters)
    {
        var answer = await CallAsync(action, parameters);
        Assert.Equal((status, code), (answer.Status, answer.Code));
        if (message is not null)
        {
            Assert.Equal(message, answer.Message);
        }
    }

    public async Task<Ec2Answer> SendAsync(IEnumerable<(string Name, string Value)> parameters, DateTimeOffset? signedAt = null)
    {
        var form = string.Join('&', parameters.Select(parameter => $"{Uri.EscapeDataString(parameter.Name)}={Uri.EscapeDataString(parameter.Value)}"));
        using var request = Sign(form, signedAt ?? _clock.GetUtcNow());
        using var response = await _http.SendAsync(request);
        return new Ec2Answer((int)response.StatusCode, XDocument.Parse(await response.Content.ReadAsStringAsync()));
    }

    public HttpRequestMessage Sign(string form, DateTimeOffset at)
    {
        const string type = "application/x-www-form-urlencoded; charset=utf-8";
        var body = Encoding.UTF8.GetBytes(form);
        var uri = new Uri(Lab.EndpointUrl);
        var headers = new List<(string, string)> { ("host", uri.Authority), ("content-type", type), ("x-amz-date", SigV4Signer.Stamp(at)) };
        if (SessionToken is not null)
        {
            headers.Add(("x-amz-security-token", SessionToken));
        }

        var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        request.Headers.TryAddWithoutValidation("x-amz-date", SigV4Signer.Stamp(at));
        if (SessionToken is not null)
        {
            request.Headers.TryAddWithoutValidation("x-amz-security-token", SessionToken);
        }

        request.Headers.TryAddWithoutValidation("Authorization", Signer.Authorize("POST", "/", "", headers, body, at));
        return request;
    }

    /// <summary>The route to a destination as DescribeRouteTables shows it: (state, instance, interface), or null.</summary>
    public async Task<(string? State, string? InstanceId, string? InterfaceId)?> RouteAsync(string tableId, string destination)
    {
        var answer = await DoAsync("DescribeRouteTables", ("RouteTableId.1", tableId));
        var route = answer.Items("routeSet").FirstOrDefault(item =>
            destination == (item.Child("destinationCidrBlock") ?? item.Child("destinationIpv6CidrBlock") ?? item.Child("destinationPrefixListId")));
        return route is null ? null : (route.Child("state"), route.Child("instanceId"), route.Child("networkInterfaceId"));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync();
    }
}
