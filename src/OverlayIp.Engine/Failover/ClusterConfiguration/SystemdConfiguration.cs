namespace OverlayIp.Engine.Failover.ClusterConfiguration;

/// <summary>Units for systemd: the resident agent, and a takeover that goes with a service.</summary>
internal static class SystemdConfiguration
{
    // What the executable needs: the network, netlink for the address, its own directory. A JIT compiler writes and executes memory, so
    // MemoryDenyWriteExecute is not among them.
    private const string Hardening = """
        NoNewPrivileges=yes
        CapabilityBoundingSet=CAP_NET_ADMIN
        AmbientCapabilities=CAP_NET_ADMIN
        ProtectSystem=strict
        ProtectHome=read-only
        PrivateTmp=yes
        PrivateDevices=yes
        ProtectKernelTunables=yes
        ProtectKernelModules=yes
        ProtectControlGroups=yes
        RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
        RestrictNamespaces=yes
        RestrictSUIDSGID=yes
        LockPersonality=yes
        """;

    public static IEnumerable<OverlayClusterFile> FilesOf(ClusterPlan plan, ClusterNode node)
    {
        yield return new OverlayClusterFile
        {
            Node = node.Name,
            Path = NodeFileText.ConfigurationPath,
            Mode = "0644",
            Content = NodeFileText.Configuration(plan, node, vrrpInstance: null, setsAddress: true),
        };
        yield return TakeoverUnit(plan, node);
        yield return AgentUnit(plan, node, before: "overlayip-takeover.service");
    }

    /// <summary>The resident agent.</summary>
    public static OverlayClusterFile AgentUnit(ClusterPlan plan, ClusterNode node, string before) => Unit(node, "overlayip-agent.service", $"""
        {NodeFileText.Head(plan, node, "/etc/systemd/system/overlayip-agent.service: systemctl enable --now overlayip-agent").TrimEnd()}
        [Unit]
        Description=Overlay address agent for {string.Join(", ", plan.RouteSets.Select(s => s.Destination))}
        Wants=network-online.target
        After=network-online.target
        Before={before}

        [Service]
        Type=notify
        ExecStart={plan.AgentPath} agent --config {NodeFileText.ConfigurationPath} --fifo {NodeFileText.FifoPath}
        ExecReload=/bin/kill -HUP $MAINPID
        WatchdogSec=30
        Restart=always
        RestartSec=1
        # keepalived holds the FIFO open across restarts of the agent.
        RuntimeDirectory=overlayip
        RuntimeDirectoryPreserve=yes
        {Hardening}

        [Install]
        WantedBy=multi-user.target

        """);

    // Taking over is for the node whose service starts; releasing gives the local address up and leaves the routes to whoever takes them.
    private static OverlayClusterFile TakeoverUnit(ClusterPlan plan, ClusterNode node)
    {
        var binding = plan.Service is { } service
            ? $"# The address goes with the service: here when it starts, away when it stops.\nBindsTo={service}\nAfter={service}"
            : "# To have the address go with a service, add BindsTo=name.service and After=name.service, and WantedBy=name.service below.";
        return Unit(node, "overlayip-takeover.service", $"""
            {NodeFileText.Head(plan, node, "/etc/systemd/system/overlayip-takeover.service: systemctl start overlayip-takeover makes this node the target").TrimEnd()}
            [Unit]
            Description=Takeover of {string.Join(", ", plan.RouteSets.Select(s => s.Destination))}
            Wants=network-online.target
            After=network-online.target
            {binding}

            [Service]
            Type=oneshot
            RemainAfterExit=yes
            ExecStart={plan.AgentPath} takeover --config {NodeFileText.ConfigurationPath}
            ExecStop={plan.AgentPath} release --config {NodeFileText.ConfigurationPath}
            # The takeover keeps to a deadline of its own, a minute; this is for the case that it cannot.
            TimeoutStartSec=90
            TimeoutStopSec=90
            RuntimeDirectory=overlayip
            RuntimeDirectoryPreserve=yes
            {Hardening}

            [Install]
            # Not enabled by itself at boot unless a service brings it: two nodes that boot would take the address from each other.
            {(plan.Service is null ? "# WantedBy=name.service" : $"WantedBy={plan.Service}")}

            """);
    }

    private static OverlayClusterFile Unit(ClusterNode node, string name, string text) =>
        new() { Node = node.Name, Path = $"/etc/systemd/system/{name}", Mode = "0644", Content = text.ReplaceLineEndings("\n") };
}
