using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using OverlayIp.Lab.Network;
using OverlayIp.Lab.Network.Probing;

namespace OverlayIp.Agent.Demo;

/// <summary>The acts with real packets: a client in the lab's network asks the address all the time who answers.</summary>
/// <param name="network">The running lab.</param>
/// <param name="show">Shows a line at once, in the middle of an act.</param>
internal sealed class NetworkActs(NetworkedLab network, Action<string> show) : IAsyncDisposable
{
    private const string First = "node-a";
    private const string Second = "node-b";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // What a line says when there was no answer.
    private const string Nobody = "nobody answers";

    // Long enough for two lines, one a second. On a machine that has other work, until there is one.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2.2);

    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentDictionary<string, int> _lines = new(StringComparer.Ordinal);
    private readonly List<NodeResponder> _responders = [];
    private AddressProbe? _probe;
    private Task _telling = Task.CompletedTask;
    private TimeSpan _switchBegan;
    private bool _isEnded;

    /// <summary>How long the client got no answer, once that is known.</summary>
    public TimeSpan? Outage { get; private set; }

    private AddressProbe Probe => _probe ?? throw new InvalidOperationException("Nobody asks yet.");

    /// <summary>Puts the address on both nodes, and starts a service there.</summary>
    public async Task<DemoFindings> OfferAsync(CancellationToken cancellationToken)
    {
        foreach (var node in (NetworkedLabNode[])[Node(First), Node(Second)])
        {
            await AddAddressAsync(node, cancellationToken);
            _responders.Add(NodeResponder.Start(node, DemoStage.Destination.Cidr!.Address));
        }

        return new DemoFindings
        {
            Facts =
            [
                "Each node is a network namespace of its own with real interfaces; a packet goes where the route table of its sender's subnet says.",
                $"{First} and {Second} both accept {DemoStage.Destination.Cidr!.Address} now, and answer with their name. The network of this machine itself is not touched.",
            ],
        };
    }

    /// <summary>Starts to ask, and lets people watch.</summary>
    public async Task<DemoFindings> WatchAsync(CancellationToken cancellationToken)
    {
        var client = network.Nodes.FirstOrDefault(node => node.Name != First && node.Name != Second);
        Demand.That(client is not null, "The lab has no client.");
        _probe = AddressProbe.Start(client, DemoStage.Destination.Cidr!.Address, Interval);
        _telling = TellAsync(Probe);
        Demand.That(await Probe.FromAsync(First, Patience, cancellationToken) is not null, $"{First} does not answer {client.Name}.");
        await SeeAsync(First, cancellationToken);
        var answers = Probe.Answers;
        Demand.That(answers.All(answer => answer.Name == First), $"Another than {First} has answered.");
        return new DemoFindings
        {
            Facts = [string.Create(CultureInfo.InvariantCulture, $"{client.Name} asks every {Interval.TotalMilliseconds:0} ms; {answers.Count} answers, all of {First}.")],
        };
    }

    /// <summary>Lets people see that nobody answers.</summary>
    public async Task<DemoFindings> SeeNobodyAsync(Func<CancellationToken, Task<DemoFindings>> lookAtRoutes, CancellationToken cancellationToken)
    {
        var findings = await lookAtRoutes(cancellationToken);
        var dark = Probe.Now;
        await SeeAsync(Nobody, cancellationToken);
        Demand.That(Probe.Answers.All(answer => answer.SentAt < dark), "Somebody still answers.");
        return findings;
    }

    /// <summary>Switches, and remembers when that was.</summary>
    public Task<DemoFindings> SwitchAsync(Func<CancellationToken, Task<DemoFindings>> doSwitch, CancellationToken cancellationToken)
    {
        _switchBegan = Probe.Now;
        return doSwitch(cancellationToken);
    }

    /// <summary>Who answers now, and how long nobody did.</summary>
    public async Task<DemoFindings> MeasureAsync(CancellationToken cancellationToken)
    {
        Demand.That(await Probe.FromAsync(Second, Patience, cancellationToken) is not null, $"{Second} does not answer.");
        await SeeAsync(Second, cancellationToken);
        var answers = Probe.Answers;
        var last = answers.Last(answer => answer.Name == First);
        var first = answers.First(answer => answer.Name == Second);
        Demand.That(last.ReceivedAt < first.ReceivedAt, $"{First} has answered again.");
        Outage = first.ReceivedAt - last.ReceivedAt;
        return new DemoFindings
        {
            Facts =
            [
                string.Create(CultureInfo.InvariantCulture, $"Outage: {Outage.Value.TotalMilliseconds:0} ms from the last answer of {First} to the first of {Second}. Most of it was this demonstration's, which waited to let you see it."),
                string.Create(CultureInfo.InvariantCulture, $"From the start of the switch to the first answer of {Second} it took {(first.ReceivedAt - _switchBegan).TotalMilliseconds:0} ms; all {answers.Count(answer => answer.Name == Second)} answers since are {Second}'s."),
            ],
        };
    }

    public async ValueTask DisposeAsync()
    {
        // It may be asked for twice: at the end of the story, and after it.
        if (_isEnded)
            return;

        _isEnded = true;
        await _ending.CancelAsync();
        await _telling;
        _probe?.Dispose();
        _responders.ForEach(responder => responder.Dispose());
        _ending.Dispose();
    }

    private NetworkedLabNode Node(string name) => network.FindNode(name)
        ?? throw new OverlayIpException("DemoStepFailed", OverlayErrorKind.Unspecified, $"{name} does not run.");

    private static async Task AddAddressAsync(NetworkedLabNode node, CancellationToken cancellationToken)
    {
        var start = node.Command("ip", ["address", "add", DemoStage.Destination.ToString(), "dev", "eth0"]);
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var problem = await process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        Demand.That(process.ExitCode == 0, $"{node.Name} did not take the address: {problem.Trim()}");
    }

    // Lets a time go by in which people see who answers.
    private async Task SeeAsync(string who, CancellationToken cancellationToken)
    {
        var (seen, since) = (LinesOf(who), Probe.Now);
        await Task.Delay(Look, cancellationToken);
        while (LinesOf(who) == seen && Probe.Now - since < Patience)
            await Task.Delay(20, cancellationToken);
    }

    private int LinesOf(string who) => _lines.GetValueOrDefault(who);

    // One line a second, whatever act is on.
    private async Task TellAsync(AddressProbe probe)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        var told = 0;
        try
        {
            while (await timer.WaitForNextTickAsync(_ending.Token))
            {
                var answers = probe.Answers;
                var who = answers.Skip(told).GroupBy(answer => answer.Name).ToArray();
                told = answers.Count;
                show(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{probe.Now.TotalSeconds,3:0}s  {DemoStage.Destination.Cidr!.Address}: {(who.Length == 0 ? Nobody : string.Join(", then ", who.Select(group => $"{group.Key} ({group.Count()} answers)")))}"));
                _lines.AddOrUpdate(who.Length == 0 ? Nobody : who[0].Key, 1, (_, lines) => lines + 1);
            }
        }
        catch (OperationCanceledException)
        {
            // The story is over.
        }
    }
}
