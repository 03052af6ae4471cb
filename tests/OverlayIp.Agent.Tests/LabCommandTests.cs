using System.Diagnostics;
using System.Text.Json;
using OverlayIp.Agent.CommandLine;
using OverlayIp.Agent.Tests.Support;

namespace OverlayIp.Agent.Tests;

/// <summary><c>overlayip lab</c>, with the built executable.</summary>
public class LabCommandTests
{
    private static readonly Dictionary<string, string?> NoEnvironment = [];

    [SkippableFact]
    public async Task It_prints_one_JSON_object_and_runs_until_it_is_stopped()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no signals to send to one process.");
        using var child = new ChildAgent(NoEnvironment, "lab", "--json", "--name", "here", "--region", "us-west-2");
        var lab = await ReadAsync(child);
        Assert.Equal(
            ["name", "processId", "endpointUrl", "region", "accountId", "accessKeyId", "secretAccessKey", "vpcId", "vpcCidr", "routeTableIds", "nodes", "clients", "environmentVariables"],
            lab.EnumerateObject().Select(p => p.Name));
        Assert.Equal(("here", "us-west-2", child.Id), (lab.GetProperty("name").GetString(), lab.GetProperty("region").GetString(), lab.GetProperty("processId").GetInt32()));
        Assert.Equal(["node-a", "node-b"], lab.GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("name").GetString()));

        var status = await AgentRun.ChildAsync(EnvironmentOf(lab), "status");
        Assert.Equal(0, status.Code);
        child.Signal(ChildAgent.SigTerm);
        var run = await child.WaitAsync();
        Assert.Equal((0, "", ""), (run.Code, run.Output, run.Error));
    }

    [SkippableFact]
    public async Task The_text_has_exports_that_a_shell_can_run()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no signals to send to one process.");
        using var child = new ChildAgent(NoEnvironment, "lab");
        var environment = new Dictionary<string, string?>();
        while (await child.ReadOutputLineAsync() is { } line && !line.StartsWith("Press Ctrl+C", StringComparison.Ordinal))
        {
            if (line.Trim().Split(' ', 2) is ["export", var assignment])
                environment[assignment.Split('=', 2)[0]] = assignment.Split('=', 2)[1].Trim('\'');
        }

        Assert.Equal(["AWS_ACCESS_KEY_ID", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL", "AWS_REGION", "AWS_SECRET_ACCESS_KEY"], environment.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(0, (await AgentRun.ChildAsync(environment, "status")).Code);
        child.Signal(ChildAgent.SigInt);
        var run = await child.WaitAsync();
        Assert.Equal(0, run.Code);
        Assert.StartsWith("Stopped after ", run.Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task The_state_file_brings_ids_keys_and_routes_back()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no signals to send to one process.");
        var directory = Directory.CreateTempSubdirectory();
        try
        {
            var file = Path.Combine(directory.FullName, "lab.json");
            JsonElement before;
            using (var first = new ChildAgent(NoEnvironment, "lab", "--json", "--state", file))
            {
                before = await ReadAsync(first);
                var node = before.GetProperty("nodes")[0].GetProperty("instanceId").GetString()!;
                Assert.Equal(0, (await AgentRun.ChildAsync(EnvironmentOf(before), "switch", "10.2.0.1", "--to", node, "--create-missing", "--force")).Code);
                first.Signal(ChildAgent.SigTerm);
                Assert.Equal(0, (await first.WaitAsync()).Code);
            }

            AssertOwnerOnly(file);
            using var second = new ChildAgent(NoEnvironment, "lab", "--json", "--state", file);
            var after = await ReadAsync(second);
            foreach (var same in (string[])["vpcId", "region", "accessKeyId", "secretAccessKey", "routeTableIds"])
                Assert.Equal(before.GetProperty(same).GetRawText(), after.GetProperty(same).GetRawText());

            var status = await AgentRun.ChildAsync(EnvironmentOf(after), "status", "10.2.0.1", "--json");
            Assert.Equal(0, status.Code);
            Assert.Equal(3, status.Json.GetProperty("routes").GetArrayLength());
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_lab_that_is_stopped_as_soon_as_it_is_told_of_ends_in_good_order()
    {
        var directory = Directory.CreateTempSubdirectory();
        try
        {
            var file = Path.Combine(directory.FullName, "lab.json");
            using var stop = new CancellationTokenSource();
            await using var output = new WhenWritten(stop.Cancel);
            await using var error = new StringWriter();
            var code = await AgentCommandLine.RunAsync(["lab", "--json", "--state", file], output, error, stop.Token);
            Assert.Equal((0, "", true), (code, error.ToString(), File.Exists(file)));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_state_file_that_is_none_is_refused()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "{ not a lab");
            var run = await AgentRun.InProcessAsync("lab", "--state", file);
            Assert.Equal((2, ""), (run.Code, run.Output));
            Assert.Equal(["LabStateInvalid"], run.ErrorIds);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [SkippableFact]
    public async Task The_IAM_file_says_who_may_do_what()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no signals to send to one process.");
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(
                file,
                """
                { "users": [ { "name": "lab", "policies": [ { "name": "look", "document": { "Version": "2012-10-17", "Statement": [
                    { "Effect": "Allow", "Action": "ec2:Describe*", "Resource": "*" } ] } } ] } ] }
                """);
            using var child = new ChildAgent(NoEnvironment, "lab", "--json", "--iam", file);
            var lab = await ReadAsync(child);
            var node = lab.GetProperty("nodes")[0].GetProperty("instanceId").GetString()!;
            Assert.Equal(0, (await AgentRun.ChildAsync(EnvironmentOf(lab), "status")).Code);
            var denied = await AgentRun.ChildAsync(EnvironmentOf(lab), "switch", "10.2.0.1", "--to", node, "--create-missing", "--force");
            Assert.NotEqual(0, denied.Code);
            Assert.Contains("not authorized to perform: ec2:CreateRoute", denied.Error, StringComparison.Ordinal);
            child.Signal(ChildAgent.SigTerm);
            Assert.Equal(0, (await child.WaitAsync()).Code);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("{ \"roles\": [ { \"nam\": 1 } ] }")]
    [InlineData(null)]
    public async Task IAM_definitions_that_are_none_are_refused(string? content)
    {
        var directory = Directory.CreateTempSubdirectory();
        try
        {
            var file = Path.Combine(directory.FullName, "iam.json");
            if (content is not null)
                await File.WriteAllTextAsync(file, content);

            var run = await AgentRun.InProcessAsync("lab", "--iam", file);
            Assert.Equal((2, ""), (run.Code, run.Output));
            Assert.Equal(["LabIamInvalid"], run.ErrorIds);
            Assert.Contains(file, run.Error, StringComparison.Ordinal);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [SkippableFact]
    public async Task The_environment_file_is_the_owners_and_goes_with_the_lab()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no signals to send to one process.");
        var directory = Directory.CreateTempSubdirectory();
        try
        {
            var file = Path.Combine(directory.FullName, "lab.env");
            using var child = new ChildAgent(NoEnvironment, "lab", "--json", "--env-file", file);
            var lab = await ReadAsync(child);
            AssertOwnerOnly(file);
            Assert.Contains($"export AWS_ENDPOINT_URL='{lab.GetProperty("endpointUrl").GetString()}'", await File.ReadAllLinesAsync(file));
            child.Signal(ChildAgent.SigTerm);
            Assert.Equal(0, (await child.WaitAsync()).Code);
            Assert.Empty(directory.GetFiles());
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_port_that_is_taken_is_refused()
    {
        await using var lab = await TestLab.StartAsync();
        var run = await AgentRun.InProcessAsync("lab", "--port", new Uri(lab.Lab.EndpointUrl).Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.NotEqual(0, run.Code);
        Assert.Equal(["LabPortInUse"], run.ErrorIds);
    }

    [SkippableFact]
    public async Task The_AWS_CLI_takes_it_for_EC2()
    {
        Skip.IfNot(File.Exists("/usr/bin/aws"), "Needs the AWS CLI: the package awscli.");
        using var child = new ChildAgent(NoEnvironment, "lab", "--json", "--empty");
        var lab = await ReadAsync(child);
        Assert.Equal(JsonValueKind.Null, lab.GetProperty("vpcId").ValueKind);
        var start = new ProcessStartInfo("/usr/bin/aws") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var arg in (string[])["ec2", "create-vpc", "--cidr-block", "10.7.0.0/16", "--output", "json", "--endpoint-url", lab.GetProperty("endpointUrl").GetString()!])
            start.ArgumentList.Add(arg);

        foreach (var (name, value) in EnvironmentOf(lab))
            start.Environment[name] = value;

        using var aws = Process.Start(start)!;
        var output = await aws.StandardOutput.ReadToEndAsync();
        Assert.True(aws.WaitForExit(60_000) && aws.ExitCode == 0, await aws.StandardError.ReadToEndAsync());
        Assert.Equal("10.7.0.0/16", JsonDocument.Parse(output).RootElement.GetProperty("Vpc").GetProperty("CidrBlock").GetString());
    }

    private static void AssertOwnerOnly(string file)
    {
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    private static async Task<JsonElement> ReadAsync(ChildAgent child) =>
        JsonDocument.Parse((await child.ReadOutputLineAsync())!).RootElement;

    private static Dictionary<string, string?> EnvironmentOf(JsonElement lab) =>
        lab.GetProperty("environmentVariables").EnumerateObject().ToDictionary(v => v.Name, v => v.Value.GetString());

    private sealed class WhenWritten(Action act) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            act();
        }
    }
}
