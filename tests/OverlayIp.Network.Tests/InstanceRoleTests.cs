using System.Text.Json;
using OverlayIp.Lab;
using OverlayIp.Lab.Iam;
using OverlayIp.Lab.Tests.Support;
using OverlayIp.Network.Tests.Support;

namespace OverlayIp.Network.Tests;

/// <summary>An instance with a role: metadata gives its keys to whoever asks in it, and they open what the role may.</summary>
public class InstanceRoleTests
{
    private static readonly LabIam Iam = new()
    {
        Roles =
        [
            IamLab.Role(
                "failover",
                "Allow: 'Principal':{'Service':'ec2.amazonaws.com'},'Action':'sts:AssumeRole'",
                "Allow: 'Action':'ec2:DescribeRouteTables','Resource':'*'"),
        ],
        InstanceProfiles = [new LabIamInstanceProfile("node", "failover")],
    };

    [SkippableFact]
    public async Task Metadata_has_the_credentials_of_the_role()
    {
        Networked.Require(("curl", "curl"));
        await using var lab = await StartAsync(v1: true);
        const string url = "http://169.254.169.254/latest/meta-data/iam/";
        Assert.Equal("failover", await lab.DoAsync(lab.NodeA, $"curl -s -f {url}security-credentials/"));
        using var info = JsonDocument.Parse(await lab.DoAsync(lab.NodeA, $"curl -s -f {url}info"));
        Assert.Equal("arn:aws:iam::123456789012:instance-profile/node", info.RootElement.GetProperty("InstanceProfileArn").GetString());
        using var keys = JsonDocument.Parse(await lab.DoAsync(lab.NodeA, $"curl -s -f {url}security-credentials/failover"));
        Assert.Equal(("Success", "AWS-HMAC"), (keys.RootElement.GetProperty("Code").GetString(), keys.RootElement.GetProperty("Type").GetString()));
        Assert.True(keys.RootElement.GetProperty("Expiration").GetDateTimeOffset() > DateTimeOffset.UtcNow);
        Assert.NotEqual(0, (await lab.RunAsync(lab.NodeB, "curl", "-s", "-f", $"{url}info")).ExitCode);
    }

    [SkippableFact]
    public async Task The_environment_of_a_node_with_a_role_hides_no_key_of_it()
    {
        await using var lab = await StartAsync(v1: false);
        Assert.DoesNotContain("AWS_SECRET_ACCESS_KEY", await lab.DoAsync(lab.NodeA, "env"), StringComparison.Ordinal);
        Assert.Contains("AWS_SECRET_ACCESS_KEY", await lab.DoAsync(lab.NodeB, "env"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task The_AWS_CLI_in_it_is_the_role_and_may_what_the_role_may()
    {
        Networked.Require(("aws", "awscli"));
        await using var lab = await StartAsync(v1: false);
        var (endpoint, aws) = (lab.Api.Lab.EndpointUrl, Networked.Find("aws")!);
        var caller = await RunAsync("sts", "get-caller-identity", "--query", "Arn", "--output", "text");
        Assert.True(caller.ExitCode == 0, caller.Error);
        Assert.Equal($"arn:aws:sts::123456789012:assumed-role/failover/{lab.NodeA.InstanceId}", caller.Output.Trim());
        Assert.Equal(0, (await RunAsync("ec2", "describe-route-tables")).ExitCode);
        var denied = await RunAsync("ec2", "describe-vpcs");
        Assert.Contains("UnauthorizedOperation", denied.Error, StringComparison.Ordinal);

        // By default it asks for the keys once, and waits a second for them: too little for a machine that has other work.
        Task<CommandResult> RunAsync(params string[] arguments) => lab.RunAsync(
            lab.NodeA, "env", ["AWS_METADATA_SERVICE_TIMEOUT=30", "AWS_METADATA_SERVICE_NUM_ATTEMPTS=3", aws, "--endpoint-url", endpoint, .. arguments]);
    }

    private static async Task<Networked> StartAsync(bool v1)
    {
        var lab = await Networked.StartAsync(new LabOptions { Iam = Iam, AllowMetadataV1 = v1 });
        await lab.Api.DoAsync("AssociateIamInstanceProfile", ("InstanceId", lab.NodeA.InstanceId), ("IamInstanceProfile.Name", "node"));
        return lab;
    }
}
