using System.Net;
using OverlayIp.Engine.Addressing;
using OverlayIp.Engine.Addressing.Persistence;

namespace OverlayIp.Engine.Tests.Addressing.Persistence;

public class WindowsPersistenceTests
{
    private const string Add = "netsh interface ipv4 add address name=Ethernet address=10.2.0.1 mask=255.255.255.255 store=persistent skipassource=true";

    private static readonly CidrBlock Overlay = CidrBlock.Parse("10.2.0.1");
    private static readonly CidrBlock Main = CidrBlock.Parse("172.31.0.10");

    private readonly FakeStore _store = new();

    [Theory]
    [InlineData("10.2.0.1", Add, "netsh interface ipv4 delete address name=Ethernet address=10.2.0.1 store=persistent")]
    [InlineData("2001:db8::1", "netsh interface ipv6 add address interface=Ethernet address=2001:db8::1/128 store=persistent skipassource=true", "netsh interface ipv6 delete address interface=Ethernet address=2001:db8::1 store=persistent")]
    public async Task The_store_gets_it_once_and_gives_it_back(string address, string add, string delete)
    {
        var block = CidrBlock.Parse(address);
        await ApplyAsync(await PlanAsync(block));
        var entry = Assert.Single(await Persistence.FindAsync(default), entry => entry.Address == block);
        Assert.Equal(("Ethernet", OverlayAddressStack.Windows, true, true), (entry.InterfaceName, entry.Stack, entry.IsEffective, entry.IsOwned));

        var again = await PlanAsync(block);
        Assert.True(again.IsNoOp);
        await ApplyAsync(again);

        await ApplyAsync(Assert.Single(await Persistence.PlanRemoveAsync(block, null, default)));
        Assert.DoesNotContain(await Persistence.FindAsync(default), entry => entry.Address == block);
        Assert.Equal([add, delete], _store.Changes);
    }

    // netsh writes to both stores in some versions, whatever it is told.
    [Fact]
    public async Task What_came_there_after_planning_is_not_added_twice()
    {
        var plan = await PlanAsync(Overlay);
        _store.Holds("10.2.0.1", "Ethernet");
        await ApplyAsync(plan);
        Assert.Empty(_store.Changes);
    }

    [Fact]
    public async Task A_store_that_does_not_take_it_is_an_error_whatever_netsh_said()
    {
        var plan = await PlanAsync(Overlay);
        _store.Refuses = true;
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => ApplyAsync(plan));
        Assert.Equal("AddressToolFailed", error.ErrorId);
        Assert.Contains("Das Objekt ist bereits vorhanden.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_adapter_is_refused_unless_forced()
    {
        _store.Holds("10.2.0.1", "Ethernet 2");
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => PlanAsync(Overlay));
        Assert.Equal(("AddressDuplicate", OverlayErrorKind.AlreadyExists), (error.ErrorId, error.Kind));
        Assert.Contains("Ethernet 2", error.Message, StringComparison.Ordinal);
        Assert.Equal(Add, Assert.Single((await Persistence.PlanAddAsync(Request(Overlay) with { Force = true }, default)).Commands).Command.ToString());
    }

    [Fact]
    public async Task A_stack_of_Linux_is_refused()
    {
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => Persistence.PlanAddAsync(Request(Overlay) with { Stack = OverlayAddressStack.Netplan }, default));
        Assert.Equal("AddressStackNotUsable", error.ErrorId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_failover_cluster_that_has_the_address_brings_a_warning(bool isClustered)
    {
        _store.IsClustered = isClustered;
        Assert.Equal(isClustered, (await PlanAsync(Overlay)).Warnings.Any(warning => warning.Contains("failover clustering", StringComparison.Ordinal)));
    }

    // The store marks nothing, so the running system decides what is the interface's own.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_interfaces_own_address_is_never_removed(bool persistentOnly)
    {
        _store.Holds("172.31.0.10", "Ethernet").Holds("10.2.0.1", "Ethernet");
        var state = new WindowsInterface("Ethernet", 5) { HasIpv4Gateway = true, Addresses = [new(IPAddress.Parse("172.31.0.10"), 20), new(IPAddress.Parse("10.2.0.1"), 32)] };
        var manager = new PersistentAddressManager(LocalAddressManager.ForWindows(_store, new FakeReader([state]), () => true), Persistence);
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => manager.PlanRemoveAsync(new RemoveRequest { Address = Main, PersistentOnly = persistentOnly }, default));
        Assert.Equal("AddressNotUsable", error.ErrorId);

        var plan = await manager.PlanRemoveAsync(new RemoveRequest { Address = Overlay, PersistentOnly = persistentOnly }, default);
        Assert.Equal(persistentOnly, plan.Commands.Count == 0);
        Assert.Contains("store=persistent", plan.Preview(), StringComparison.Ordinal);
    }

    private WindowsAddressPersistence Persistence => new(_store);

    private static PersistRequest Request(CidrBlock address) => new() { Address = address, InterfaceName = "Ethernet" };

    private Task<PersistencePlan> PlanAsync(CidrBlock address) => Persistence.PlanAddAsync(Request(address), default);

    private Task ApplyAsync(PersistencePlan plan) => Persistence.ApplyAsync(plan, SilentObserver.Instance, default);

    private sealed class FakeReader(IReadOnlyList<WindowsInterface> state) : IWindowsInterfaceReader
    {
        public IReadOnlyList<WindowsInterface> Read() => state;
    }

    /// <summary>netsh's persistent store, which it shows in a made-up language.</summary>
    private sealed class FakeStore : IProcessRunner
    {
        private readonly List<(IPAddress Address, string InterfaceName)> _entries = [];

        public List<string> Changes { get; } = [];

        public bool Refuses { get; set; }

        public bool IsClustered { get; set; }

        public FakeStore Holds(string address, string interfaceName)
        {
            _entries.Add((IPAddress.Parse(address), interfaceName));
            return this;
        }

        public Task<ProcessResult> RunAsync(ProcessCommand command, CancellationToken cancellationToken)
        {
            if (command.FileName == "reg")
                return Result(IsClustered ? 0 : 1, "");

            if (command.Arguments.Contains("show"))
            {
                var isIpv6 = command.Arguments.Contains("ipv6");
                Assert.Contains("store=persistent", command.Arguments);
                return Result(0, string.Concat(_entries.Where(entry => entry.Address.ToString().Contains(':', StringComparison.Ordinal) == isIpv6)
                    .Select(entry => $"\nParameter der Adresse {entry.Address}\n-----------------------\nSchnittstellen-LUID: {entry.InterfaceName}\nBereichskennung    : 0.0\n")));
            }

            Changes.Add(command.ToString());
            if (Refuses)
                return Result(1, "Das Objekt ist bereits vorhanden.");

            string Value(string key) => command.Arguments.First(argument => argument.StartsWith(key, StringComparison.Ordinal))[key.Length..];
            var entry = (Address: IPAddress.Parse(Value("address=").Split('/')[0]), InterfaceName: Value(command.Arguments.Contains("ipv6") ? "interface=" : "name="));
            if (command.Arguments.Contains("add"))
                _entries.Add(entry);
            else
                _entries.Remove(entry);

            return Result(0, "");
        }

        private static Task<ProcessResult> Result(int exitCode, string output) => Task.FromResult(new ProcessResult(exitCode, output, ""));
    }
}
