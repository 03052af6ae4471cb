using System.Net;
using System.Net.Sockets;
using OverlayIp.Engine.Drills;
using OverlayIp.Engine.Tests.Fakes;

namespace OverlayIp.Engine.Tests.Drills;

/// <summary>A port of this machine that is open, closed, and open again.</summary>
public class TcpAnswerWatchTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task The_time_without_an_answer_is_that_between_two_answers()
    {
        var address = OwnLoopback.Next();
        using var listener = new TcpListener(address, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        await using var watch = new TcpAnswerWatch(address, port, TimeProvider.System);
        Assert.NotNull(await watch.AnswerAsync(Patience, CancellationToken.None));

        watch.Restart();
        listener.Stop();
        var closed = TimeProvider.System.GetTimestamp();
        Assert.Null(await watch.AnswerAsync(TimeSpan.FromMilliseconds(300), CancellationToken.None));
        var silent = TimeProvider.System.GetElapsedTime(closed);

        using var again = new TcpListener(address, port);
        again.Start();
        var outage = await watch.AnswerAsync(Patience, CancellationToken.None);
        Assert.True(outage >= silent, $"{outage} < {silent}");
    }

    [Fact]
    public async Task Waiting_can_be_stopped()
    {
        await using var watch = new TcpAnswerWatch(IPAddress.Loopback, 1, TimeProvider.System);
        using var stop = new CancellationTokenSource();
        var waiting = watch.AnswerAsync(Patience, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }
}
