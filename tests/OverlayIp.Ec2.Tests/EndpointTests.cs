using Amazon;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using OverlayIp.Ec2.Tests.Support;

namespace OverlayIp.Ec2.Tests;

public class EndpointTests
{
    [Theory]
    [InlineData("us-east-1", false, false, "https://ec2.us-east-1.amazonaws.com/")]
    [InlineData("eu-west-1", false, false, "https://ec2.eu-west-1.amazonaws.com/")]
    [InlineData("mx-central-1", false, false, "https://ec2.mx-central-1.amazonaws.com/")]
    [InlineData("eu-nowhere-9", false, false, "https://ec2.eu-nowhere-9.amazonaws.com/")]
    [InlineData("local-lab", false, false, "https://ec2.local-lab.amazonaws.com/")]
    [InlineData("cn-north-1", false, false, "https://ec2.cn-north-1.amazonaws.com.cn/")]
    [InlineData("cn-nowhere-9", false, false, "https://ec2.cn-nowhere-9.amazonaws.com.cn/")]
    [InlineData("us-gov-east-1", false, false, "https://ec2.us-gov-east-1.amazonaws.com/")]
    [InlineData("us-gov-west-1", false, false, "https://ec2.us-gov-west-1.amazonaws.com/")]
    [InlineData("us-iso-east-1", false, false, "https://ec2.us-iso-east-1.c2s.ic.gov/")]
    [InlineData("us-isob-east-1", false, false, "https://ec2.us-isob-east-1.sc2s.sgov.gov/")]
    [InlineData("eusc-de-east-1", false, false, "https://ec2.eusc-de-east-1.amazonaws.eu/")]
    [InlineData("us-east-1", true, false, "https://ec2-fips.us-east-1.amazonaws.com/")]
    [InlineData("ca-central-1", true, false, "https://ec2-fips.ca-central-1.amazonaws.com/")]
    [InlineData("cn-north-1", true, false, "https://ec2-fips.cn-north-1.amazonaws.com.cn/")]
    [InlineData("us-gov-west-1", true, false, "https://ec2.us-gov-west-1.amazonaws.com/")]
    [InlineData("us-gov-east-1", true, false, "https://ec2.us-gov-east-1.amazonaws.com/")]
    [InlineData("us-iso-east-1", true, false, "https://ec2-fips.us-iso-east-1.c2s.ic.gov/")]
    [InlineData("eu-west-1", false, true, "https://ec2.eu-west-1.api.aws/")]
    [InlineData("us-gov-west-1", false, true, "https://ec2.us-gov-west-1.api.aws/")]
    [InlineData("cn-north-1", false, true, "https://ec2.cn-north-1.api.amazonwebservices.com.cn/")]
    [InlineData("us-east-1", true, true, "https://ec2-fips.us-east-1.api.aws/")]
    [InlineData("us-gov-west-1", true, true, "https://ec2-fips.us-gov-west-1.api.aws/")]
    public async Task The_endpoint_follows_from_region_and_variant(string region, bool fips, bool dualStack, string endpoint)
    {
        var fake = new FakeEc2().AnswerWith("DescribeVpcs", "");
        using var client = fake.Client(config =>
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
            (config.UseFIPSEndpoint, config.UseDualstackEndpoint) = (fips, dualStack);
        });

        await client.DescribeVpcsAsync();

        Assert.Equal(endpoint, fake.Requests[0].Uri.AbsoluteUri);
        Assert.Contains($"/{region}/ec2/aws4_request", fake.Requests[0].Headers["Authorization"], StringComparison.Ordinal);
        Assert.Equal(endpoint.TrimEnd('/'), client.DetermineServiceOperationEndpoint(new DescribeVpcsRequest()).URL.TrimEnd('/'));
    }

    [Theory]
    [InlineData("http://127.0.0.1:4566", "http://127.0.0.1:4566/")]
    [InlineData("http://127.0.0.1:4566/", "http://127.0.0.1:4566/")]
    [InlineData("https://vpce-1.ec2.eu-west-1.vpce.amazonaws.com", "https://vpce-1.ec2.eu-west-1.vpce.amazonaws.com/")]
    public async Task A_service_URL_stands_above_the_rules_and_the_authentication_region_signs(string url, string endpoint)
    {
        var fake = new FakeEc2().AnswerWith("DescribeVpcs", "");
        using var client = fake.Client(config => (config.ServiceURL, config.AuthenticationRegion) = (url, "eu-south-2"));

        await client.DescribeVpcsAsync();

        Assert.Equal(endpoint, fake.Requests[0].Uri.AbsoluteUri);
        Assert.Contains("/eu-south-2/ec2/aws4_request", fake.Requests[0].Headers["Authorization"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, false, "FIPS")]
    [InlineData(false, true, "Dualstack")]
    [InlineData(true, true, "FIPS")]
    public async Task A_service_URL_excludes_variants(bool fips, bool dualStack, string named)
    {
        using var client = new FakeEc2().Client(config =>
        {
            config.ServiceURL = "http://127.0.0.1:4566";
            (config.UseFIPSEndpoint, config.UseDualstackEndpoint) = (fips, dualStack);
        });

        var error = await Assert.ThrowsAsync<AmazonClientException>(() => client.DescribeVpcsAsync());

        Assert.Equal($"Invalid Configuration: {named} and custom endpoint are not supported", error.Message);
    }

    [Fact]
    public async Task Plain_HTTP_can_be_asked_for()
    {
        var fake = new FakeEc2().AnswerWith("DescribeVpcs", "");
        using var client = fake.Client(config => config.UseHttp = true);

        await client.DescribeVpcsAsync();

        Assert.Equal("http://ec2.eu-west-1.amazonaws.com/", fake.Requests[0].Uri.AbsoluteUri);
    }

    [Fact]
    public void Constructing_a_client_opens_nothing()
    {
        var fake = new FakeEc2();
        using var client = fake.Client();

        Assert.Equal(0, fake.HttpClients);
        Assert.Equal("EC2", AmazonEC2Config.ServiceId);
        Assert.Equal(("ec2", "2016-11-15"), (client.Config.RegionEndpointServiceName, client.Config.ServiceVersion));
    }
}
