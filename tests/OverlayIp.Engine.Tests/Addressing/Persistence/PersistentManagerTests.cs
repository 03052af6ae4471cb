using OverlayIp.Engine.Addressing;

namespace OverlayIp.Engine.Tests.Addressing.Persistence;

/// <summary>The running system and its files together: what is planned, in which order it is done, and what is shown.</summary>
public sealed class PersistentManagerTests : IDisposable
{
    private const string Add = "ip address add 10.2.0.1/32 dev eth0";
    private const string Delete = "ip address delete 10.2.0.1/32 dev eth0";
    private const string File = "/etc/network/interfaces.d/overlayip-eth0-10-2-0-1";
    private static readonly CidrBlock Address = CidrBlock.Parse("10.2.0.1");
    private static readonly string Present = IpCaptures.Bare.Replace("\"label\":\"eth0\"}", "\"label\":\"eth0\"},{\"local\":\"10.2.0.1\",\"prefixlen\":32,\"label\":\"eth0\"}", StringComparison.Ordinal);

    private readonly FakeProc _proc = new();
    private readonly FakeProcessRunner _runner = new();

    // What the kernel has: changed by the commands as by the real ip.
    private string _links = IpCaptures.Bare;

    public PersistentManagerTests() => _runner
        .On(IpCaptures.ShowDefault4, IpCaptures.DefaultRoute4).On(IpCaptures.ShowDefault6, "[]").On(IpCaptures.ShowLocal("10.2.0.1/32"), "[]")
        .On(IpCaptures.ShowAddresses, () => new(0, _links, ""))
        .On(Add, () => Now(Present))
        .On(Delete, () => Now(IpCaptures.Bare));

    public void Dispose() => _proc.Dispose();

    [SkippableFact]
    public async Task An_address_is_added_at_once_and_for_every_boot()
    {
        using var tree = Debian();
        var plan = await Manager(tree).PlanAddAsync(new AddRequest { Address = Address, Persistent = true }, default);
        Assert.Equal("Add address 10.2.0.1/32 to interface eth0 and make it permanent (Ifupdown)", plan.Description);
        Assert.Equal($"run {Add}\nwrite {File} (new, mode 0644, owner root:root)\n    # Written by OverlayIp for 10.2.0.1/32 on eth0; do not edit: Remove-OverlayAddress takes it back.\n    iface eth0 inet manual\n        up ip address replace 10.2.0.1/32 dev eth0\n        down ip address delete 10.2.0.1/32 dev eth0 || true", plan.Preview());
        Assert.Null(tree.Read(File));
        Assert.Empty(_runner.Changes);

        var added = await Manager(tree).ApplyAsync(plan, default);
        Assert.Equal((true, true, true, OverlayAddressStack.Ifupdown, File, true, false), (added.Changed, added.Present, added.Persistent, added.Stack, added.File, added.Owned, added.Duplicate));
        Assert.Equal(added with { Changed = false }, Assert.Single(await Manager(tree).GetAsync(new AddressQuery(), default)));

        var again = await Manager(tree).PlanAddAsync(new AddRequest { Address = Address, Persistent = true }, default);
        Assert.True(again.IsNoOp);
        Assert.Equal(added with { Changed = false }, await Manager(tree).ApplyAsync(again, default));
        Assert.Single(_runner.Changes, Add);
    }

    [SkippableFact]
    public async Task One_that_is_there_already_is_made_permanent_alone()
    {
        using var tree = Debian();
        _links = Present;
        var plan = await Manager(tree).PlanAddAsync(new AddRequest { Address = Address, Persistent = true }, default);
        Assert.Equal((false, "Make 10.2.0.1/32 on eth0 permanent (Ifupdown)"), (plan.IsNoOp, plan.Description));
        Assert.True((await Manager(tree).ApplyAsync(plan, default)).Changed);
        Assert.Empty(_runner.Changes);
        Assert.NotNull(tree.Read(File));
    }

    [SkippableFact]
    public async Task Without_the_wish_no_file_is_touched()
    {
        using var tree = Debian();
        var before = tree.Snapshot();
        var plan = await Manager(tree).PlanAddAsync(new AddRequest { Address = Address }, default);
        Assert.False((await Manager(tree).ApplyAsync(plan, default)).Persistent);
        Assert.Equal(before, tree.Snapshot());
    }

    [SkippableFact]
    public async Task Removing_takes_back_the_file_and_the_address()
    {
        using var tree = Debian();
        await WithFileAsync(tree);
        _links = Present;
        var plan = await Manager(tree).PlanRemoveAsync(new RemoveRequest { Address = Address }, default);
        Assert.Equal("Remove address 10.2.0.1/32 from interface eth0; remove the permanent configuration of 10.2.0.1/32 on eth0 (Ifupdown)", plan.Description);
        var removed = await Manager(tree).ApplyAsync(plan, default);
        Assert.Equal((true, true, true, File), (removed.Changed, removed.Present, removed.Persistent, removed.File));
        Assert.Null(tree.Read(File));
        Assert.Single(_runner.Changes, Delete);
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_address_that_only_a_file_has_is_shown_and_removed(bool persistentOnly)
    {
        using var tree = Debian();
        await WithFileAsync(tree);
        var shown = Assert.Single(await Manager(tree).GetAsync(new AddressQuery { Addresses = [Address] }, default));
        Assert.Equal(("10.2.0.1", 32, "eth0", false, true), (shown.Address, shown.PrefixLength, shown.InterfaceName, shown.Present, shown.Persistent));
        await Manager(tree).ApplyAsync(await Manager(tree).PlanRemoveAsync(new RemoveRequest { Address = Address, PersistentOnly = persistentOnly }, default), default);
        Assert.Empty(await Manager(tree).GetAsync(new AddressQuery(), default));
        Assert.Empty(_runner.Changes);
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => Manager(tree).PlanRemoveAsync(new RemoveRequest { Address = Address, PersistentOnly = persistentOnly }, default));
        Assert.Equal("AddressNotFound", error.ErrorId);
    }

    [SkippableFact]
    public async Task Only_what_makes_it_permanent_is_removed_when_that_is_asked()
    {
        using var tree = Debian();
        await WithFileAsync(tree);
        _links = Present;
        await Manager(tree).ApplyAsync(await Manager(tree).PlanRemoveAsync(new RemoveRequest { Address = Address, PersistentOnly = true }, default), default);
        Assert.Null(tree.Read(File));
        Assert.Empty(_runner.Changes);
    }

    [SkippableFact]
    public async Task What_others_configured_stays_with_a_warning_and_alone_it_is_an_error()
    {
        using var tree = Debian();
        tree.File("/etc/network/interfaces.d/mine", "iface eth0 inet manual\n up ip addr add 10.2.0.1/32 dev eth0\n");
        _links = Present;
        var plan = await Manager(tree).PlanRemoveAsync(new RemoveRequest { Address = Address }, default);
        Assert.Contains("/etc/network/interfaces.d/mine", Assert.Single(plan.Warnings), StringComparison.Ordinal);
        Assert.Equal("Remove address 10.2.0.1/32 from interface eth0", plan.Description);
        await Manager(tree).ApplyAsync(plan, default);
        Assert.NotNull(tree.Read("/etc/network/interfaces.d/mine"));

        var error = await Assert.ThrowsAsync<OverlayIpException>(() => Manager(tree).PlanRemoveAsync(new RemoveRequest { Address = Address }, default));
        Assert.Equal(("AddressFileForeign", OverlayErrorKind.Refused), (error.ErrorId, error.Kind));
    }

    [SkippableFact]
    public async Task The_main_address_is_not_made_permanent()
    {
        using var tree = Debian();
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => Manager(tree).PlanAddAsync(new AddRequest { Address = CidrBlock.Parse("172.31.0.10"), Persistent = true }, default));
        Assert.Equal(("AddressNotUsable", OverlayErrorKind.Refused), (error.ErrorId, error.Kind));
    }

    [SkippableFact]
    public async Task An_alias_file_gives_the_address_its_label_at_once()
    {
        using var tree = Systems.Make("RHEL 8");
        tree.File("/etc/sysconfig/network-scripts/ifcfg-eth0:1", "DEVICE=eth0:1\nIPADDR=10.9.9.9\nPREFIX=32\n");
        var plan = await Manager(tree).PlanAddAsync(new AddRequest { Address = Address, Persistent = true }, default);
        Assert.Equal(("eth0:2", $"{Add} label eth0:2"), (plan.Label, Assert.Single(plan.Commands).ToString()));
        Assert.Equal("/etc/sysconfig/network-scripts/ifcfg-eth0:2", Assert.Single(plan.Persistence[0].Files).Path);
    }

    [SkippableTheory]
    [InlineData("iface eth0 inet manual\n up ip addr add 10.2.0.1/32 dev eth0\n", "two files")]
    [InlineData("iface eth1 inet manual\n up ip addr add 10.2.0.1/32 dev eth1\n", "two interfaces")]
    public async Task Duplicates_are_shown(string other, string what)
    {
        using var tree = Debian();
        await WithFileAsync(tree);
        _links = Present;
        Assert.False((await Manager(tree).GetAsync(new AddressQuery { InterfaceName = "eth0" }, default))[0].Duplicate, what);
        tree.Interface("eth1", 3).File("/etc/network/interfaces.d/mine", other);
        Assert.True((await Manager(tree).GetAsync(new AddressQuery { InterfaceName = "eth0" }, default))[0].Duplicate, what);
    }

    [SkippableTheory]
    [InlineData(null, false, false, "10.2.0.1 10.2.0.5")]
    [InlineData(null, true, false, "10.2.0.5")]
    [InlineData("eth1", false, false, "")]
    [InlineData(null, false, true, "127.0.0.1 ::1 172.31.0.10 10.2.0.1 fe80::fc5b:fdff:fe7d:9527 10.2.0.5 192.0.2.7")]
    public async Task Queries_hold_for_files_as_for_the_system(string? interfaceName, bool persistentOnly, bool all, string expected)
    {
        using var tree = Debian();
        tree.File("/etc/network/interfaces.d/mine", "iface eth0 inet static\n address 10.2.0.5/32\niface eth0 inet static\n address 192.0.2.7/24\n");
        _links = Present;
        var found = await Manager(tree).GetAsync(new AddressQuery { InterfaceName = interfaceName, PersistentOnly = persistentOnly, IncludeAll = all }, default);
        Assert.Equal(expected, string.Join(' ', found.Select(address => address.Address)));
    }

    [SkippableFact]
    public async Task What_something_else_takes_out_of_the_files_at_once_is_an_error()
    {
        using var tree = Debian();
        _links = Present;
        var plan = await Manager(tree).PlanAddAsync(new AddRequest { Address = Address, Persistent = true }, default);
        var undone = plan with { Persistence = [plan.Persistence[0] with { Files = [], Commands = [] }] };
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => Manager(tree).ApplyAsync(undone, default));
        Assert.Equal(("AddressNotPersisted", OverlayErrorKind.OperatingSystem, "10.2.0.1/32"), (error.ErrorId, error.Kind, error.Subject));
    }

    [SkippableFact]
    public async Task The_preview_has_the_order_in_which_things_are_done()
    {
        using var tree = Debian();
        await WithFileAsync(tree);
        _links = Present;
        var plan = await Manager(tree).PlanRemoveAsync(new RemoveRequest { Address = Address }, default);
        Assert.Equal($"delete {File}\nrun {Delete}", plan.Preview());
    }

    [SkippableFact]
    public async Task An_image_needs_an_interface_and_right_labels()
    {
        using var tree = Systems.Make("Debian 11", isImage: true);
        var manager = PersistentAddressManager.ForImage(tree.Root);
        Assert.Equal("AddressInterfaceRequired", await FailureAsync(new AddRequest { Address = Address }));
        Assert.Equal("AddressLabelInvalid", await FailureAsync(new AddRequest { Address = Address, InterfaceName = "ens5", Label = "eth0:x" }));
        Assert.Equal("AddressLabelInvalid", await FailureAsync(new AddRequest { Address = Address, InterfaceName = "ens5", Label = "ens5:12345678901" }));
        Assert.Equal("AddressNotSingle", await FailureAsync(new AddRequest { Address = CidrBlock.Parse("10.2.0.0/24"), InterfaceName = "ens5" }));

        var added = await manager.ApplyAsync(await manager.PlanAddAsync(new AddRequest { Address = Address, InterfaceName = "ens5" }, default), default);
        Assert.Equal((false, true, true), (added.Present, added.Persistent, added.Changed));
        Assert.Equal(added with { Changed = false }, Assert.Single(await manager.GetAsync(new AddressQuery(), default)));
        await manager.ApplyAsync(await manager.PlanRemoveAsync(new RemoveRequest { Address = Address }, default), default);
        Assert.Empty(await manager.GetAsync(new AddressQuery(), default));

        async Task<string> FailureAsync(AddRequest request) => (await Assert.ThrowsAsync<OverlayIpException>(() => manager.PlanAddAsync(request, default))).ErrorId;
    }

    private static SystemTree Debian() =>
        Systems.Make("Debian 11").File("/etc/network/interfaces", "source /etc/network/interfaces.d/*\niface eth0 inet dhcp\niface eth1 inet dhcp\n").Interface("eth0", 2);

    private static async Task WithFileAsync(SystemTree tree)
    {
        var persistence = tree.Running();
        await persistence.ApplyAsync(await persistence.PlanAddAsync(new() { Address = Address, InterfaceName = "eth0" }, default), SilentObserver.Instance, default);
    }

    private ProcessResult Now(string links)
    {
        _links = links;
        return new(0, "", "");
    }

    private PersistentAddressManager Manager(SystemTree tree) => new(LocalAddressManager.ForLinux(_runner, _proc.State), tree.Running(_runner));
}
