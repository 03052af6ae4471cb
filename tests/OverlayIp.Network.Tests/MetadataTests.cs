using System.Text.Json;
using OverlayIp.Lab;
using OverlayIp.Lab.Tests.Support;
using OverlayIp.Network.Tests.Support;

namespace OverlayIp.Network.Tests;

/// <summary>Instance metadata as curl gets it within an instance.</summary>
public class MetadataTests
{
    private const string Base = "http://169.254.169.254/latest/";

    [SkippableFact]
    public async Task Nothing_is_told_without_a_token()
    {
        await using var lab = await StartAsync();
        Assert.Equal("401", await StatusAsync(lab, Base + "meta-data/instance-id"));
        Assert.Equal("401", await StatusAsync(lab, Base + "meta-data/instance-id", "-H", "X-aws-ec2-metadata-token: made-up"));
        Assert.Equal("400", await StatusAsync(lab, Base + "api/token", "-X", "PUT"));
        Assert.Equal("400", await StatusAsync(lab, Base + "api/token", "-X", "PUT", "-H", "X-aws-ec2-metadata-token-ttl-seconds: 21601"));
        Assert.Equal("405", await StatusAsync(lab, Base + "api/token"));
        Assert.Equal("403", await StatusAsync(lab, Base + "api/token", "-X", "PUT", "-H", "X-aws-ec2-metadata-token-ttl-seconds: 60", "-H", "X-Forwarded-For: 10.0.0.1"));
    }

    [SkippableFact]
    public async Task Version_1_is_answered_where_it_is_allowed()
    {
        await using var lab = await StartAsync(new LabOptions { AllowMetadataV1 = true });
        Assert.Equal(lab.NodeA.InstanceId, await CurlAsync(lab, Base + "meta-data/instance-id"));
        await lab.Api.DoAsync("ModifyInstanceMetadataOptions", ("InstanceId", lab.NodeA.InstanceId), ("HttpTokens", "required"));
        Assert.Equal("401", await StatusAsync(lab, Base + "meta-data/instance-id"));
        await lab.Api.DoAsync("ModifyInstanceMetadataOptions", ("InstanceId", lab.NodeA.InstanceId), ("HttpEndpoint", "disabled"));
        Assert.Equal("403", await StatusAsync(lab, Base + "api/token", "-X", "PUT", "-H", "X-aws-ec2-metadata-token-ttl-seconds: 60"));
    }

    [SkippableFact]
    public async Task A_token_expires_and_is_good_for_its_own_instance_only()
    {
        var clock = new ManualClock();
        await using var lab = await StartAsync(new LabOptions { Clock = clock });
        var token = await TokenAsync(lab, 60);
        Assert.Equal("200", await StatusAsync(lab, Base + "meta-data/", "-H", $"X-aws-ec2-metadata-token: {token}"));
        var other = await lab.RunAsync(lab.NodeB, "curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "-H", $"X-aws-ec2-metadata-token: {token}", Base + "meta-data/");
        Assert.Equal("401", other.Output);
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal("200", await StatusAsync(lab, Base + "meta-data/", "-H", $"X-aws-ec2-metadata-token: {token}"));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("401", await StatusAsync(lab, Base + "meta-data/", "-H", $"X-aws-ec2-metadata-token: {token}"));
    }

    [SkippableFact]
    public async Task Every_path_that_the_tools_of_EC2_read_is_there()
    {
        await using var lab = await StartAsync(new LabOptions { InstanceMetadataTags = true });
        var token = await TokenAsync(lab, 21600);
        var mac = await ReadAsync(lab, token, "meta-data/mac");
        Assert.Matches("^02(:[0-9a-f]{2}){5}$", mac);
        var own = $"meta-data/network/interfaces/macs/{mac}/";
        foreach (var (path, value) in new[]
        {
            ("meta-data/instance-id", lab.NodeA.InstanceId),
            ("meta-data/instance-type", "t3.micro"),
            ("meta-data/placement/availability-zone", "eu-central-1a"),
            ("meta-data/placement/availability-zone-id", "euc1-az1"),
            ("meta-data/placement/region", "eu-central-1"),
            ("meta-data/local-ipv4", "10.0.1.10"),
            ("meta-data/local-hostname", "ip-10-0-1-10.eu-central-1.compute.internal"),
            ("meta-data/security-groups", "overlayip-lab"),
            ("meta-data/network/interfaces/macs/", mac + "/"),
            (own + "interface-id", lab.NodeA.NetworkInterfaceId),
            (own + "device-number", "0"),
            (own + "subnet-id", lab.NodeA.SubnetId),
            (own + "vpc-id", lab.NodeA.VpcId),
            (own + "local-ipv4s", "10.0.1.10"),
            (own + "subnet-ipv4-cidr-block", "10.0.1.0/24"),
            (own + "vpc-ipv4-cidr-block", "10.0.0.0/16"),
            (own + "vpc-ipv4-cidr-blocks", "10.0.0.0/16"),
            (own + "owner-id", lab.Api.Lab.AccountId),
            ("meta-data/tags/instance/Name", "node-a"),
        })
        {
            Assert.Equal((path, value), (path, await ReadAsync(lab, token, path)));
        }

        // From whatever address of its own the instance asks.
        Assert.Equal(lab.NodeA.InstanceId, await CurlAsync(lab, Base + "meta-data/instance-id", "--interface", "10.0.1.10", "-H", $"X-aws-ec2-metadata-token: {token}"));
        Assert.Contains("placement/", (await ReadAsync(lab, token, "meta-data/")).Split('\n'));
        using var document = JsonDocument.Parse(await ReadAsync(lab, token, "dynamic/instance-identity/document"));
        Assert.Equal(lab.NodeA.InstanceId, document.RootElement.GetProperty("instanceId").GetString());
        Assert.Equal("eu-central-1", document.RootElement.GetProperty("region").GetString());
        foreach (var absent in new[] { "meta-data/iam/info", "meta-data/iam/security-credentials/", "user-data", "meta-data/nothing", "meta-data/instance" })
        {
            Assert.Equal((absent, "404"), (absent, await StatusAsync(lab, Base + absent, "-H", $"X-aws-ec2-metadata-token: {token}")));
        }
    }

    [SkippableFact]
    public async Task A_launch_says_what_its_instance_is_told()
    {
        await using var lab = await StartAsync();
        var node = await lab.LaunchAsync(
            lab.NodeA.SubnetId, "mine", ("UserData", Convert.ToBase64String("#!/bin/sh\n"u8)), ("MetadataOptions.HttpTokens", "optional"), ("MetadataOptions.InstanceMetadataTags", "enabled"));
        Assert.Equal("#!/bin/sh\n", await lab.DoAsync(node, $"curl -s -f {Base}user-data"));
        Assert.Equal("mine", await lab.DoAsync(node, $"curl -s -f {Base}meta-data/tags/instance/Name"));
    }

    private static Task<Networked> StartAsync(LabOptions? options = null)
    {
        Networked.Require(("curl", "curl"));
        return Networked.StartAsync(options);
    }

    private static Task<string> TokenAsync(Networked lab, int seconds) =>
        CurlAsync(lab, Base + "api/token", "-X", "PUT", "-H", $"X-aws-ec2-metadata-token-ttl-seconds: {seconds}");

    private static Task<string> ReadAsync(Networked lab, string token, string path) => CurlAsync(lab, Base + path, "-H", $"X-aws-ec2-metadata-token: {token}");

    private static async Task<string> CurlAsync(Networked lab, string url, params string[] options)
    {
        var result = await lab.RunAsync(lab.NodeA, "curl", ["-s", "-f", .. options, url]);
        Assert.True(result.ExitCode == 0, $"{url}: curl ended with {result.ExitCode}");
        return result.Output;
    }

    private static async Task<string> StatusAsync(Networked lab, string url, params string[] options) =>
        (await lab.RunAsync(lab.NodeA, "curl", ["-s", "-o", "/dev/null", "-w", "%{http_code}", .. options, url])).Output;
}
