using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>DescribeInstanceStatus. A running instance of the lab always passes its status checks.</summary>
internal static class InstanceStatusActions
{
    private static readonly FilterTable<InstanceResource> Filters = new(new()
    {
        ["availability-zone"] = InstanceFilters.All["availability-zone"],
        ["availability-zone-id"] = InstanceFilters.All["availability-zone-id"],
        ["instance-state-name"] = InstanceFilters.All["instance-state-name"],
        ["instance-state-code"] = InstanceFilters.All["instance-state-code"],
        ["instance-status.status"] = (_, instance) => [StatusOf(instance)],
        ["system-status.status"] = (_, instance) => [StatusOf(instance)],
        ["instance-status.reachability"] = (_, instance) => [instance.State == InstanceState.Running ? "passed" : null],
        ["system-status.reachability"] = (_, instance) => [instance.State == InstanceState.Running ? "passed" : null],
        ["attached-ebs-status.status"] = (_, instance) => [StatusOf(instance)],
        ["operator.managed"] = (_, _) => ["false"],
        // Nothing is ever scheduled for an instance of the lab.
        ["event.code"] = (_, _) => [],
        ["event.description"] = (_, _) => [],
        ["event.instance-event-id"] = (_, _) => [],
        ["event.not-after"] = (_, _) => [],
        ["event.not-before"] = (_, _) => [],
        ["event.not-before-deadline"] = (_, _) => [],
    });

    private static readonly PageLimits Limits = new(5, 1000);

    public static void Register(ActionTable table) => table.Add(
        "DescribeInstanceStatus",
        Describe,
        "InstanceId.N Filter.N.Name Filter.N.Value.N MaxResults NextToken IncludeAllInstances IncludeManagedResources");

    private static Action<Ec2Xml> Describe(ActionContext context)
    {
        var ids = context.Parameters.Ids("InstanceId", ResourceKind.Instance);
        var all = context.Parameters.Boolean("IncludeAllInstances");
        Paging.RefuseIdsWithMaxResults(context, ids, "instancesSet");
        context.Authorize();
        var found = Filters.Apply(context, Lookup.Select(context.Seen.Instances, ids, ResourceKind.Instance))
            .Where(instance => all || instance.State == InstanceState.Running);
        var page = Paging.Cut(context, found, instance => instance.Id, Limits);
        return xml =>
        {
            xml.Set("instanceStatusSet", page.Items, (item, instance) => Write(context, item, instance));
            xml.Text("nextToken", page.NextToken);
        };
    }

    private static void Write(ActionContext context, Ec2Xml xml, InstanceResource instance)
    {
        xml.Text("instanceId", instance.Id);
        xml.Text("availabilityZone", instance.Zone);
        xml.Text("availabilityZoneId", context.Account.ZoneId(instance.Zone));
        InstanceXml.WriteState(xml, "instanceState", instance.State);
        WriteCheck(xml, "systemStatus", instance);
        WriteCheck(xml, "instanceStatus", instance);
        WriteCheck(xml, "attachedEbsStatus", instance);
    }

    private static void WriteCheck(Ec2Xml xml, string name, InstanceResource instance) => xml.Element(name, item =>
    {
        item.Text("status", StatusOf(instance));
        item.Set("details", instance.State == InstanceState.Running ? ["reachability"] : Array.Empty<string>(), (detail, check) =>
        {
            detail.Text("name", check);
            detail.Text("status", "passed");
        });
    });

    private static string StatusOf(InstanceResource instance) => instance.State == InstanceState.Running ? "ok" : "not-applicable";
}
