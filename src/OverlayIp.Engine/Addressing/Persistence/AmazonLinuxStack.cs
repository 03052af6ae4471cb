using System.Text.RegularExpressions;

namespace OverlayIp.Engine.Addressing.Persistence;

// Amazon Linux 2023: amazon-ec2-net-utils links /run/systemd/network/70-<interface>.network to its 80-ec2.network at every
// boot (create_interface_config in its lib/lib.sh), so a drop-in for that name in /etc is both permanent and the
// interface's alone. One for 80-ec2.network would be for every interface. Debian's build of it says 07 instead of 70.
internal sealed partial class AmazonLinuxStack : NetworkdStack
{
    private const string SharedFile = "80-ec2.network";
    private const string RunDirectory = "/run/systemd/network";

    public override OverlayAddressStack Kind => OverlayAddressStack.AmazonLinux;

    public static bool IsMadeByNetUtils(RootedTree tree, string networkFile)
    {
        if (!IsInstalled(tree))
            return false;

        var name = Path.GetFileName(networkFile);
        var isConfigured = tree.Exists($"{NetworkdFiles.ConfigurationDirectory}/{name}") || tree.Exists($"/usr/lib/systemd/network/{name}");
        return name == SharedFile || (PerInterface().IsMatch(name) && !isConfigured);
    }

    public override StackTarget? Locate(SystemView view, string interfaceName, bool byFiles)
    {
        var applied = view.AppliedNetworkFile(interfaceName);
        if (applied is null && (!byFiles || interfaceName == "lo" || !IsInstalled(view.Tree)))
            return null;

        if (applied is not null && !IsMine(view.Tree, applied))
            return null;

        // Before policy-routes@<interface> has made its file, the one that all interfaces share is in use.
        return new StackTarget(interfaceName)
        {
            File = applied is null || Path.GetFileName(applied) == SharedFile ? $"{RunDirectory}/{Made(view.Tree, interfaceName)}" : applied,
        };
    }

    protected override bool IsMine(RootedTree tree, string networkFile) => IsMadeByNetUtils(tree, networkFile);

    private static bool IsInstalled(RootedTree tree) =>
        tree.Exists("/usr/lib/systemd/network/" + SharedFile)
        && (tree.Exists("/usr/lib/systemd/system/policy-routes@.service") || tree.Exists("/lib/systemd/system/policy-routes@.service"));

    private static string Made(RootedTree tree, string interfaceName) =>
        tree.List(RunDirectory).FirstOrDefault(name => PerInterface().Match(name) is { Success: true } match && match.Groups["interface"].Value == interfaceName)
            ?? $"70-{interfaceName}.network";

    [GeneratedRegex(@"\A(07|70)-(?<interface>[^/]+)\.network\z")]
    private static partial Regex PerInterface();
}
