using System.Collections.Frozen;
using OverlayIp.Lab.Query;

namespace OverlayIp.Lab.Actions;

/// <summary>An action: its handler, and the parameters that it has besides <c>DryRun</c>.</summary>
internal sealed record ActionEntry(Func<ActionContext, Action<Ec2Xml>?> Handler, FrozenSet<string> Parameters);

/// <summary>The EC2 actions of the lab by name.</summary>
internal sealed class ActionTable
{
    private readonly Dictionary<string, ActionEntry> _entries = new(StringComparer.Ordinal);

    /// <summary>Every EC2 action that the lab has.</summary>
    public static ActionTable Ec2 { get; } = CreateEc2();

    public ActionEntry? Find(string action) => _entries.GetValueOrDefault(action);

    public IEnumerable<string> Names => _entries.Keys;

    /// <param name="action">The action's name.</param>
    /// <param name="handler">Carries it out.</param>
    /// <param name="parameters">The parameters' names, blank-separated, with <c>N</c> where a list's number stands.</param>
    public void Add(string action, Func<ActionContext, Action<Ec2Xml>?> handler, string parameters) =>
        _entries.Add(action, new ActionEntry(
            handler,
            parameters.Split(' ', StringSplitOptions.RemoveEmptyEntries).Append("DryRun").ToFrozenSet(StringComparer.Ordinal)));

    private static ActionTable CreateEc2()
    {
        var table = new ActionTable();
        RouteActions.Register(table);
        RouteTableActions.Register(table);
        RouteTableAssociationActions.Register(table);
        PrefixListActions.Register(table);
        InstanceActions.Register(table);
        InstanceAttributeActions.Register(table);
        InstanceStatusActions.Register(table);
        InstanceProfileActions.Register(table);
        InstanceMetadataActions.Register(table);
        RunInstancesAction.Register(table);
        NetworkInterfaceActions.Register(table);
        NetworkInterfaceAttributeActions.Register(table);
        NetworkInterfaceAttachmentActions.Register(table);
        VpcActions.Register(table);
        VpcCidrActions.Register(table);
        SubnetActions.Register(table);
        SecurityGroupActions.Register(table);
        SecurityGroupRuleActions.Register(table);
        NetworkAclActions.Register(table);
        NetworkAclEntryActions.Register(table);
        VpcPeeringActions.Register(table);
        InternetGatewayActions.Register(table);
        TransitGatewayActions.Register(table);
        TransitGatewayAttachmentActions.Register(table);
        TransitGatewayRouteTableActions.Register(table);
        TransitGatewayAssociationActions.Register(table);
        TransitGatewayRouteActions.Register(table);
        TransitGatewayRouteSearch.Register(table);
        TagActions.Register(table);
        RegionActions.Register(table);
        return table;
    }
}
