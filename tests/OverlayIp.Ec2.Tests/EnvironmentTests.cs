using Amazon;
using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using OverlayIp.Ec2.Tests.Support;

namespace OverlayIp.Ec2.Tests;

/// <summary>Tests that change what belongs to the whole process run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessWide
{
    public const string Name = "process-wide settings";
}

[Collection(ProcessWide.Name)]
public sealed class EnvironmentTests : IDisposable
{
    private readonly Dictionary<string, string?> _before = [];

    public void Dispose()
    {
        foreach (var (name, value) in _before)
            Environment.SetEnvironmentVariable(name, value);
        FallbackInternalConfigurationFactory.Reset();
        FallbackRegionFactory.Reset();
    }

    private void Set(string name, string value)
    {
        _before.TryAdd(name, Environment.GetEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, value);
        FallbackInternalConfigurationFactory.Reset();
        FallbackRegionFactory.Reset();
    }

    private static async Task<SentRequest> CallAsync(Action<AmazonEC2Config>? configure = null)
    {
        var fake = new FakeEc2().AnswerWith("DescribeVpcs", "");
        using var client = fake.Client(configure);
        await client.DescribeVpcsAsync();
        return fake.Requests[0];
    }

    [Fact]
    public async Task The_endpoint_of_all_services_can_be_set()
    {
        Set("AWS_ENDPOINT_URL", "http://127.0.0.1:4566");

        Assert.Equal("http://127.0.0.1:4566/", (await CallAsync()).Uri.AbsoluteUri);
    }

    [Fact]
    public async Task The_endpoint_of_EC2_goes_before_that_of_all_services()
    {
        Set("AWS_ENDPOINT_URL", "http://127.0.0.1:4566");
        Set("AWS_ENDPOINT_URL_EC2", "http://127.0.0.1:4567/");

        Assert.Equal("http://127.0.0.1:4567/", (await CallAsync()).Uri.AbsoluteUri);
    }

    [Fact]
    public async Task Configured_endpoints_can_be_ignored()
    {
        Set("AWS_ENDPOINT_URL", "http://127.0.0.1:4566");
        Set("AWS_ENDPOINT_URL_EC2", "http://127.0.0.1:4567/");

        Assert.Equal("https://ec2.eu-west-1.amazonaws.com/", (await CallAsync(config => config.IgnoreConfiguredEndpointUrls = true)).Uri.AbsoluteUri);
    }

    [Fact]
    public async Task The_shared_configuration_file_can_set_the_endpoint_of_EC2()
    {
        await File.WriteAllTextAsync(
            TestProcess.ConfigFile,
            """
            [default]
            region = eu-central-1
            services = lab
            endpoint_url = http://127.0.0.1:4566

            [services lab]
            ec2 =
              endpoint_url = http://127.0.0.1:4568
            """);
        try
        {
            Assert.Equal("http://127.0.0.1:4568/", (await CallAsync()).Uri.AbsoluteUri);
        }
        finally
        {
            await File.WriteAllTextAsync(TestProcess.ConfigFile, "");
        }
    }

    [Fact]
    public async Task FIPS_can_be_switched_on()
    {
        Set("AWS_USE_FIPS_ENDPOINT", "true");

        Assert.Equal("https://ec2-fips.eu-west-1.amazonaws.com/", (await CallAsync()).Uri.AbsoluteUri);
    }

    [Fact]
    public async Task Dual_stack_can_be_switched_on()
    {
        Set("AWS_USE_DUALSTACK_ENDPOINT", "true");

        Assert.Equal("https://ec2.eu-west-1.api.aws/", (await CallAsync()).Uri.AbsoluteUri);
    }

    [Fact]
    public async Task FIPS_does_not_go_with_an_endpoint_from_the_environment()
    {
        Set("AWS_USE_FIPS_ENDPOINT", "true");
        Set("AWS_ENDPOINT_URL_EC2", "http://127.0.0.1:4567/");

        await Assert.ThrowsAsync<AmazonClientException>(() => CallAsync());
    }

    [Fact]
    public async Task Credentials_and_region_are_found()
    {
        Set("AWS_ACCESS_KEY_ID", "AKIDENVIRONMENT");
        Set("AWS_SECRET_ACCESS_KEY", "secret");
        Set("AWS_REGION", "ap-south-2");
        var fake = new FakeEc2().AnswerWith("DescribeVpcs", "");
        using var source = fake.Client();

        using var client = new AmazonEC2Client(new AmazonEC2Config { HttpClientFactory = source.Config.HttpClientFactory });
        await client.DescribeVpcsAsync();

        Assert.Equal("https://ec2.ap-south-2.amazonaws.com/", fake.Requests[0].Uri.AbsoluteUri);
        Assert.Contains("Credential=AKIDENVIRONMENT/", fake.Requests[0].Headers["Authorization"], StringComparison.Ordinal);
    }

    [Fact]
    public void The_defaults_mode_sets_the_retry_mode_and_attempts_can_be_set()
    {
        Set("AWS_MAX_ATTEMPTS", "7");
        Set("AWS_RETRY_MODE", "adaptive");
        Set("AWS_DEFAULTS_MODE", "mobile");

        var config = new AmazonEC2Config { RegionEndpoint = RegionEndpoint.EUWest1 };

        Assert.Equal(
            (6, RequestRetryMode.Adaptive, DefaultConfigurationMode.Mobile),
            (config.MaxErrorRetry, config.RetryMode, config.DefaultConfigurationMode));
    }

    [Fact]
    public async Task Lists_are_empty_instead_of_null_where_the_process_asks_for_it()
    {
        AWSConfigs.InitializeCollections = true;
        try
        {
            var fake = new FakeEc2()
                .AnswerWith("DescribeRouteTables", "<routeTableSet><item><routeTableId>rtb-1</routeTableId><routeSet/><tagSet><item><key>k</key></item></tagSet></item></routeTableSet>")
                .AnswerWith("DescribeInstances", "");
            using var client = fake.Client();
            var request = new DescribeRouteTablesRequest();

            var table = (await client.DescribeRouteTablesAsync(request)).RouteTables![0];

            Assert.Empty(request.RouteTableIds!);
            Assert.Empty(request.Filters!);
            Assert.Empty(fake.Requests[0].Parameters);
            Assert.Empty(table.Routes!);
            Assert.Empty(table.Associations!);
            Assert.Equal("k", Assert.Single(table.Tags!).Key);
            Assert.Empty((await client.DescribeInstancesAsync()).Reservations!);
        }
        finally
        {
            AWSConfigs.InitializeCollections = false;
        }
    }
}
