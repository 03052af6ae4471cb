using OverlayIp.Engine.Failover.Watching;

namespace OverlayIp.Engine.Tests.Failover.Watching;

/// <summary>Writes down what a watch tells, allows its moves or not, and stops it when the test has seen enough.</summary>
internal sealed class Follower : IWatchAudience, IDisposable
{
    private readonly CancellationTokenSource _enough = new();

    public List<OverlayHealthEvent> Told { get; } = [];

    public List<string> Questions { get; } = [];

    public string Status { get; private set; } = "";

    public bool Allows { get; init; } = true;

    public Action<OverlayHealthEvent> OnEvent { get; set; } = _ => { };

    public Action<int> OnRound { get; set; } = _ => { };

    public int Rounds { get; private set; }

    public CancellationToken Enough => _enough.Token;

    public string Kinds => string.Join(' ', Told.Select(e => e.Kind));

    public void Stop() => _enough.Cancel();

    public void Tell(OverlayHealthEvent happened)
    {
        Told.Add(happened);
        OnEvent(happened);
    }

    public void Show(string status)
    {
        Status = status;
        OnRound(++Rounds);
    }

    public Task<bool> AllowAsync(string target, string action, CancellationToken cancellationToken)
    {
        Questions.Add($"{action} | {target}");
        return Task.FromResult(Allows);
    }

    public void Dispose() => _enough.Dispose();
}
