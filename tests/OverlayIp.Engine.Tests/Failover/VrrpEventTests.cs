using System.Text;
using OverlayIp.Engine.Failover;

namespace OverlayIp.Engine.Tests.Failover;

/// <summary>What keepalived writes to its <c>notify_fifo</c>.</summary>
public class VrrpEventTests
{
    [Theory]
    [InlineData("INSTANCE \"VI_1\" MASTER 100", "INSTANCE", "VI_1", VrrpState.Master, 100)]
    [InlineData("INSTANCE \"VI_1\" MASTER_RX_LOWER_PRI 100", "INSTANCE", "VI_1", VrrpState.MasterReceivedLowerPriority, 100)]
    [InlineData("INSTANCE \"VI_1\" BACKUP 0", "INSTANCE", "VI_1", VrrpState.Backup, 0)]
    [InlineData("INSTANCE \"VI_1\" FAULT 254", "INSTANCE", "VI_1", VrrpState.Fault, 254)]
    [InlineData("INSTANCE \"VI_1\" STOP 100", "INSTANCE", "VI_1", VrrpState.Stopped, 100)]
    [InlineData("INSTANCE \"VI_1\" DELETED 100", "INSTANCE", "VI_1", VrrpState.Deleted, 100)]
    [InlineData("GROUP \"VG_1\" MASTER 0", "GROUP", "VG_1", VrrpState.Master, 0)]
    [InlineData("  INSTANCE VI_1 MASTER\r", "INSTANCE", "VI_1", VrrpState.Master, null)]
    public void A_change_of_state_is_read(string line, string kind, string name, VrrpState state, int? priority)
    {
        Assert.Equal(new VrrpEvent(kind, name, state, priority), VrrpEvent.Parse(line));
        Assert.Equal(VrrpEvent.Parse(line), VrrpEvent.Parse(VrrpEvent.Parse(line)!.ToString()));
    }

    [Theory]
    [InlineData("INSTANCE \"VI_1\" MASTER_PRIORITY 120")]
    [InlineData("INSTANCE \"VI_1\" BACKUP_PRIORITY 120")]
    [InlineData("VS [192.168.201.15]:tcp:80 UP")]
    [InlineData("RS [1.2.3.4]:tcp:80 [192.168.201.15]:tcp:80 DOWN")]
    [InlineData("INSTANCE \"VI_1\"")]
    [InlineData("INSTANCE \"\" MASTER 100")]
    [InlineData("MASTER")]
    [InlineData("")]
    public void What_is_no_change_of_state_is_none(string line) => Assert.Null(VrrpEvent.Parse(line));

    [Fact]
    public void Lines_come_in_parts_and_several_at_once()
    {
        var lines = new List<string>();
        var splitter = new LineSplitter();
        foreach (var part in (string[])["INSTANCE \"VI_", "1\" MASTER 100\nINSTANCE \"VI_1\" BACK", "UP 100\n\nGROUP \"VG\" FAULT 0\nINST"])
            splitter.Feed(Encoding.UTF8.GetBytes(part), lines.Add);

        Assert.Equal(["INSTANCE \"VI_1\" MASTER 100", "INSTANCE \"VI_1\" BACKUP 100", "GROUP \"VG\" FAULT 0"], lines);
        splitter.Reset();
        splitter.Feed("GROUP \"VG\" STOP 0\n"u8, lines.Add);
        Assert.Equal("GROUP \"VG\" STOP 0", lines[^1]);
    }

    [Fact]
    public void A_line_without_end_is_dropped_and_the_next_one_is_read()
    {
        var lines = new List<string>();
        var splitter = new LineSplitter();
        for (var i = 0; i < 100; i++)
            splitter.Feed(Encoding.UTF8.GetBytes(new string('x', 1000)), lines.Add);

        splitter.Feed("\nINSTANCE \"VI_1\" MASTER 100\n"u8, lines.Add);
        Assert.Equal((1, "INSTANCE \"VI_1\" MASTER 100"), (splitter.Dropped, Assert.Single(lines)));
    }
}
