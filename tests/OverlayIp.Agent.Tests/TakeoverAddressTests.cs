using System.Diagnostics;

namespace OverlayIp.Agent.Tests;

/// <summary>The local address, with lab and node in a network namespace of their own.</summary>
public class TakeoverAddressTests
{
    [SkippableFact]
    public async Task The_address_comes_with_the_takeover_and_goes_with_the_release()
    {
        var output = await RunAsync("""
            overlayip lab --json > lab.json & lab=$!
            until [ -e lab.json ] && [ $(wc -l < lab.json) = 1 ]; do sleep 0.05; done
            value() { sed "s/.*\"$1\":\"\([^\"]*\)\".*/\1/" lab.json; }
            export AWS_ACCESS_KEY_ID=$(value accessKeyId) AWS_SECRET_ACCESS_KEY=$(value secretAccessKey) AWS_ENDPOINT_URL=$(value endpointUrl)
            cat > overlayip.json <<CONFIGURATION
            { "connection": { "region": "eu-central-1" }, "node": "$(value networkInterfaceId)", "lockDirectory": "$PWD/locks",
              "routeSets": [ { "destination": "10.2.0.1", "address": true, "addressInterface": "lo", "createMissing": true, "force": true } ] }
            CONFIGURATION
            show() { ip -o -4 address show to 10.2.0.1 | wc -l; }
            overlayip takeover --config overlayip.json >/dev/null 2>&1; echo "takeover $? $(show)"
            overlayip status --node --config overlayip.json >/dev/null 2>&1; echo "status $? $(show)"
            overlayip takeover --config overlayip.json >/dev/null 2>&1; echo "again $? $(show)"
            overlayip release --config overlayip.json; echo "release $? $(show)"
            overlayip release --config overlayip.json; echo "again $? $(show)"
            overlayip status --node --config overlayip.json >/dev/null 2>&1; echo "status $? $(show)"
            kill $lab; wait
            """);

        Assert.Equal(
            [
                "takeover 0 1", "status 0 1", "again 0 1",
                "10.2.0.1 removed from lo", "release 0 0", "10.2.0.1 is not on this machine", "again 0 0", "status 7 0",
            ],
            output);
    }

    [SkippableFact]
    public async Task An_interfaces_own_address_is_not_released()
    {
        var output = await RunAsync("""
            ip address add 10.0.1.10/24 dev lo
            overlayip release 10.0.1.10 --lock-directory locks >/dev/null 2>&1; echo "release $?"
            ip -o -4 address show to 10.0.1.10 | wc -l
            """);
        Assert.Equal(["release 3", "1"], output);
    }

    private static async Task<string[]> RunAsync(string script)
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Needs root on Linux, for a network namespace.");
        var directory = Directory.CreateTempSubdirectory("overlayip-");
        try
        {
            var start = new ProcessStartInfo("unshare", ["--net", "/bin/sh", "-c", "ip link set lo up\n" + script])
            {
                RedirectStandardOutput = true,
                WorkingDirectory = directory.FullName,
            };
            start.Environment["PATH"] = $"{AppContext.BaseDirectory}:{Environment.GetEnvironmentVariable("PATH")}";
            using var process = Process.Start(start)!;
            var output = await process.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(5));
            await process.WaitForExitAsync();
            return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
