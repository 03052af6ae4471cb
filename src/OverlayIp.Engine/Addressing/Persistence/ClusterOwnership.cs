namespace OverlayIp.Engine.Addressing.Persistence;

// Whether a cluster manager of this machine moves an address: then the boot must not bring it up as well, or two nodes
// have it at once.
internal static class ClusterOwnership
{
    private const string Keepalived = "/etc/keepalived";

    // What configures cluster resources, and whose it is: pacemaker's own copy of the CIB, rgmanager's configuration.
    private static readonly (string Path, string Manager)[] Files =
        [("/var/lib/pacemaker/cib/cib.xml", "Pacemaker"), ("/etc/cluster/cluster.conf", "rgmanager")];

    // "keepalived (/etc/keepalived/keepalived.conf)", or null when no cluster manager mentions the address.
    public static string? Find(RootedTree tree, CidrBlock address)
    {
        var candidates = tree.List(Keepalived)
            .SelectMany(name => tree.List($"{Keepalived}/{name}").Select(inner => $"{Keepalived}/{name}/{inner}").Prepend($"{Keepalived}/{name}"))
            .Where(path => path.EndsWith(".conf", StringComparison.Ordinal))
            .Select(path => (Path: path, Manager: "keepalived"))
            .Concat(Files);
        return candidates.Where(candidate => Mentions(tree.Read(candidate.Path), address)).Select(candidate => $"{candidate.Manager} ({candidate.Path})").FirstOrDefault();
    }

    private static bool Mentions(string? text, CidrBlock address)
    {
        foreach (var line in (text ?? "").Split('\n').Select(line => line.TrimStart()).Where(line => line.Length > 0 && line[0] is not ('#' or '!')))
        {
            foreach (var word in line.Split([' ', '\t', '"', '\'', '=', ',', ';', '<', '>', '{', '}'], StringSplitOptions.RemoveEmptyEntries))
            {
                var slash = word.IndexOf('/', StringComparison.Ordinal);
                if (CidrBlock.TryParse(slash < 0 ? word : word[..slash], out var block) && block == address)
                    return true;
            }
        }

        return false;
    }
}
