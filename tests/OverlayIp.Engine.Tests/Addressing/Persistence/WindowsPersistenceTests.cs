using System.Net;
using OverlayIp.Engine.Addressing;
using OverlayIp.Engine.Addressing.Persistence;

namespace OverlayIp.Engine.Tests.Addressing.Persistence;

public class WindowsPersistenceTests
{
    private const string Coexist = "netsh interface ipv4 set interface interface=Ethernet dhcpstaticipcoexistence=enabled";
    private const string AddActive = "netsh interface ipv4 add address name=Ethernet address=10.2.0.1 mask=255.255.255.255 store=active skipassource=true";
    private const string AddPersistent = "netsh interface ipv4 add address name=Ethernet address=10.2.0.1 mask=255.255.255.255 store=persistent skipassource=true";
    private const string DeleteActive = "netsh interface ipv4 delete address name=Ethernet address=10.2.0.1 store=active";
    private const string DeletePersistent = "netsh interface ipv4 delete address name=Ethernet address=10.2.0.1 store=persistent";
    private const string ClusterQuery = @"reg query HKLM\Cluster\Resources /s /f 10.2.0.1 /d /e";
    private static readonly CidrBlock Address = CidrBlock.Parse("10.2.0.1");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_address_gets_into_both_stores_whichever_way_netsh_understands_persistent(bool persistentIsActiveToo)
    {
        var windows = new FakeWindows { PersistentIsActiveToo = persistentIsActiveToo };
        var plan = await windows.Manager.PlanAddAsync(new AddRequest { Address = Address, Persistent = true }, default);
        Assert.Equal("Add address 10.2.0.1/32 to interface Ethernet and make it permanent (Windows)", plan.Description);
        Assert.Equal($"run {Coexist}\nrun {AddPersistent}\nrun {AddActive}", plan.Preview());
        Assert.Empty(windows.Changes);

        var added = await windows.Manager.ApplyAsync(plan, default);
        Assert.Equal((true, true, true, OverlayAddressStack.Windows, true), (added.Changed, added.Present, added.Persistent, added.Stack, added.SkipAsSource));
        Assert.Null(added.File);
        Assert.Equal([Coexist, AddPersistent, AddActive], windows.Changes);
        Assert.Equal("active 10.2.0.1, persistent 10.2.0.1", windows.Stores);

        Assert.True((await windows.Manager.PlanAddAsync(new AddRequest { Address = Address, Persistent = true }, default)).IsNoOp);
        Assert.Equal(added with { Changed = false }, Assert.Single(await windows.Manager.GetAsync(new AddressQuery(), default)));
    }

    [Fact]
    public async Task One_that_is_active_is_stored_alone()
    {
        var windows = new FakeWindows { Active = { "10.2.0.1" }, PersistentIsActiveToo = false };
        var plan = await windows.Manager.PlanAddAsync(new AddRequest { Address = Address, Persistent = true }, default);
        Assert.True((await windows.Manager.ApplyAsync(plan, default)).Changed);
        Assert.Equal([AddPersistent], windows.Changes);
    }

    [Fact]
    public async Task A_store_that_stays_as_it_was_is_an_error_with_what_netsh_said()
    {
        var windows = new FakeWindows { Active = { "10.2.0.1" } };
        var plan = await windows.Manager.PlanAddAsync(new AddRequest { Address = Address, Persistent = true }, default);
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => windows.Manager.ApplyAsync(plan, default));
        Assert.Equal("AddressToolFailed", error.ErrorId);
        Assert.Contains("Das Objekt ist bereits vorhanden.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Removing_empties_both_stores(bool persistentIsActiveToo)
    {
        var windows = new FakeWindows { Active = { "10.2.0.1" }, Persistent = { "10.2.0.1" }, PersistentIsActiveToo = persistentIsActiveToo };
        var plan = await windows.Manager.PlanRemoveAsync(new RemoveRequest { Address = Address }, default);
        Assert.True((await windows.Manager.ApplyAsync(plan, default)).Changed);
        Assert.Equal([DeletePersistent, DeleteActive], windows.Changes);
        Assert.Equal("active , persistent ", windows.Stores);
    }

    [Fact]
    public async Task Only_the_persistent_store_is_emptied_when_that_is_asked()
    {
        var windows = new FakeWindows { Active = { "10.2.0.1" }, Persistent = { "10.2.0.1" }, PersistentIsActiveToo = false };
        await windows.Manager.ApplyAsync(await windows.Manager.PlanRemoveAsync(new RemoveRequest { Address = Address, PersistentOnly = true }, default), default);
        Assert.Equal("active 10.2.0.1, persistent ", windows.Stores);
    }

    [Fact]
    public async Task An_address_of_a_detached_adapter_is_shown_and_removed()
    {
        var windows = new FakeWindows { Persistent = { "10.2.0.1" }, PersistentInterface = "Ethernet 7" };
        var shown = Assert.Single(await windows.Manager.GetAsync(new AddressQuery { Addresses = [Address] }, default));
        Assert.Equal(("Ethernet 7", false, true), (shown.InterfaceName, shown.Present, shown.Persistent));
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => windows.Manager.PlanAddAsync(new AddRequest { Address = Address, Persistent = true }, default));
        Assert.Equal("AddressDuplicate", error.ErrorId);
        await windows.Manager.ApplyAsync(await windows.Manager.PlanRemoveAsync(new RemoveRequest { Address = Address }, default), default);
        Assert.Equal(["netsh interface ipv4 delete address name=\"Ethernet 7\" address=10.2.0.1 store=persistent"], windows.Changes.Select(command => command.Replace("\"name=Ethernet 7\"", "name=\"Ethernet 7\"", StringComparison.Ordinal)));
        Assert.Empty(windows.Persistent);
    }

    [Fact]
    public async Task An_adapter_that_is_missing_is_an_error()
    {
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => new FakeWindows().Manager.PlanAddAsync(new AddRequest { Address = Address, InterfaceName = "Ethernet 9", Persistent = true }, default));
        Assert.Equal(("AddressInterfaceNotFound", "There is no interface 'Ethernet 9' on this machine. It has: Ethernet."), (error.ErrorId, error.Message));
    }

    [Fact]
    public async Task Failover_clustering_that_has_the_address_is_a_warning()
    {
        var windows = new FakeWindows { ClusterHasIt = true };
        var plan = await windows.Manager.PlanAddAsync(new AddRequest { Address = Address, Persistent = true }, default);
        Assert.StartsWith("Windows failover clustering moves 10.2.0.1", Assert.Single(plan.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("add")]
    [InlineData("remove")]
    public async Task Without_elevation_nothing_is_tried(string what)
    {
        var windows = new FakeWindows { IsElevated = false };
        if (what == "remove")
        {
            windows.Active.Add("10.2.0.1");
            windows.Persistent.Add("10.2.0.1");
        }

        var plan = what == "add"
            ? await windows.Manager.PlanAddAsync(new AddRequest { Address = Address, Persistent = true }, default)
            : await windows.Manager.PlanRemoveAsync(new RemoveRequest { Address = Address }, default);
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => windows.Manager.ApplyAsync(plan, default));
        Assert.Equal(("AddressPermissionDenied", OverlayErrorKind.PermissionDenied), (error.ErrorId, error.Kind));
        Assert.Empty(windows.Changes);
    }

    [Fact]
    public async Task A_stack_of_Linux_is_refused()
    {
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => new FakeWindows().Manager.PlanAddAsync(new AddRequest { Address = Address, Persistent = true, Stack = OverlayAddressStack.Netplan }, default));
        Assert.Equal("AddressStackNotUsable", error.ErrorId);
    }

    [Theory]
    [InlineData(NetshCaptures.IpAddresses, "172.31.0.10/32 Ethernet, 10.2.0.1/32 Ethernet")]
    [InlineData(NetshCaptures.IpAddressesGerman, "10.2.0.1/32 Ethernet, 10.2.0.2/32 Ethernet")]
    [InlineData("", "")]
    public async Task The_store_is_read_in_every_language(string output, string expected)
    {
        var runner = new FakeProcessRunner().On("netsh interface ipv4 show ipaddresses level=verbose store=persistent", output).On("netsh interface ipv6 show addresses level=verbose store=persistent");
        var found = await new WindowsAddressPersistence(runner, () => true).FindAsync(default);
        Assert.Equal(expected, string.Join(", ", found.Select(entry => $"{entry.Address} {entry.InterfaceName}")));
    }

    [Fact]
    public async Task An_IPv6_address_is_stored_by_its_own_command()
    {
        var runner = new FakeProcessRunner().OnAnything();
        var plan = await new WindowsAddressPersistence(runner, () => true).PlanAddAsync(new PersistRequest { Address = CidrBlock.Parse("2001:db8::1"), InterfaceName = "Ethernet" }, default);
        Assert.Equal("netsh interface ipv6 add address interface=Ethernet address=2001:db8::1/128 store=persistent skipassource=true", Assert.Single(plan.Commands).Command.ToString());
    }

    /// <summary>A Windows with two stores, and a netsh that answers in German.</summary>
    private sealed class FakeWindows : IProcessRunner, IWindowsInterfaceReader
    {
        public List<string> Active { get; } = [];

        public List<string> Persistent { get; } = [];

        public string Stores => $"active {string.Join(' ', Active)}, persistent {string.Join(' ', Persistent)}";

        public List<string> Changes { get; } = [];

        public string PersistentInterface { get; init; } = "Ethernet";

        public bool PersistentIsActiveToo { get; init; } = true;

        public bool IsElevated { get; init; } = true;

        public bool ClusterHasIt { get; init; }

        public PersistentAddressManager Manager => new(LocalAddressManager.ForWindows(this, this, () => IsElevated), new WindowsAddressPersistence(this, () => IsElevated));

        public IReadOnlyList<WindowsInterface> Read() =>
        [
            new("Ethernet", 5)
            {
                HasIpv4Gateway = true,
                UsesDhcp = true,
                Addresses = [new(IPAddress.Parse("172.31.0.10"), 20) { IsDynamic = true }, .. Active.Select(address => new WindowsAddress(IPAddress.Parse(address), 32))],
            },
        ];

        public Task<ProcessResult> RunAsync(ProcessCommand command, CancellationToken cancellationToken)
        {
            var text = command.ToString();
            if (text == ClusterQuery)
                return Result(ClusterHasIt ? 0 : 1);

            if (command.Arguments.Contains("show"))
                return Result(0, command.Arguments.Contains("ipv6") ? "" : Show(command.Arguments.Contains("store=persistent") ? Persistent : Active));

            Changes.Add(text);
            if (text == Coexist)
                return Result(0);

            var isPersistent = command.Arguments.Contains("store=persistent");
            List<List<string>> stores = [isPersistent ? Persistent : Active];
            if (isPersistent && PersistentIsActiveToo)
                stores.Add(Active);

            if (command.Arguments.Contains("add"))
            {
                if (stores.Exists(store => store.Contains("10.2.0.1")))
                    return Result(1, "Das Objekt ist bereits vorhanden.\r\n");

                stores.ForEach(store => store.Add("10.2.0.1"));
                return Result(0);
            }

            return Result(stores.ConvertAll(store => store.Remove("10.2.0.1")).Contains(true) ? 0 : 1, "Element nicht gefunden.\r\n");
        }

        private string Show(IEnumerable<string> addresses) => string.Concat(addresses.Select(address =>
            $"\r\nParameter der Adresse {address}\r\n---------------------------------------------------------\r\nSchnittstellen-LUID: {PersistentInterface}\r\nAls Quelle auslassen : true\r\n"));

        private static Task<ProcessResult> Result(int exitCode, string output = "") => Task.FromResult(new ProcessResult(exitCode, output, ""));
    }
}
