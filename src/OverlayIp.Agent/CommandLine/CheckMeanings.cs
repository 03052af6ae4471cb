namespace OverlayIp.Agent.CommandLine;

/// <summary>What each check of <c>overlayip check</c> is about, in the words of the help.</summary>
internal static class CheckMeanings
{
    /// <summary>The ids, in the order in which they are reported, and the conditions.</summary>
    public static IReadOnlyList<(string Id, string Meaning)> Table { get; } =
    [
        ("TargetRunning", "what the routes point to is attached and running"),
        ("CandidateRunning", "so is every candidate"),
        ("CandidateInVpc", "the candidates lie in the VPC of the route tables"),
        ("OneInterface", "a candidate named by its instance has one network interface"),
        ("NodeHealthy", "EC2's status checks are not impaired, and AWS has scheduled nothing"),
        ("SourceDestCheckOff", "the source/destination check of every node is off"),
        ("RouteInEveryTable", "every route table that clients' subnets use has the route"),
        ("TablesAgree", "all of them point to the same network interface"),
        ("RouteActive", "no route is a blackhole"),
        ("NotShadowed", "no longer prefix takes a part of the destination elsewhere"),
        ("RouteQuota", "the route tables have room"),
        ("OutsideVpc", "the destination lies outside every block of the VPC"),
        ("OutsidePeers", "and outside those of its peers, and of the VPCs at its transit gateways"),
        ("Ipv6Enabled", "for an IPv6 address: VPC and subnets have IPv6 blocks"),
        ("ReachableFrom", "with --from: routing leads from there to the address and back"),
        ("SecurityGroupIn", "with --port or --protocol: the nodes' security groups let the traffic in"),
        ("SecurityGroupOut", "the clients' security groups let it out to the overlay address"),
        ("NetworkAclIn", "network ACLs let requests in at the nodes, and answers at the clients"),
        ("NetworkAclOut", "and out at the other ends"),
        ("MaySwitch", "a dry run of the real calls: this identity may switch each route table"),
        ("RoleMaySwitch", "so may --failover-role"),
        ("LocalAddress", "run on the target: the operating system has the address; with a configuration file only where \"address\" is set, or when it is named"),
        ("KernelSettings", "on a node that has it: no setting of the kernel drops its packets"),
    ];
}
