using System.Globalization;
using OverlayIp.Engine.Addressing;
using OverlayIp.Engine.Addressing.Persistence;

namespace OverlayIp.Engine.Tests.Addressing.Persistence;

public class AtomicChangeTests
{
    private static readonly CidrBlock Address = CidrBlock.Parse("10.2.0.1");

    // One whose file is new, one whose directory is new too, two with lines in a file of somebody else, one of two files.
    public static TheoryData<string, string> Changes
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var system in (string[])["Ubuntu", "networkd", "RHEL 10", "SLES 15", "nothing"])
            {
                data.Add(system, "add");
                data.Add(system, "remove");
            }

            return data;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Changes))]
    public async Task A_failure_at_any_step_leaves_each_file_old_or_new(string system, string what)
    {
        var (before, after) = await StatesAsync(system, what);
        var finished = false;
        for (var step = 0; !finished; step++)
        {
            using var tree = await PreparedAsync(system, what);
            var operations = new InterruptedFileOperations(new FileOperations(new ProcessRunner()), step, () => throw new IOException("No space left on device"));
            try
            {
                await CrashingProgram.ChangeAsync(LinuxAddressPersistence.For(tree.Root, isOffline: true, new ProcessRunner(), operations), what);
                finished = operations.Steps <= step;
            }
            catch (OverlayIpException error)
            {
                Assert.Equal("AddressFileNotWritten", error.ErrorId);
            }

            AssertOldOrNew(tree, before, after, $"step {step}");
            Assert.DoesNotContain(Directory.EnumerateFiles(tree.Root, ".*", SearchOption.AllDirectories), IsTemporary);
        }

        // Unless nothing was interrupted at all, the table above proves nothing.
        Assert.NotEqual(before.Count + after.Count, before.Count(entry => after.GetValueOrDefault(entry.Key) == entry.Value) * 2);
    }

    [SkippableTheory]
    [MemberData(nameof(Changes))]
    public async Task A_kill_at_any_step_leaves_each_file_old_or_new_and_the_next_run_ends_the_work(string system, string what)
    {
        var (before, after) = await StatesAsync(system, what);
        var killed = 0;

        // What the killed leave behind (a folder and three pipes each) goes with it.
        using var left = new TemporaryFolder();
        for (var step = 0; ; step++)
        {
            using var tree = await PreparedAsync(system, what);
            var child = await new ProcessRunner { Timeout = TimeSpan.FromMinutes(3) }.RunAsync(
                new("env", [$"TMPDIR={left.Path}", "dotnet", "exec", typeof(CrashingProgram).Assembly.Location, "crash", tree.Root, what, step.ToString(CultureInfo.InvariantCulture)]), default);
            if (child.ExitCode == 0)
                break;

            Assert.True(child.ExitCode == 128 + 9, $"exit code {child.ExitCode}: {child.Error}");
            killed++;
            AssertOldOrNew(tree, before, after, $"killed at step {step}");

            await CrashingProgram.ChangeAsync(tree.Image(), what);
            Assert.Equal(after, Files(tree));
        }

        Assert.True(killed >= 2, $"The change had {killed} steps only.");
    }

    [SkippableFact]
    public async Task A_file_that_changed_after_planning_is_left_alone()
    {
        using var tree = Systems.Make("SLES 15", isImage: true);
        var image = tree.Image();
        var plan = await image.PlanAddAsync(new PersistRequest { Address = Address, InterfaceName = "eth0" }, default);
        tree.File("/etc/sysconfig/network/ifcfg-eth0", "BOOTPROTO='static'\n");
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => image.ApplyAsync(plan, SilentObserver.Instance, default));
        Assert.Equal(("AddressFileChanged", OverlayErrorKind.Refused, "/etc/sysconfig/network/ifcfg-eth0"), (error.ErrorId, error.Kind, error.Subject));
        Assert.Equal("BOOTPROTO='static'\n", tree.Read("/etc/sysconfig/network/ifcfg-eth0"));
    }

    [SkippableFact]
    public async Task Links_are_followed_inside_the_image_and_stay_links()
    {
        using var tree = Systems.Make("nothing", isImage: true);
        tree.Enabled("wicked.service").File("/data/ifcfg-eth0", Systems.WickedIfcfg).Folder("/data/net").Link("/etc/sysconfig/network", "/data/net")
            .Link("/data/net/ifcfg-eth0", "../../../../../../data/ifcfg-eth0");
        await CrashingProgram.ChangeAsync(tree.Image(), "add");
        Assert.Equal("../../../../../../data/ifcfg-eth0", new FileInfo(tree.Full("/data/net/ifcfg-eth0")).LinkTarget);
        Assert.Contains("IPADDR_OVIP_10_2_0_1='10.2.0.1/32'", tree.Read("/data/ifcfg-eth0"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Links_in_a_circle_are_an_error()
    {
        using var tree = Systems.Make("SLES 15", isImage: true);
        File.Delete(tree.Full("/etc/sysconfig/network/ifcfg-eth0"));
        tree.Link("/etc/sysconfig/network/ifcfg-eth0", "ifcfg-eth0");
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => tree.Image().PlanAddAsync(new PersistRequest { Address = Address, InterfaceName = "eth0" }, default));
        Assert.Equal("AddressFileUnreadable", error.ErrorId);
    }

    [SkippableFact]
    public async Task Mode_and_owner_of_a_changed_file_stay()
    {
        Skip.If(!Environment.IsPrivilegedProcess, "Giving a file to somebody else needs root.");
        using var tree = Systems.Make("RHEL 10", isImage: true);
        const string path = "/etc/NetworkManager/system-connections/cloud-init-ens5.nmconnection";
        await new ProcessRunner().RunAsync(new("chown", ["12:34", tree.Full(path)]), default);
        await new ProcessRunner().RunAsync(new("chmod", ["640", tree.Full(path)]), default);
        await CrashingProgram.ChangeAsync(tree.Image(), "add");
        var owner = await new ProcessRunner().RunAsync(new("stat", ["-c", "%u:%g %a", tree.Full(path)]), default);
        Assert.Equal("12:34 640\n", owner.Output);
    }

    [SkippableFact]
    public async Task Without_the_right_to_write_nothing_is_changed_and_the_error_says_so()
    {
        Skip.If(!Environment.IsPrivilegedProcess, "Giving up rights needs root.");
        using var tree = Systems.Make("Debian 11", isImage: true);
        var before = tree.Snapshot();
        var operations = new InterruptedFileOperations(new FileOperations(new ProcessRunner()), 0, () => throw new UnauthorizedAccessException("Permission denied"));
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => CrashingProgram.ChangeAsync(LinuxAddressPersistence.For(tree.Root, isOffline: true, new ProcessRunner(), operations), "add"));
        Assert.Equal(("AddressPermissionDenied", OverlayErrorKind.PermissionDenied), (error.ErrorId, error.Kind));
        Assert.Equal(before, tree.Snapshot());
    }

    private static async Task<SystemTree> PreparedAsync(string system, string what)
    {
        var tree = Systems.Make(system, isImage: true);
        if (what == "remove")
            await CrashingProgram.ChangeAsync(tree.Image(), "add");

        return tree;
    }

    private static async Task<(Dictionary<string, string> Before, Dictionary<string, string> After)> StatesAsync(string system, string what)
    {
        using var tree = await PreparedAsync(system, what);
        var before = Files(tree);
        await CrashingProgram.ChangeAsync(tree.Image(), what);
        return (before, Files(tree));
    }

    private static Dictionary<string, string> Files(SystemTree tree) =>
        tree.Snapshot().Split('\n').Where(line => !line.EndsWith('/') && !line.Split(' ')[0].EndsWith(".overlayip", StringComparison.Ordinal))
            .ToDictionary(line => line.Split(' ')[0], line => line, StringComparer.Ordinal);

    private static void AssertOldOrNew(SystemTree tree, Dictionary<string, string> before, Dictionary<string, string> after, string when)
    {
        var now = Files(tree);
        foreach (var name in now.Keys.Concat(before.Keys).Concat(after.Keys).Distinct())
        {
            var state = now.GetValueOrDefault(name);
            Assert.True(state == before.GetValueOrDefault(name) || state == after.GetValueOrDefault(name), $"{when}: {name} is neither as it was nor as it should be: {state}");
        }
    }

    private static bool IsTemporary(string path) => path.EndsWith(".overlayip", StringComparison.Ordinal);
}
