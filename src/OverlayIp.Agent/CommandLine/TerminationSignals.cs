using System.Diagnostics;
using System.Runtime.InteropServices;

namespace OverlayIp.Agent.CommandLine;

/// <summary>
/// Turns the first Ctrl+C or SIGTERM into a cancellation, so that a command can report what it has done and clean up; one that
/// comes a second later or more ends the process at once.
/// </summary>
internal sealed class TerminationSignals : IDisposable
{
    // One wish often comes as two signals: timeout(1), for one, signals its child and then its process group.
    private static readonly TimeSpan OneWish = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;
    private long _first;

    public TerminationSignals() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
    ];

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();

        _source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        var isFirst = Interlocked.CompareExchange(ref _first, Stopwatch.GetTimestamp(), 0) == 0;
        context.Cancel = isFirst || Stopwatch.GetElapsedTime(Interlocked.Read(ref _first)) < OneWish;
        if (!isFirst)
            return;

        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The command has ended meanwhile.
        }
    }
}
