using System.Collections;
using System.Management.Automation;
using OverlayIp.Binding;

namespace OverlayIp.Commands;

/// <summary>Switches faults of a lab on and off: latency, throttling, errors, lost connections, stale answers, an outage.</summary>
/// <remarks>
/// <para>Each parameter sets one fault; faults that are not named stay as they are. -Clear takes all away first, so that on its own it
/// makes the lab healthy again. Without a name, the lab started last is meant.</para>
/// </remarks>
/// <example>
/// <para>A slow API with EC2's request limits</para>
/// <code>Set-OverlayLabFault -Latency 80ms -Throttling
/// Measure-Command { Get-OverlayRoute }</code>
/// <para>Every answer takes 80 ms longer, and each action has a token bucket of EC2's documented size.</para>
/// </example>
/// <example>
/// <para>Every fifth ReplaceRoute is lost after it was carried out</para>
/// <code>Set-OverlayLabFault -ResetAfterRate 0.2 -Action ReplaceRoute -PassThru | Select-Object -ExpandProperty Fault</code>
/// <para>The connection is reset before the answer: the caller cannot know whether the route was replaced.</para>
/// </example>
/// <example>
/// <para>A smaller bucket for one action</para>
/// <code>Set-OverlayLabFault -Throttle @{ ReplaceRoute = '10/2' }</code>
/// <para>Ten calls at once, then two a second.</para>
/// </example>
/// <example>
/// <para>Healthy again</para>
/// <code>Set-OverlayLabFault -Clear</code>
/// <para>All faults are off.</para>
/// </example>
/// <seealso cref="StartOverlayLabCommand"/>
/// <seealso topic="about_OverlayIp_Lab"/>
[Cmdlet(VerbsCommon.Set, "OverlayLabFault", SupportsShouldProcess = true)]
[OutputType(typeof(OverlayLab))]
public sealed class SetOverlayLabFaultCommand : LabSelectingCmdlet
{
    /// <summary>Takes all faults away before the others of this call are set.</summary>
    [Parameter]
    public SwitchParameter Clear { get; set; }

    /// <summary>Extra time before each answer, such as <c>80ms</c>, <c>2s</c> or <c>00:00:00.080</c>.</summary>
    [Parameter]
    [Duration]
    public TimeSpan Latency { get; set; }

    /// <summary>The share of calls, 0 to 1, that are answered with InternalError or Unavailable, nothing done.</summary>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double ErrorRate { get; set; }

    /// <summary>The share of calls, 0 to 1, whose connection is reset before the call is carried out.</summary>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double ConnectionResetRate { get; set; }

    /// <summary>The share of calls, 0 to 1, that are carried out and whose connection is then reset before the answer.</summary>
    [Parameter]
    [ValidateRange(0.0, 1.0)]
    public double ResetAfterRate { get; set; }

    /// <summary>How long a change stays invisible to Describe calls, such as <c>2s</c> or <c>00:00:02</c>: EC2's eventual consistency.</summary>
    [Parameter]
    [Duration]
    public TimeSpan ConsistencyDelay { get; set; }

    /// <summary>Refuses every call with Unavailable, as in an outage of the API. <c>-Outage:$false</c> ends it.</summary>
    [Parameter]
    public SwitchParameter Outage { get; set; }

    /// <summary>Gives every action a token bucket of EC2's documented size.</summary>
    [Parameter]
    public SwitchParameter Throttling { get; set; }

    /// <summary>Token buckets by action name, or * for every other action, as <c>capacity/refill per second</c>.</summary>
    [Parameter]
    public Hashtable? Throttle { get; set; }

    /// <summary>Restricts the faults, but not the token buckets, to these actions. An empty list means every action.</summary>
    [Parameter]
    [AllowEmptyCollection]
    public string[]? Action { get; set; }

    /// <summary>Restricts errors and resets to calls that name one of these resource ids. An empty list means every call.</summary>
    [Parameter]
    [AllowEmptyCollection]
    public string[]? ResourceId { get; set; }

    /// <summary>Denies these actions with UnauthorizedOperation, dry runs included. An empty list denies none.</summary>
    [Parameter]
    [AllowEmptyCollection]
    public string[]? DeniedAction { get; set; }

    /// <summary>Emits the lab with its faults.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForItem(Name, () =>
    {
        var throttles = ReadThrottles();
        foreach (var lab in Selected(running => running.Count > 0
            ? running.TakeLast(1)
            : throw new OverlayIpException("LabNotFound", OverlayErrorKind.NotFound, "No lab is running in this session.")
            { RecommendedAction = "Start one with Start-OverlayLab." }))
        {
            var before = lab.Describe();
            if (ShouldProcess($"{before.Name} at {before.EndpointUrl}", "Set faults"))
            {
                lab.SetFault(Change(Clear ? new OverlayLabFault() : before.Fault, throttles));
                if (PassThru)
                {
                    WriteObject(lab.Describe());
                }
            }
        }
    });

    private OverlayLabFault Change(OverlayLabFault fault, IReadOnlyDictionary<string, OverlayLabTokenBucket>? throttles)
    {
        bool Given(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
        return fault with
        {
            Latency = Given(nameof(Latency)) ? Latency : fault.Latency,
            ErrorRate = Given(nameof(ErrorRate)) ? ErrorRate : fault.ErrorRate,
            ConnectionResetRate = Given(nameof(ConnectionResetRate)) ? ConnectionResetRate : fault.ConnectionResetRate,
            ResetAfterRate = Given(nameof(ResetAfterRate)) ? ResetAfterRate : fault.ResetAfterRate,
            ConsistencyDelay = Given(nameof(ConsistencyDelay)) ? ConsistencyDelay : fault.ConsistencyDelay,
            Outage = Given(nameof(Outage)) ? Outage : fault.Outage,
            Throttling = Given(nameof(Throttling)) ? Throttling : fault.Throttling,
            Throttles = throttles ?? fault.Throttles,
            Actions = Action ?? fault.Actions,
            ResourceIds = ResourceId ?? fault.ResourceIds,
            DeniedActions = DeniedAction ?? fault.DeniedActions,
        };
    }

    private Dictionary<string, OverlayLabTokenBucket>? ReadThrottles()
    {
        if (Throttle is null)
        {
            return null;
        }

        var buckets = new Dictionary<string, OverlayLabTokenBucket>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in Throttle)
        {
            try
            {
                buckets[entry.Key.ToString()!] = entry.Value as OverlayLabTokenBucket ?? OverlayLabTokenBucket.Parse(entry.Value?.ToString() ?? "");
            }
            catch (FormatException e)
            {
                throw new OverlayIpException("ThrottleMalformed", OverlayErrorKind.InvalidArgument, e.Message, e) { Subject = entry.Value };
            }
        }

        return buckets;
    }
}
