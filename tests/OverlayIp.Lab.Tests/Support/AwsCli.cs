using System.Diagnostics;
using System.Text.Json;

namespace OverlayIp.Lab.Tests.Support;

/// <summary>The real AWS CLI, pointed at a lab and at nothing else.</summary>
internal sealed class AwsCli(OverlayLab lab, string service = "ec2", string? sessionToken = null) : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("overlayip-aws-").FullName;

    private static readonly string? Executable = Find();

    /// <summary>Skips the test where there is no AWS CLI.</summary>
    public static void Require() =>
        Skip.If(Executable is null, "The AWS CLI is not installed. Debian and Ubuntu: apt-get install awscli.");

    public void Dispose() => Directory.Delete(_home, recursive: true);

    /// <summary>Runs a command that must succeed, and answers its JSON.</summary>
    public async Task<JsonElement> DoAsync(params string[] arguments)
    {
        var (exit, output, error) = await RunAsync(arguments);
        Assert.True(exit == 0, $"aws {string.Join(' ', arguments)}: {error}");
        return output.Length == 0 ? default : JsonDocument.Parse(output).RootElement;
    }

    /// <summary>Runs a command that must fail, and answers what it wrote to stderr.</summary>
    public async Task<string> RefusedAsync(params string[] arguments)
    {
        var (exit, _, error) = await RunAsync(arguments);
        Assert.NotEqual(0, exit);
        return error.Trim();
    }

    private async Task<(int Exit, string Output, string Error)> RunAsync(string[] arguments)
    {
        var start = new ProcessStartInfo(Executable!)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = _home,
        };
        // As an argument and not as AWS_ENDPOINT_URL, which the CLI knows from 2.13 on; Debian 12 has 2.9.
        foreach (var argument in new[] { "--endpoint-url", lab.EndpointUrl, "--output", "json", "--no-cli-pager", service }.Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal) || name.EndsWith("_proxy", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in lab.EnvironmentVariables)
        {
            start.Environment[name] = value;
        }

        if (sessionToken is not null)
        {
            start.Environment["AWS_SESSION_TOKEN"] = sessionToken;
        }

        start.Environment["HOME"] = _home;
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(5));
        return (process.ExitCode, await output, await error);
    }

    private static string? Find() => new[] { "/usr/bin", "/usr/local/bin" }
        .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        .Select(directory => Path.Combine(directory, OperatingSystem.IsWindows() ? "aws.exe" : "aws"))
        .FirstOrDefault(File.Exists);
}
