using System.Net;
using System.Text;
using Amazon.EC2;
using Amazon.Runtime;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Routing;

namespace OverlayIp.Engine.Failover;

/// <summary>
/// A takeover with made-up answers, inside this process. In one that lives for a tenth of a second most of the time goes by with
/// loading and preparing the code for it; that can be done while the process waits for something else.
/// </summary>
public static class TakeoverRehearsal
{
    private const string Address = "10.255.255.255/32";
    private const string Table = "rtb-00000000";
    private const string Vpc = "vpc-00000000";
    private const string Old = "eni-00000000";
    private const string New = "eni-11111111";

    /// <summary>Begins, on a thread of the pool. Nothing leaves the process, and what goes wrong is not told: the real takeover will tell it.</summary>
    public static void Begin() => _ = Task.Run(RehearseAsync);

    // True when it came to its end: one that breaks off early prepares little, and nobody would notice.
    internal static async Task<bool> RehearseAsync()
    {
        try
        {
            using var http = new HttpClient(new Answers());
            var config = new AmazonEC2Config { ServiceURL = "http://localhost", AuthenticationRegion = "us-east-1", MaxErrorRetry = 0, HttpClientFactory = new Stage(http) };
            using var connection = new Ec2Connection(new AmazonEC2Client(new BasicAWSCredentials("rehearsal", "rehearsal"), config));
            var set = new RouteSet { Destination = RouteDestination.Parse(Address), Scope = new RouteScope { RouteTableIds = [Table] }, TrustNode = true };
            var node = new NodeIdentity { InstanceId = "i-11111111", NetworkInterfaceId = New, VpcId = Vpc, IsThisInstance = true };
            var run = new TakeoverRun(set, node, connection, new NodeAddress(null), TimeProvider.System)
            {
                // It waits for nobody, so this is only what a machine that is slow to load the code may need.
                Remaining = () => TimeSpan.FromMinutes(1),
                Observer = SilentObserver.Instance,
            };
            return (await run.RunAsync(null, CancellationToken.None)).Succeeded;
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException || AwsErrors.IsCallFailure(e, CancellationToken.None))
        {
            // A profile file that cannot be read, for one.
            return false;
        }
    }

    // Instead of EC2, with one table, whose route can be replaced once.
    private sealed class Stage(HttpClient client) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => client;

        // The SDK's cache is the whole process's: a real client must never be given this one.
        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
    }

    private sealed class Answers : HttpMessageHandler
    {
        private volatile string _target = Old;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var parameters = await request.Content!.ReadAsStringAsync(cancellationToken);
            if (parameters.Contains("Action=ReplaceRoute", StringComparison.Ordinal))
            {
                _target = New;
                return Answer(request, "ReplaceRoute", "<return>true</return>");
            }

            return Answer(request, "DescribeRouteTables", $"""
                <routeTableSet><item><routeTableId>{Table}</routeTableId><vpcId>{Vpc}</vpcId><routeSet><item>
                <destinationCidrBlock>{Address}</destinationCidrBlock><networkInterfaceId>{_target}</networkInterfaceId>
                <state>active</state><origin>CreateRoute</origin>
                </item></routeSet></item></routeTableSet>
                """);
        }

        private static HttpResponseMessage Answer(HttpRequestMessage request, string action, string body) => new(HttpStatusCode.OK)
        {
            RequestMessage = request,
            Content = new StringContent(
                $"<{action}Response xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>rehearsal</requestId>{body}</{action}Response>", Encoding.UTF8, "text/xml"),
        };
    }
}
