using System.Diagnostics;
using System.Globalization;
using OverlayIp.Engine.Addressing;
using OverlayIp.Lab.Tests.Support;

namespace OverlayIp.Engine.Tests.Addressing;

public class ProcessRunnerTests
{
    private static readonly ProcessRunner Runner = new();

    private static ProcessCommand Shell(string script, params string[] arguments) => new("sh", ["-c", script, "sh", .. arguments]);

    [SkippableFact]
    public async Task Arguments_reach_the_program_as_they_are()
    {
        SkipUnlessUnix();
        string[] hostile = ["a b", "$(touch /tmp/never)", "; reboot", "\"quoted\"", "", "*", "back\\slash"];
        var result = await Runner.RunAsync(Shell("for a; do printf '%s\\n' \"$a\"; done", hostile), default);
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(hostile, result.Output.TrimEnd('\n').Split('\n'));
    }

    [SkippableFact]
    public async Task Exit_code_and_both_streams_are_captured()
    {
        SkipUnlessUnix();
        Assert.Equal(new ProcessResult(7, "out\n", "err\n"), await Runner.RunAsync(Shell("echo out; echo err >&2; exit 7"), default));
    }

    [SkippableFact]
    public async Task Much_output_on_both_streams_does_not_block()
    {
        SkipUnlessUnix();
        var result = await Runner.RunAsync(Shell("i=0; while [ $i -lt 3000 ]; do echo 0123456789012345678901234567890123456789012345678; echo 0123456789 >&2; i=$((i+1)); done"), default);
        Assert.Equal((150_000, 33_000), (result.Output.Length, result.Error.Length));
    }

    [SkippableFact]
    public async Task Standard_input_is_closed_and_messages_are_untranslated()
    {
        SkipUnlessUnix();
        var result = await Runner.RunAsync(Shell("cat; echo $LC_ALL"), default);
        Assert.Equal("C\n", result.Output);
    }

    [SkippableTheory]
    [InlineData("yes")]
    [InlineData("yes >&2")]
    public async Task Endless_output_is_cut_off(string script)
    {
        SkipUnlessUnix();
        var runner = new ProcessRunner { MaximumOutputLength = 100_000 };
        var error = await Assert.ThrowsAsync<InvalidDataException>(() => runner.RunAsync(Shell(script), default));
        Assert.Contains("more than 100000 characters", error.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_command_that_hangs_times_out()
    {
        SkipUnlessUnix();
        var runner = new ProcessRunner { Timeout = TimeSpan.FromMilliseconds(200) };
        var error = await Assert.ThrowsAsync<TimeoutException>(() => runner.RunAsync(new("sleep", ["60"]), default));
        Assert.Equal("'sleep 60' did not end within 0.2 seconds.", error.Message);
    }

    [SkippableFact]
    public async Task Cancellation_kills_the_process_and_its_children()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Whether a process has ended is read in Linux's /proc.");
        var pidFile = Path.GetTempFileName();
        try
        {
            using var source = new CancellationTokenSource();
            var running = Runner.RunAsync(Shell("sleep 60 & echo $! >$1.tmp; mv $1.tmp $1; wait", pidFile), source.Token);
            await Until.TrueAsync(() => new FileInfo(pidFile).Length > 0);
            await source.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
            var child = int.Parse(await File.ReadAllTextAsync(pidFile), CultureInfo.InvariantCulture);
            await Until.TrueAsync(() => HasEndedAsync(child), instead: () => $"Process {child} still runs.");
        }
        finally
        {
            File.Delete(pidFile);
        }
    }

    [SkippableFact]
    public async Task A_background_child_that_keeps_the_streams_open_does_not_outlast_the_time_limit()
    {
        SkipUnlessUnix();
        var runner = new ProcessRunner { Timeout = TimeSpan.FromMilliseconds(300) };
        var clock = Stopwatch.StartNew();
        await Assert.ThrowsAsync<TimeoutException>(() => runner.RunAsync(Shell("setsid sleep 60 & exit 0"), default));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(50), $"{clock.Elapsed}");
    }

    [Fact]
    public async Task A_cancelled_call_starts_nothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Runner.RunAsync(new("no-such-program", []), new CancellationToken(true)));
    }

    [Theory]
    [InlineData("overlayip-no-such-program")]
    [InlineData("/no/such/program")]
    [InlineData("/etc/passwd")]
    public async Task A_missing_program_is_told_apart_from_a_failed_one(string program)
    {
        var error = await Assert.ThrowsAsync<FileNotFoundException>(() => Runner.RunAsync(new(program, []), default));
        Assert.Equal(program, error.FileName);
    }

    [SkippableFact]
    public async Task A_prefix_runs_the_command_through_another_program()
    {
        SkipUnlessUnix();
        var runner = new ProcessRunner { CommandPrefix = ["env", "OVERLAYIP_PREFIX=yes"] };
        var result = await runner.RunAsync(Shell("echo $OVERLAYIP_PREFIX $1", "a b"), default);
        Assert.Equal("yes a b\n", result.Output);
    }

    [Fact]
    public void A_command_reads_as_one_would_type_it() =>
        Assert.Equal("netsh interface ipv4 \"name=Ethernet 2\" \"\"", new ProcessCommand("netsh", ["interface", "ipv4", "name=Ethernet 2", ""]).ToString());

    private static void SkipUnlessUnix() => Skip.If(OperatingSystem.IsWindows(), "The programs that this test runs are those of Unix.");

    // Killed children of a killed parent are init's to reap; in a container without one they stay as zombies.
    private static async Task<bool> HasEndedAsync(int processId)
    {
        try
        {
            return (await File.ReadAllTextAsync($"/proc/{processId}/stat")).Split(") ")[^1].StartsWith('Z');
        }
        catch (IOException)
        {
            return true;
        }
    }
}
