using OverlayIp.Agent.CommandLine;
using OverlayIp.Agent.Output;
using OverlayIp.Agent.Tests.Support;
using OverlayIp.Lab.Tests.Support;

namespace OverlayIp.Agent.Tests;

/// <summary>A hook never hangs.</summary>
public class TakeoverDeadlineTests
{
    private const string Destination = "10.2.0.1";

    [Fact]
    public async Task An_outage_that_passes_is_waited_out()
    {
        await using var scene = await TakeoverScene.StartAsync();
        scene.Lab.Server.SetFault(new OverlayLabFault { Outage = true });
        var running = scene.RunAsync("takeover", Destination);
        await Until.TrueAsync(() => scene.Lab.Server.Calls.Count >= 4 || running.IsCompleted);
        Assert.False(running.IsCompleted);

        scene.Lab.Server.SetFault(new OverlayLabFault());
        Assert.Equal(0, (await running).Code);
        await scene.AssertTargetAsync(scene.Lab.B);
    }

    [Fact]
    public async Task An_outage_that_lasts_ends_with_its_error_and_exit_code()
    {
        await using var scene = await TakeoverScene.StartAsync();
        scene.Lab.Server.SetFault(new OverlayLabFault { Outage = true });

        // Time enough to come to the route tables; before that, there is nothing to report.
        var run = await scene.RunAsync("takeover", Destination, "--timeout", "8", "--json");
        Assert.Equal(6, run.Code);
        Assert.False(run.Json.GetProperty("succeeded").GetBoolean());
        Assert.NotEmpty(run.ErrorIds);
    }

    [Fact]
    public async Task An_endpoint_that_is_too_slow_ends_at_the_deadline()
    {
        await using var scene = await TakeoverScene.StartAsync();
        scene.Lab.Server.SetFault(new OverlayLabFault { Latency = TimeSpan.FromMinutes(5) });
        var run = await scene.RunAsync("takeover", Destination, "--timeout", "2");
        Assert.Equal(6, run.Code);
        Assert.Contains("DeadlineExceeded", run.ErrorIds);
        Assert.Empty(scene.Lab.Changes());
    }

    [Fact]
    public async Task Work_that_listens_to_nothing_is_left_behind()
    {
        using var stuck = new ManualResetEventSlim();
        using var error = new StringWriter();
        var code = await CommandDeadline.RunAsync(
            TimeSpan.FromMilliseconds(10),
            new AgentOutput(TextWriter.Null, error, isJson: false, isVerbose: false)
            { Overtime = new Overtime { Grace = TimeSpan.FromMilliseconds(10), EndProcess = null } },
            _ =>
            {
                stuck.Wait(CancellationToken.None);
                return Task.FromResult(0);
            },
            default);
        stuck.Set();
        Assert.Equal(6, code);
        Assert.StartsWith("overlayip: DeadlineExceeded: ", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Work_that_ends_as_it_is_about_to_be_left_behind_ends_as_usual()
    {
        // Without grace, the two moments are one.
        for (var i = 0; i < 100; i++)
        {
            var code = await CommandDeadline.RunAsync(
                TimeSpan.FromMilliseconds(2),
                _ => { },
                lateCode: 6,
                new Overtime { Grace = TimeSpan.Zero, EndProcess = null },
                async deadline =>
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, deadline.Token);
                    return 0;
                },
                default);
            Assert.Equal(6, code);
        }
    }

    [Fact]
    public async Task A_time_out_of_the_works_own_is_not_the_commands()
    {
        await Assert.ThrowsAsync<TimeoutException>(() => CommandDeadline.RunAsync(
            TimeSpan.FromMinutes(1), _ => { }, lateCode: 6, AgentRun.Overtime, _ => throw new TimeoutException(), default));
    }

    [Fact]
    public async Task An_error_that_nobody_reads_ends_the_process()
    {
        var ended = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var error = new StuckWriter();
        var running = Task.Run(() => CommandDeadline.RunAsync(
            TimeSpan.FromMilliseconds(10),
            new AgentOutput(TextWriter.Null, error, isJson: false, isVerbose: false)
            { Overtime = new Overtime { Grace = TimeSpan.FromMilliseconds(10), EndProcess = ended.SetResult } },
            _ => throw new OverlayIpException("NothingConfigured", OverlayErrorKind.InvalidArgument, "Nothing is."),
            default));
        Assert.Equal(6, await ended.Task.WaitAsync(TimeSpan.FromMinutes(1)));
        error.Release();
        await running;
    }

    [Fact]
    public async Task A_report_that_gets_stuck_ends_the_process()
    {
        var ended = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stuck = new ManualResetEventSlim();
        var running = Task.Run(() => CommandDeadline.RunAsync(
            TimeSpan.FromMilliseconds(10),
            _ => stuck.Wait(CancellationToken.None),
            lateCode: 6,
            new Overtime { Grace = TimeSpan.FromMilliseconds(10), EndProcess = ended.SetResult },
            _ => new TaskCompletionSource<int>().Task,
            default));
        Assert.Equal(6, await ended.Task.WaitAsync(TimeSpan.FromMinutes(1)));
        stuck.Set();
        await running;
    }

    [SkippableFact]
    public async Task Even_output_that_nobody_reads_does_not_keep_the_process()
    {
        Skip.If(OperatingSystem.IsWindows(), "Needs a FIFO.");
        await using var scene = await TakeoverScene.StartAsync();
        var fifo = Path.Combine(scene.Directory, "full");

        // Standard output and error are a pipe that is full: the first line that is written blocks for ever.
        var script = $"mkfifo '{fifo}' && exec 3<>'{fifo}' && dd if=/dev/zero bs=65536 count=1 >&3 2>/dev/null && "
            + $"'{Path.Combine(AppContext.BaseDirectory, "overlayip")}' takeover {Destination} --timeout 1 --lock-directory '{scene.Locks}' >&3 2>&3";
        var start = new System.Diagnostics.ProcessStartInfo("/bin/sh", ["-c", script]);
        foreach (var (name, value) in scene.Environment)
            start.Environment[name] = value;

        using var process = System.Diagnostics.Process.Start(start)!;
        try
        {
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }

        Assert.Equal(6, process.ExitCode);
    }

    [SkippableFact]
    public async Task A_signal_ends_it_with_a_report()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no signals to send to one process.");
        await using var scene = await TakeoverScene.StartAsync();
        scene.Lab.Server.SetFault(new OverlayLabFault { Latency = TimeSpan.FromSeconds(20), Actions = ["ReplaceRoute"] });
        using var child = scene.StartChild("takeover", Destination, "--verbose");
        await child.ReadErrorLineAsync(line => line.Contains("Changing route tables", StringComparison.Ordinal));
        child.Signal(ChildAgent.SigTerm);
        var run = await child.WaitAsync();
        Assert.Equal(130, run.Code);
        Assert.Contains("Interrupted", run.ErrorIds);
        Assert.Contains("10.2.0.1/32", run.Output, StringComparison.Ordinal);
    }

    // A pipe that is full.
    private sealed class StuckWriter : StringWriter
    {
        private readonly ManualResetEventSlim _released = new();

        public void Release() => _released.Set();

        public override void WriteLine(string? value)
        {
            _released.Wait(CancellationToken.None);
            base.WriteLine(value);
        }

        protected override void Dispose(bool disposing)
        {
            _released.Dispose();
            base.Dispose(disposing);
        }
    }
}
