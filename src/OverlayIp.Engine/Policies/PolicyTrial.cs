namespace OverlayIp.Engine.Policies;

/// <summary>
/// Makes up the calls that tell whether a policy is right: those that its purpose needs, and beside each those that it must not allow.
/// </summary>
public static class PolicyTrial
{
    private const string Everything = "*";

    // Documentation addresses (RFC 5737): the calls are tried, never carried out.
    private const string Destination = "198.51.100.1/32";

    /// <summary>Makes up the calls.</summary>
    /// <param name="policy">The policy; its document plays no part, only what it is for.</param>
    public static IReadOnlyList<PolicyProbe> Plan(OverlayPolicy policy)
    {
        var near = new PolicyNeighbourhood(policy);
        return [.. Needed(policy, near), .. Neighbouring(policy, near)];
    }

    private static IEnumerable<PolicyProbe> Needed(OverlayPolicy policy, PolicyNeighbourhood near)
    {
        foreach (var action in PolicyActions.Reading(policy.Purpose))
        {
            yield return new PolicyProbe(near.World, Bare(action), Everything, "what the purpose reads", PolicyDecision.Allowed, new Dictionary<string, string>());
        }

        if (policy.Purpose == OverlayPolicyPurpose.Validate)
        {
            var list = $"{Ec2ResourceId.PrefixList}-0{1:x16}";
            yield return new PolicyProbe(near.World, Bare(PolicyActions.PrefixListEntries), Arn(near.World, policy, "prefix-list", list), "a prefix list",
                PolicyDecision.Allowed, new Dictionary<string, string> { ["PrefixListId"] = list });
            var table = $"tgw-rtb-0{1:x16}";
            yield return new PolicyProbe(near.World, Bare(PolicyActions.TransitGatewayRoutes), Arn(near.World, policy, "transit-gateway-route-table", table),
                "a route table of a transit gateway", PolicyDecision.Allowed, new Dictionary<string, string>
                {
                    ["TransitGatewayRouteTableId"] = table,
                    ["Filter.1.Name"] = "state",
                    ["Filter.1.Value.1"] = "active",
                });
        }

        var allowed = PolicyActions.OnRouteTables(policy.Purpose, policy.CreateMissing);
        foreach (var table in policy.Resources.Where(r => r.Arn.Type == Ec2Arn.RouteTable))
        {
            foreach (var action in allowed)
            {
                yield return OnTable(near.WorldOf(table), policy, action, table.Id, near.OtherInterface, "a route table of the policy", PolicyDecision.Allowed);
            }
        }

        foreach (var eni in policy.Purpose == OverlayPolicyPurpose.Setup ? policy.Resources.Where(r => r.Arn.Type == Ec2Arn.NetworkInterface) : [])
        {
            yield return OnInterface(near.WorldOf(eni), policy, eni.Id, "SourceDestCheck.Value", "false", "the check of a target, off", PolicyDecision.Allowed);
            yield return OnInterface(near.WorldOf(eni), policy, eni.Id, "SourceDestCheck.Value", "true", "the check of a target, on", PolicyDecision.Allowed);
        }
    }

    private static IEnumerable<PolicyProbe> Neighbouring(OverlayPolicy policy, PolicyNeighbourhood near)
    {
        string[] onRoutes = [PolicyActions.CreateRoute, PolicyActions.ReplaceRoute, PolicyActions.DeleteRoute];
        var allowed = PolicyActions.OnRouteTables(policy.Purpose, policy.CreateMissing);
        var table = policy.Resources.FirstOrDefault(r => r.Arn.Type == Ec2Arn.RouteTable);
        var tableWorld = table is null ? near.World : near.WorldOf(table);
        var tableId = table?.Id ?? near.OtherTable;
        var eni = policy.Resources.FirstOrDefault(r => r.Arn.Type == Ec2Arn.NetworkInterface);
        var eniWorld = eni is null ? near.World : near.WorldOf(eni);
        var eniId = eni?.Id ?? near.OtherInterface;
        var elsewhere = tableWorld with { Region = OtherRegion(policy.Region) };

        foreach (var action in onRoutes)
        {
            if (!allowed.Contains(action))
            {
                yield return OnTable(tableWorld, policy, action, tableId, eniId, "a route table of the policy", PolicyDecision.Denied);
            }

            yield return OnTable(near.World, policy, action, near.OtherTable, eniId, "another route table of the VPC", PolicyDecision.Denied);
            yield return OnTable(near.World, policy, action, near.TableOfOtherVpc, near.InterfaceOfOtherVpc, "a route table of another VPC", PolicyDecision.Denied);
            yield return OnTable(elsewhere, policy, action, tableId, eniId, "the same id in another Region", PolicyDecision.Denied);
        }

        if (policy.RequiredTags.Count > 0 && allowed.Count > 0)
        {
            var untagged = tableWorld with { Tags = new Dictionary<string, string>() };
            yield return OnTable(untagged, policy, allowed[^1], tableId, eniId, "the route table without the tags", PolicyDecision.Denied);
        }

        yield return new PolicyProbe(elsewhere, "DescribeRouteTables", Everything, "reading in another Region", PolicyDecision.Denied, new Dictionary<string, string>());
        yield return On(tableWorld, policy, "DeleteRouteTable", Ec2Arn.RouteTable, tableId, "RouteTableId", "a route table of the policy");
        yield return On(near.World, policy, "CreateRouteTable", Ec2Arn.Vpc, near.VpcId, "VpcId", "a new route table in the VPC");
        yield return On(near.World, policy, "DeleteVpc", Ec2Arn.Vpc, near.VpcId, "VpcId", "the VPC");
        yield return On(tableWorld, policy, "CreateTags", Ec2Arn.RouteTable, tableId, "ResourceId.1", "the tags of a route table",
            ("Tag.1.Key", "overlayip"), ("Tag.1.Value", "tried"));

        if (policy.Purpose != OverlayPolicyPurpose.Setup)
        {
            yield return OnInterface(eniWorld, policy, eniId, "SourceDestCheck.Value", "false", "the check of a target", PolicyDecision.Denied);
        }

        yield return OnInterface(near.World, policy, near.OtherInterface, "SourceDestCheck.Value", "false", "the check of another interface", PolicyDecision.Denied);
        yield return OnInterface(near.World, policy, near.InterfaceOfOtherVpc, "SourceDestCheck.Value", "false", "the check of another VPC's interface", PolicyDecision.Denied);
        yield return OnInterface(eniWorld, policy, eniId, "Description.Value", "tried", "another attribute of a target", PolicyDecision.Denied);
        yield return On(eniWorld, policy, "DeleteNetworkInterface", Ec2Arn.NetworkInterface, eniId, "NetworkInterfaceId", "the interface of a target");

        foreach (var (instance, subject) in new[] { (near.Instance, "a node"), (near.OtherInstance, "another instance of the VPC"), (near.InstanceOfOtherVpc, "an instance of another VPC") })
        {
            yield return On(near.World, policy, "TerminateInstances", Ec2Arn.Instance, instance, "InstanceId.1", subject);
            yield return On(near.World, policy, "StopInstances", Ec2Arn.Instance, instance, "InstanceId.1", subject);
        }

        yield return On(near.World, policy, "ModifyInstanceAttribute", Ec2Arn.Instance, near.Instance, "InstanceId", "an attribute of a node",
            ("DisableApiTermination.Value", "false"));
    }

    private static PolicyProbe OnTable(
        PolicyWorld world, OverlayPolicy policy, string action, string tableId, string eniId, string subject, PolicyDecision expected)
    {
        var parameters = new Dictionary<string, string> { ["RouteTableId"] = tableId, ["DestinationCidrBlock"] = Destination };
        if (action != PolicyActions.DeleteRoute)
        {
            parameters["NetworkInterfaceId"] = eniId;
        }

        return new PolicyProbe(world, Bare(action), Arn(world, policy, Ec2Arn.RouteTable, tableId), subject, expected, parameters);
    }

    private static PolicyProbe OnInterface(
        PolicyWorld world, OverlayPolicy policy, string eniId, string attribute, string value, string subject, PolicyDecision expected) =>
        new(world, Bare(PolicyActions.ModifyNetworkInterface), Arn(world, policy, Ec2Arn.NetworkInterface, eniId), subject, expected,
            new Dictionary<string, string> { ["NetworkInterfaceId"] = eniId, [attribute] = value });

    // What no purpose needs.
    private static PolicyProbe On(
        PolicyWorld world, OverlayPolicy policy, string action, string type, string id, string parameter, string subject, params (string Name, string Value)[] more) =>
        new(world, action, Arn(world, policy, type, id), subject, PolicyDecision.Denied,
            more.Prepend((parameter, id)).ToDictionary(p => p.Item1, p => p.Item2));

    private static string Arn(PolicyWorld world, OverlayPolicy policy, string type, string id) =>
        new Ec2Arn(policy.Partition, world.Region, world.AccountId, type, id).ToString();

    // In the same partition, whose ARNs begin alike.
    private static string OtherRegion(string region) => region.Split('-')[0] switch
    {
        "cn" => region == "cn-north-1" ? "cn-northwest-1" : "cn-north-1",
        "us" when region.StartsWith("us-gov-", StringComparison.Ordinal) => region == "us-gov-west-1" ? "us-gov-east-1" : "us-gov-west-1",
        _ => region == "us-east-1" ? "us-west-2" : "us-east-1",
    };

    private static string Bare(string action) => action[(action.IndexOf(':', StringComparison.Ordinal) + 1)..];
}
