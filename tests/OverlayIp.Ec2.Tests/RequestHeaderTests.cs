using System.Text.RegularExpressions;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using OverlayIp.Ec2.Tests.Support;

namespace OverlayIp.Ec2.Tests;

public partial class RequestHeaderTests
{
    [Theory]
    [InlineData("eu-west-1")]
    [InlineData("us-gov-west-1")]
    public async Task A_request_is_signed_for_ec2_in_the_region_of_the_client(string region)
    {
        var fake = new FakeEc2().AnswerWith("DescribeRegions", "");
        using var client = fake.Client(config => config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(region));

        await client.DescribeRegionsAsync();

        var headers = fake.Requests[0].Headers;
        Assert.Matches(
            $"^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/[0-9]{{8}}/{region}/ec2/aws4_request, SignedHeaders=[a-z0-9;-]*host[a-z0-9;-]*, Signature=[0-9a-f]{{64}}$",
            headers["Authorization"]);
        Assert.Matches("^[0-9]{8}T[0-9]{6}Z$", headers["X-Amz-Date"]);
    }

    [Fact]
    public async Task The_session_token_of_temporary_credentials_is_sent()
    {
        var fake = new FakeEc2().AnswerWith("DescribeRegions", "");
        using var source = fake.Client();
        using var client = new AmazonEC2Client("AKIDEXAMPLE", "secret", "the-token", (AmazonEC2Config)source.Config);

        await client.DescribeRegionsAsync();

        Assert.Equal("the-token", fake.Requests[0].Headers["X-Amz-Security-Token"]);
    }

    [Fact]
    public async Task The_user_agent_names_the_service()
    {
        var fake = new FakeEc2().AnswerWith("DescribeRegions", "");
        using var client = fake.Client();

        await client.DescribeRegionsAsync();

        Assert.Matches(UserAgent(), fake.Requests[0].Headers["User-Agent"]);
    }

    [Fact]
    public async Task The_body_is_signed_too()
    {
        var fake = new FakeEc2().AnswerWith("ReplaceRoute", "").AnswerWith("ReplaceRoute", "");
        using var client = fake.Client();

        await client.ReplaceRouteAsync(new ReplaceRouteRequest { RouteTableId = "rtb-1" });
        await client.ReplaceRouteAsync(new ReplaceRouteRequest { RouteTableId = "rtb-2" });

        Assert.NotEqual(Signature(fake.Requests[0]), Signature(fake.Requests[1]));
    }

    [Fact]
    public async Task Anonymous_credentials_send_no_signature()
    {
        var fake = new FakeEc2().AnswerWith("DescribeRegions", "");
        using var source = fake.Client();
        using var client = new AmazonEC2Client(new AnonymousAWSCredentials(), (AmazonEC2Config)source.Config);

        await client.DescribeRegionsAsync();

        Assert.DoesNotContain("Authorization", fake.Requests[0].Headers.Keys);
    }

    private static string Signature(SentRequest request) => request.Headers["Authorization"].Split("Signature=")[1];

    [GeneratedRegex(@"^aws-sdk-dotnet\S*/4\.\S+ .*\bapi/EC2#4\.\S+")]
    private static partial Regex UserAgent();
}
