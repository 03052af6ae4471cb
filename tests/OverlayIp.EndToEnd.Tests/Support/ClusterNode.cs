using System.Diagnostics;
using System.Globalization;
using OverlayIp.Network.Tests.Support;

namespace OverlayIp.EndToEnd.Tests.Support;

/// <summary>
/// A process in a node with mounts, process ids and a host name of its own, so that the files of a cluster are each node's and the resource
/// agent is installed without a change of the machine; see <c>cluster-node.sh</c>.
/// </summary>
internal sealed class ClusterNode : IDisposable
{
    private readonly Scene _scene;
    private Process? _process;

    public ClusterNode(Scene scene, OverlayLabNode node)
    {
        (_scene, Node) = (scene, node);
        // The stock agent always names a profile, and the AWS CLI wants it to be in a file. The credentials are the instance's role's.
        Configuration = Path.Combine(scene.Folder.FullName, "aws-config");
        File.WriteAllText(Configuration, string.Concat(new[] { "default", "profile cluster" }.Select(profile => $"[{profile}]\nregion = {scene.Lab.Api.Lab.Region}\n")));
    }

    public OverlayLabNode Node { get; }

    private string Configuration { get; }

    /// <summary>Skips the test where the programs are missing.</summary>
    public static void Require(params (string Program, string Package)[] more)
    {
        Networked.Require([("unshare", "util-linux"), ("nsenter", "util-linux"), .. more]);
        Skip.IfNot(Directory.Exists("/usr/lib/ocf/resource.d"), "There is no /usr/lib/ocf/resource.d. Debian and Ubuntu: apt-get install resource-agents.");
    }

    /// <summary>A command of a node that is prepared for it alone.</summary>
    public ProcessStartInfo Prepared(string program, params string[] arguments)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "Support", "cluster-node.sh");
        var start = _scene.Lab.Of(Node).Command("unshare",
        [
            "--mount", "--pid", "--uts", "--fork", "--kill-child", "/bin/sh", script, Node.Name, AppContext.BaseDirectory.TrimEnd('/'), program, .. arguments,
        ]);
        start.Environment["AWS_CONFIG_FILE"] = Configuration;
        start.Environment["AWS_SHARED_CREDENTIALS_FILE"] = Path.Combine(_scene.Folder.FullName, "no-credentials");
        return start;
    }

    /// <summary>Starts a program that keeps running.</summary>
    public void Start(string program, params string[] arguments) => _process = Process.Start(Prepared(program, arguments))!;

    /// <summary>Runs a command beside it.</summary>
    public Task<CommandResult> RunAsync(string program, params string[] arguments) => CommandResult.OfAsync(new ProcessStartInfo(
        Networked.Find("nsenter")!, ["--target", Child(), "--mount", "--pid", "--uts", "--net", program, .. arguments]));

    /// <summary>Runs a command line of a shell beside it, and requires that it succeeds.</summary>
    public async Task<string> DoAsync(string commandLine)
    {
        var result = await RunAsync("/bin/sh", "-c", commandLine);
        Assert.True(result.ExitCode == 0, $"{Node.Name}: {commandLine}: {result.ExitCode}\n{result.Output}{result.Error}");
        return result.Output;
    }

    // The lab ends what runs in its nodes.
    public void Dispose() => _process?.Dispose();

    // unshare waits; its child is the first process of the new process ids.
    private string Child()
    {
        var id = _process!.Id.ToString(CultureInfo.InvariantCulture);
        return File.ReadAllText($"/proc/{id}/task/{id}/children").Trim();
    }
}
