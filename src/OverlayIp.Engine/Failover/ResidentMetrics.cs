using System.Globalization;
using System.Text;

namespace OverlayIp.Engine.Failover;

/// <summary>
/// What a resident agent counts, in the text format of Prometheus
/// (https://prometheus.io/docs/instrumenting/exposition_formats/). Times of day are those of the clock; durations are not.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class ResidentMetrics(TimeProvider time)
{
    // Seconds. A warm takeover takes milliseconds, one through an outage up to its deadline.
    private static readonly double[] Buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

    private readonly object _gate = new();
    private readonly SortedDictionary<string, SetCounts> _sets = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _errors = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _events = new(StringComparer.Ordinal);
    private double? _lastEvent;

    /// <summary>Raised when something has changed.</summary>
    public event Action? Changed;

    /// <summary>How many takeovers have succeeded.</summary>
    public long Succeeded
    {
        get
        {
            lock (_gate)
                return _sets.Values.Sum(s => s.Succeeded);
        }
    }

    /// <summary>The metrics as Prometheus reads them.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        lock (_gate)
        {
            Describe(text, "overlayip_takeovers_total", "counter", "Takeovers that were carried out, by result.");
            foreach (var (destination, set) in _sets)
            {
                Sample(text, "overlayip_takeovers_total", $"destination=\"{destination}\",result=\"succeeded\"", set.Succeeded);
                Sample(text, "overlayip_takeovers_total", $"destination=\"{destination}\",result=\"failed\"", set.Failed);
                Sample(text, "overlayip_takeovers_total", $"destination=\"{destination}\",result=\"superseded\"", set.Superseded);
            }

            WriteDurations(text);
            WriteCounts(text, "overlayip_releases_total", "Releases that were carried out.", set => set.Releases);
            WriteCounts(text, "overlayip_reassertions_total", "Takeovers because somebody had moved the routes away from the VRRP master.", set => set.Reassertions);
            Describe(text, "overlayip_errors_total", "counter", "Errors, by their stable id.");
            foreach (var (id, count) in _errors)
                Sample(text, "overlayip_errors_total", $"id=\"{id}\"", count);

            Describe(text, "overlayip_vrrp_events_total", "counter", "Events that keepalived has told, by state.");
            foreach (var (state, count) in _events)
                Sample(text, "overlayip_vrrp_events_total", $"state=\"{state}\"", count);

            WriteTargets(text);
        }

        return text.ToString();
    }

    internal void Heard(VrrpEvent heard)
    {
        lock (_gate)
        {
            _events[heard.StateName] = _events.GetValueOrDefault(heard.StateName) + 1;
            _lastEvent = Now();
        }

        Changed?.Invoke();
    }

    internal void Taken(RouteSet set, RouteSetTakeover result, TimeSpan elapsed)
    {
        lock (_gate)
        {
            var counts = CountsOf(set);
            if (result.Succeeded)
            {
                counts.Succeeded++;
                counts.Add(elapsed.TotalSeconds);
                counts.Targets = [result.Execution!.Plan.Target!.InstanceId ?? result.Execution.Plan.Target.NetworkInterfaceId];
                counts.IsThisNode = true;
            }
            else if (result.Cancelled || result.Error is { ErrorId: "Superseded" })
            {
                counts.Superseded++;
            }
            else
            {
                counts.Failed++;
                foreach (var id in result.Error is { } error ? [error.ErrorId] : result.Execution?.Reports.Where(r => r.Error is not null).Select(r => r.Error!.ErrorId).Distinct() ?? [])
                    _errors[id] = _errors.GetValueOrDefault(id) + 1;
            }
        }

        Changed?.Invoke();
    }

    internal void Released(RouteSet set, RouteSetTakeover result)
    {
        lock (_gate)
            CountsOf(set).Releases++;

        if (result.Error is { } error)
            Failed(error.ErrorId);
        else
            Changed?.Invoke();
    }

    internal void Reasserted(RouteSet set)
    {
        lock (_gate)
            CountsOf(set).Reassertions++;
    }

    internal void Read(RouteSet set, WarmRouteSet reading)
    {
        lock (_gate)
        {
            var counts = CountsOf(set);
            (counts.Targets, counts.IsThisNode, counts.LastRead) = (reading.Targets, reading.IsHere, Now());
        }

        Changed?.Invoke();
    }

    internal void Failed(string errorId)
    {
        lock (_gate)
            _errors[errorId] = _errors.GetValueOrDefault(errorId) + 1;

        Changed?.Invoke();
    }

    internal void Forget(RouteSet set)
    {
        lock (_gate)
            _sets.Remove(set.Destination.ToString());
    }

    private double Now() => time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;

    private SetCounts CountsOf(RouteSet set)
    {
        var key = set.Destination.ToString();
        return _sets.TryGetValue(key, out var counts) ? counts : _sets[key] = new SetCounts();
    }

    private void WriteDurations(StringBuilder text)
    {
        Describe(text, "overlayip_takeover_duration_seconds", "histogram", "How long successful takeovers took, from the event to the last table that was read back.");
        foreach (var (destination, set) in _sets)
        {
            for (var i = 0; i < Buckets.Length; i++)
                Sample(text, "overlayip_takeover_duration_seconds_bucket", string.Create(CultureInfo.InvariantCulture, $"destination=\"{destination}\",le=\"{Buckets[i]}\""), set.UpTo[i]);

            Sample(text, "overlayip_takeover_duration_seconds_bucket", $"destination=\"{destination}\",le=\"+Inf\"", set.Succeeded);
            Sample(text, "overlayip_takeover_duration_seconds_sum", $"destination=\"{destination}\"", set.Seconds);
            Sample(text, "overlayip_takeover_duration_seconds_count", $"destination=\"{destination}\"", set.Succeeded);
        }
    }

    private void WriteCounts(StringBuilder text, string name, string help, Func<SetCounts, long> count)
    {
        Describe(text, name, "counter", help);
        foreach (var (destination, set) in _sets)
            Sample(text, name, $"destination=\"{destination}\"", count(set));
    }

    private void WriteTargets(StringBuilder text)
    {
        Describe(text, "overlayip_target_info", "gauge", "Where the route tables point to: one target when they agree.");
        foreach (var (destination, set) in _sets)
        {
            foreach (var target in set.Targets)
                Sample(text, "overlayip_target_info", $"destination=\"{destination}\",target=\"{target}\"", 1);
        }

        Describe(text, "overlayip_is_target", "gauge", "1 when all route tables point to this node.");
        foreach (var (destination, set) in _sets)
            Sample(text, "overlayip_is_target", $"destination=\"{destination}\"", set.IsThisNode ? 1 : 0);

        Describe(text, "overlayip_last_read_timestamp_seconds", "gauge", "When the route tables were last read.");
        foreach (var (destination, set) in _sets.Where(s => s.Value.LastRead > 0))
            Sample(text, "overlayip_last_read_timestamp_seconds", $"destination=\"{destination}\"", set.LastRead);

        if (_lastEvent is not { } last)
            return;

        Describe(text, "overlayip_last_event_timestamp_seconds", "gauge", "When keepalived last told something.");
        text.Append(CultureInfo.InvariantCulture, $"overlayip_last_event_timestamp_seconds {last:0.###}\n");
    }

    private static void Describe(StringBuilder text, string name, string type, string help) => text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");

    private static void Sample(StringBuilder text, string name, string labels, double value) => text.Append(CultureInfo.InvariantCulture, $"{name}{{{labels}}} {value:0.######}\n");

    private sealed class SetCounts
    {
        public long Succeeded { get; set; }

        public long Failed { get; set; }

        public long Superseded { get; set; }

        public long Releases { get; set; }

        public long Reassertions { get; set; }

        public long[] UpTo { get; } = new long[Buckets.Length];

        public double Seconds { get; private set; }

        public IReadOnlyList<string> Targets { get; set; } = [];

        public bool IsThisNode { get; set; }

        public double LastRead { get; set; }

        public void Add(double seconds)
        {
            Seconds += seconds;
            for (var i = 0; i < UpTo.Length; i++)
                UpTo[i] += seconds <= Buckets[i] ? 1 : 0;
        }
    }
}
