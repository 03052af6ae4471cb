using System.Collections.Immutable;
using System.ComponentModel;

namespace OverlayIp.Lab.Network;

/// <summary>
/// A network as it is in the kernel, and the changes to it. All of it happens on one thread, which visits the namespaces:
/// what it starts there runs there.
/// </summary>
/// <param name="openServices">Opens what an instance is served with (metadata, the API), in whose namespace the thread is
/// when this is called with the instance's id.</param>
internal sealed class LinuxNetwork(Func<string, IAsyncDisposable> openServices)
{
    /// <summary>Where instances find their metadata. The address is on <c>lo</c>: nobody else's way leads there.</summary>
    public const string MetadataAddress = "169.254.169.254";

    private static readonly (string Path, string Value)[] RouterSettings =
    [
        ("ipv4/ip_forward", "1"),
        ("ipv4/conf/all/rp_filter", "0"),
        ("ipv4/conf/default/rp_filter", "0"),
        ("ipv4/conf/all/send_redirects", "0"),
        ("ipv4/conf/default/send_redirects", "0"),
        // Whoever asks for a neighbour gets the router's MAC, as on EC2: there is no layer 2 between instances.
        ("ipv4/conf/default/proxy_arp", "1"),
        ("ipv6/conf/all/forwarding", "1"),
        ("ipv6/conf/default/accept_dad", "0"),
        ("ipv6/conf/default/addr_gen_mode", "1"),
    ];

    private static readonly (string Path, string Value)[] NodeSettings =
    [
        // What systemd gives the distributions of EC2: loose.
        ("ipv4/conf/all/rp_filter", "0"),
        ("ipv4/conf/default/rp_filter", "2"),
        ("ipv6/conf/default/accept_ra", "0"),
        ("ipv6/conf/default/accept_dad", "0"),
    ];

    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IAsyncDisposable> _services = new(StringComparer.Ordinal);
    private readonly List<string> _problems = [];

    /// <summary>The network that is in force.</summary>
    public DesiredNetwork Applied { get; private set; } = DesiredNetwork.Nothing;

    /// <summary>Changes the network. What fails does not keep the rest from being done.</summary>
    /// <returns>What failed; empty when all went well.</returns>
    public IReadOnlyList<string> Apply(DesiredNetwork desired)
    {
        _problems.Clear();
        var change = NetworkChange.Between(Applied, desired);
        RemoveLinks(change);
        using var hold = new NamespaceHold();
        var gone = Ids(change.RemovedNodes.Where(node => hold.Add(node.Namespace)));
        RemoveNodes(change.RemovedNodes);
        ChangeNamespaces(change);
        // One that was about to enter when the others were killed: now that the name is gone, nobody follows it. Until here the
        // namespaces are held, or another lab's could have their numbers by now.
        NodeProcesses.Kill(gone);
        foreach (var router in change.Routers)
        {
            Within(router.Namespace, () =>
            {
                Nft(router.Firewall);
                Ip(router.Commands);
                Ip(router.Commands6, "-6");
                AnswerAtOnce(router.AddedInterfaces);
            });
        }

        SetUpNodes(change);
        NodeProcesses.Terminate(Ids(change.ShuttingDown));
        Applied = desired;
        return [.. _problems];
    }

    /// <summary>Ends every process in the network, then takes it down.</summary>
    public IReadOnlyList<string> Remove() => Apply(DesiredNetwork.Nothing);

    private void RemoveLinks(NetworkChange change)
    {
        foreach (var group in change.RemovedLinks.GroupBy(link => link.VpcId))
        {
            if (change.RemovedRouters.Any(router => router == Applied.Routers[group.Key]))
            {
                continue;
            }

            Within(Applied.Routers[group.Key].Namespace, () =>
            {
                Ip(string.Concat(group.Select(link => link.RouterTeardown)));
                Ip(string.Concat(group.Select(link => link.RouterTeardown6)), "-6");
            });
        }

        foreach (var link in change.RemovedLinks.Where(link => link.NodeTeardown.Length > 0 && !change.RemovedNodes.Any(node => node.Namespace == link.NodeNamespace)))
        {
            Within(link.NodeNamespace, () =>
            {
                Ip(link.NodeTeardown);
                Ip(link.NodeTeardown6, "-6");
            });
        }
    }

    private void RemoveNodes(ImmutableArray<NodeSpace> nodes)
    {
        NodeProcesses.Kill(Ids(nodes));
        foreach (var node in nodes)
        {
            if (_services.Remove(node.Namespace, out var services))
            {
                services.DisposeAsync().AsTask().GetAwaiter().GetResult();
            }
        }
    }

    private void ChangeNamespaces(NetworkChange change)
    {
        var gone = change.RemovedNodes.Select(node => node.Namespace).Concat(change.RemovedRouters.Select(router => router.Namespace)).ToArray();
        var nodes = change.AddedNodes.Select(node => node.Space.Namespace).ToArray();
        var routers = change.AddedRouters.Select(router => router.Namespace).ToArray();
        Ip(string.Concat(gone.Select(name => $"netns delete {name}\n")) + string.Concat(nodes.Concat(routers).Select(name => $"netns add {name}\n")));
        foreach (var name in gone)
        {
            _ids.Remove(name);
        }

        foreach (var name in nodes)
        {
            SetUp(name, NodeSettings);
        }

        foreach (var name in routers)
        {
            SetUp(name, RouterSettings);
            Within(name, () => Ip("link set lo up\n"));
        }
    }

    // A router that answers for others waits a random part of 0.8 s with it, so that the owner comes first: arp(7), proxy_delay.
    // Here it alone answers. New interfaces take the setting from the machine, never from their namespace, so each needs its own.
    private static void AnswerAtOnce(ImmutableArray<string> interfaces)
    {
        foreach (var name in interfaces)
        {
            var file = $"/proc/sys/net/ipv4/neigh/{name}/proxy_delay";
            // One that could not be made is among the problems already.
            if (File.Exists(file))
            {
                File.WriteAllText(file, "0");
            }
        }
    }

    private void SetUp(string name, (string Path, string Value)[] settings) => Within(name, () =>
    {
        _ids[name] = NamespaceScope.CurrentId();
        foreach (var (path, value) in settings)
        {
            var file = $"/proc/sys/net/{path}";
            // A kernel without IPv6 has none of its settings.
            if (File.Exists(file))
            {
                File.WriteAllText(file, value);
            }
        }
    });

    private void SetUpNodes(NetworkChange change)
    {
        var links = change.AddedLinks.ToLookup(link => link.NodeNamespace, StringComparer.Ordinal);
        foreach (var name in change.AddedNodes.Select(node => node.Space.Namespace).Union(links.Select(group => group.Key), StringComparer.Ordinal))
        {
            var isNew = change.AddedNodes.FirstOrDefault(node => node.Space.Namespace == name).InstanceId;
            var first = isNew is null ? "" : $"link set lo up\naddress add {MetadataAddress}/32 dev lo scope host\n";
            Within(name, () =>
            {
                Ip(first + string.Concat(links[name].OrderBy(link => link.Device, StringComparer.Ordinal).Select(link => link.NodeSetup)));
                Ip(string.Concat(links[name].Select(link => link.NodeSetup6)), "-6");
                if (isNew is not null)
                {
                    _services[name] = openServices(isNew);
                }
            });
        }
    }

    private void Within(string name, Action act)
    {
        try
        {
            using (NamespaceScope.Enter(name))
            {
                act();
            }
        }
        // SocketException is one as well.
        catch (Win32Exception problem)
        {
            _problems.Add($"{name}: {problem.Message}");
        }
        catch (IOException problem)
        {
            _problems.Add($"{name}: {problem.Message}");
        }
        catch (UnauthorizedAccessException problem)
        {
            _problems.Add($"{name}: {problem.Message}");
        }
    }

    // -force: what fails is reported, and the lines after it are carried out all the same.
    private void Ip(string commands, params string[] options) => Run("ip", [.. options, "-force", "-batch", "-"], commands);

    private void Nft(string transaction) => Run("nft", ["-f", "-"], transaction);

    private void Run(string program, string[] arguments, string input)
    {
        if (input.Length > 0 && NetworkTools.Run(program, arguments, input) is { } problem)
        {
            _problems.Add(problem);
        }
    }

    private HashSet<string> Ids(IEnumerable<NodeSpace> nodes) =>
        nodes.Select(node => _ids.GetValueOrDefault(node.Namespace)).OfType<string>().ToHashSet(StringComparer.Ordinal);
}
