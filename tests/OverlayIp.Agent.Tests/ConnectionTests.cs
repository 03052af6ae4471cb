using OverlayIp.Agent.Tests.Support;

namespace OverlayIp.Agent.Tests;

/// <summary>Credentials and endpoints, with the built executable: they come from its environment.</summary>
public class ConnectionTests
{
    private static readonly Dictionary<string, string?> NoKeys = new() { ["AWS_ACCESS_KEY_ID"] = null, ["AWS_SECRET_ACCESS_KEY"] = null };

    [Fact]
    public async Task The_variables_that_a_lab_prints_are_all_that_is_needed()
    {
        await using var lab = await TestLab.StartRoutedAsync();
        var run = await AgentRun.ChildAsync(lab.Lab.EnvironmentVariables.ToDictionary(v => v.Key, v => (string?)v.Value), "switch", "10.2.0.1", "--to", lab.B.InstanceId);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.All(await lab.TargetsAsync(), target => Assert.Equal(lab.B.InstanceId, target));
        Assert.DoesNotContain(lab.Lab.SecretAccessKey, run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_profile_gives_keys_and_Region()
    {
        await using var lab = await TestLab.StartRoutedAsync();
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, $"[failover]\naws_access_key_id={lab.Lab.AccessKeyId}\naws_secret_access_key={lab.Lab.SecretAccessKey}\nregion={lab.Lab.Region}\n");
            var environment = new Dictionary<string, string?>(NoKeys) { ["AWS_SHARED_CREDENTIALS_FILE"] = file };
            string[] args = ["switch", "10.2.0.1", "--to", lab.B.InstanceId, "--endpoint-url", lab.Lab.EndpointUrl];
            var run = await AgentRun.ChildAsync(environment, [.. args, "--profile", "failover"]);
            Assert.Equal((0, ""), (run.Code, run.Error));
            Assert.All(await lab.TargetsAsync(), target => Assert.Equal(lab.B.InstanceId, target));

            var unknown = await AgentRun.ChildAsync(environment, [.. args, "--profile", "nobody"]);
            Assert.Equal(4, unknown.Code);
            Assert.Equal(["ProfileNotFound"], unknown.ErrorIds);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Without_credentials_it_says_how_to_get_some()
    {
        await using var lab = await TestLab.StartRoutedAsync();
        var run = await AgentRun.ChildAsync(NoKeys, ["switch", "10.2.0.1", "--to", lab.B.InstanceId, .. lab.Connect]);
        Assert.Equal((5, ""), (run.Code, run.Output));
        Assert.Equal(["NoCredentials"], run.ErrorIds);
        Assert.Contains("--profile", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("-ProfileName", run.Error, StringComparison.Ordinal);
        Assert.Empty(lab.Server.Calls);
    }

    [Fact]
    public async Task Wrong_keys_and_expired_tokens_are_told_apart()
    {
        await using var lab = await TestLab.StartRoutedAsync();
        lab.Server.AddCredential("ASIAOVERLAYIPEXPIRED", "secret-of-yesterday", "token-of-yesterday", DateTimeOffset.UtcNow.AddHours(-1));
        string[] args = ["switch", "10.2.0.1", "--to", lab.B.InstanceId, .. lab.Connect];
        var wrong = await AgentRun.ChildAsync(new Dictionary<string, string?> { ["AWS_SECRET_ACCESS_KEY"] = "not-the-secret" }, args);
        Assert.Equal(5, wrong.Code);
        Assert.Equal(["CredentialsRejected"], wrong.ErrorIds);

        var expired = await AgentRun.ChildAsync(
            new Dictionary<string, string?>
            {
                ["AWS_ACCESS_KEY_ID"] = "ASIAOVERLAYIPEXPIRED",
                ["AWS_SECRET_ACCESS_KEY"] = "secret-of-yesterday",
                ["AWS_SESSION_TOKEN"] = "token-of-yesterday",
            },
            args);
        Assert.Equal(5, expired.Code);
        Assert.Equal(["CredentialsExpired"], expired.ErrorIds);
        Assert.DoesNotContain("token-of-yesterday", expired.Error, StringComparison.Ordinal);
        Assert.All(await lab.TargetsAsync(), target => Assert.Equal(lab.A.InstanceId, target));
    }

    [Fact]
    public async Task A_denied_action_is_named()
    {
        await using var lab = await TestLab.StartRoutedAsync();
        lab.Server.SetFault(new OverlayLabFault { DeniedActions = ["ReplaceRoute"] });
        var run = await AgentRun.InProcessAsync(["switch", "10.2.0.1", "--to", lab.B.InstanceId, .. lab.Connect]);
        Assert.Equal(5, run.Code);
        Assert.Equal(["AccessDenied", "AccessDenied", "AccessDenied"], run.ErrorIds);
        Assert.All(await lab.TargetsAsync(), target => Assert.Equal(lab.A.InstanceId, target));
    }

    [Fact]
    public async Task An_endpoint_that_nothing_listens_at_is_named()
    {
        var run = await AgentRun.InProcessAsync("switch", "10.2.0.1", "--to", "i-0123456789abcdef0", "--region", "eu-central-1", "--endpoint-url", "http://127.0.0.1:1");
        Assert.Equal((6, ""), (run.Code, run.Output));
        Assert.Equal(["EndpointUnreachable"], run.ErrorIds);
        Assert.Contains("--endpoint-url", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_does_not_answer_is_given_up_when_the_time_is_up()
    {
        await using var lab = await TestLab.StartRoutedAsync();
        lab.Server.SetFault(new OverlayLabFault { Latency = TimeSpan.FromMinutes(5) });
        var run = await AgentRun.InProcessAsync(["switch", "10.2.0.1", "--to", lab.B.InstanceId, "--timeout", "1", .. lab.Connect]);
        Assert.Equal((6, ""), (run.Code, run.Output));
        Assert.Equal(["RequestTimedOut"], run.ErrorIds);
        Assert.Contains("nothing was changed", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_Region_it_says_so()
    {
        var run = await AgentRun.ChildAsync(new Dictionary<string, string?>(), "status");
        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Equal(["NoRegion"], run.ErrorIds);
    }
}
