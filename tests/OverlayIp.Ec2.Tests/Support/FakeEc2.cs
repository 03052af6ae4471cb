using System.Net;
using System.Text;
using Amazon;
using Amazon.EC2;
using Amazon.Runtime;

namespace OverlayIp.Ec2.Tests.Support;

/// <summary>Stands where the network would be: records what a client sends and answers from a script.</summary>
public sealed class FakeEc2 : HttpMessageHandler
{
    private readonly Queue<Func<HttpResponseMessage>> _answers = new();
    private readonly List<SentRequest> _requests = [];

    /// <summary>What has been sent, in order.</summary>
    public IReadOnlyList<SentRequest> Requests => _requests;

    /// <summary>How many HTTP clients the SDK asked for.</summary>
    public int HttpClients { get; private set; }

    public FakeEc2 Answer(string xml, HttpStatusCode status = HttpStatusCode.OK)
    {
        _answers.Enqueue(() => new HttpResponseMessage(status) { Content = new StringContent(xml, Encoding.UTF8, "text/xml") });
        return this;
    }

    public FakeEc2 Answer(HttpContent content)
    {
        _answers.Enqueue(() => new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
        return this;
    }

    public FakeEc2 AnswerError(HttpStatusCode status, string code, string message) => Answer(
        $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <Response><Errors><Error><Code>{code}</Code><Message>{message}</Message></Error></Errors><RequestID>ea966190-f9aa-478e-9ede-example</RequestID></Response>
        """,
        status);

    /// <summary>Answers with a response that has these elements beside its request id.</summary>
    public FakeEc2 AnswerWith(string action, string elements) => Answer(Xml(action, elements));

    public static string Xml(string action, string elements) =>
        $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <{action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
            <requestId>59dbff89-35bd-4eac-99ed-be587EXAMPLE</requestId>
            {elements}
        </{action}Response>
        """;

    public AmazonEC2Client Client(Action<AmazonEC2Config>? configure = null)
    {
        var config = new AmazonEC2Config { RegionEndpoint = RegionEndpoint.EUWest1, HttpClientFactory = new Factory(this) };
        configure?.Invoke(config);
        return new AmazonEC2Client(new BasicAWSCredentials("AKIDEXAMPLE", "wJalrXUtnFEMI"), config);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _requests.Add(await SentRequest.ReadAsync(request, cancellationToken));
        var response = _answers.Dequeue()();
        response.RequestMessage = request;
        return response;
    }

    private sealed class Factory(FakeEc2 fake) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig)
        {
            fake.HttpClients++;
            return new HttpClient(fake, disposeHandler: false);
        }

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => true;
    }
}
