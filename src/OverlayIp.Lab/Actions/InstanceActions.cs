using System.Globalization;
using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>DescribeInstances, and the actions that start, stop and terminate them.</summary>
internal static class InstanceActions
{
    private static readonly FilterTable<InstanceResource> Filters = new(InstanceFilters.All);

    private static readonly PageLimits Limits = new(5, 1000);

    public static void Register(ActionTable table)
    {
        table.Add("DescribeInstances", Describe, "InstanceId.N Filter.N.Name Filter.N.Value.N MaxResults NextToken IncludeManagedResources");
        table.Add("StartInstances", Start, "InstanceId.N AdditionalInfo");
        table.Add("StopInstances", Stop, "InstanceId.N Force Hibernate SkipOsShutdown");
        table.Add("TerminateInstances", Terminate, "InstanceId.N Force SkipOsShutdown");
    }

    private static Action<Ec2Xml> Describe(ActionContext context)
    {
        var ids = context.Parameters.Ids("InstanceId", ResourceKind.Instance);
        Paging.RefuseIdsWithMaxResults(context, ids, "instancesSet");
        context.Authorize();
        var found = Filters.Apply(context, Select(context.Seen, ids));
        var page = Paging.Cut(context, found, instance => instance.Id, Limits);
        return xml =>
        {
            xml.Set(
                "reservationSet",
                page.Items.GroupBy(instance => instance.ReservationId),
                (item, group) => InstanceXml.WriteReservation(context, item, context.Seen, group.Key, group));
            xml.Text("nextToken", page.NextToken);
        };
    }

    private static Action<Ec2Xml> Start(ActionContext context) => Change(context, "startingInstance", "started", InstanceState.Pending, instance => instance.State switch
    {
        InstanceState.Stopped => true,
        InstanceState.Pending or InstanceState.Running => false,
        _ => null,
    });

    private static Action<Ec2Xml> Stop(ActionContext context) => Change(context, "stoppingInstance", "stopped", InstanceState.Stopping, instance => instance.State switch
    {
        InstanceState.Pending or InstanceState.Running => instance.DisableApiStop ? throw Protected(instance, "stopped", "disableApiStop") : true,
        InstanceState.Stopping or InstanceState.Stopped => false,
        _ => null,
    });

    private static Action<Ec2Xml> Terminate(ActionContext context) => Change(context, "terminatingInstance", "terminated", InstanceState.ShuttingDown, instance => instance.State switch
    {
        InstanceState.ShuttingDown or InstanceState.Terminated => false,
        _ => instance.DisableApiTermination ? throw Protected(instance, "terminated", "disableApiTermination") : true,
    });

    // needsChange answers true to change, false when the instance is there or on its way already, null when it cannot be.
    private static Action<Ec2Xml> Change(
        ActionContext context, string elementName, string verb, InstanceState passing, Func<InstanceResource, bool?> needsChange)
    {
        var ids = context.Parameters.RequiredIds("InstanceId", ResourceKind.Instance).Distinct(StringComparer.Ordinal).ToArray();
        // Unlike the route actions, these look up the instances first: their tags may decide whether the caller is allowed.
        Require(context.Present, ids);
        context.Authorize(ids.Select(id => $"instance/{id}").ToArray());
        var changes = context.Mutate(state =>
        {
            Require(state, ids);
            var done = new List<(string Id, InstanceState Before, InstanceState After)>();
            foreach (var id in ids)
            {
                var before = state.Instance(id);
                var needed = needsChange(before) ?? throw new Ec2Exception(
                    "IncorrectInstanceState", $"The instance '{id}' is not in a state from which it can be {verb}.");
                if (needed)
                {
                    state = state.With(Begin(context, before, passing));
                }

                done.Add((id, before.State, state.Instance(id).State));
            }

            return (state, done);
        });
        return xml => xml.Set("instancesSet", changes, (item, change) =>
        {
            item.Text("instanceId", change.Id);
            InstanceXml.WriteState(item, "currentState", change.After);
            InstanceXml.WriteState(item, "previousState", change.Before);
        });
    }

    private static InstanceResource Begin(ActionContext context, InstanceResource instance, InstanceState passing) => instance with
    {
        State = passing,
        TransitionDue = context.Now + context.Account.TransitionDelay,
        LaunchTime = passing == InstanceState.Pending ? context.Now : instance.LaunchTime,
        StateTransitionReason = passing == InstanceState.Pending
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"User initiated ({context.Now.UtcDateTime:yyyy-MM-dd HH:mm:ss} GMT)"),
    };

    private static IEnumerable<InstanceResource> Select(LabState state, IReadOnlyList<string> ids)
    {
        Require(state, ids);
        return Lookup.Select(state.Instances, ids, ResourceKind.Instance);
    }

    private static void Require(LabState state, IReadOnlyList<string> ids)
    {
        var missing = ids.Where(id => !state.Instances.ContainsKey(id)).ToArray();
        if (missing.Length > 1)
        {
            throw new Ec2Exception(ResourceKind.Instance.NotFoundCode, $"The instance IDs '{string.Join(", ", missing)}' do not exist");
        }

        if (missing.Length == 1)
        {
            throw ResourceKind.Instance.NotFound(missing[0]);
        }
    }

    private static Ec2Exception Protected(InstanceResource instance, string verb, string attribute) => new(
        "OperationNotPermitted",
        $"The instance '{instance.Id}' may not be {verb}. Modify its '{attribute}' instance attribute and try again.");
}
