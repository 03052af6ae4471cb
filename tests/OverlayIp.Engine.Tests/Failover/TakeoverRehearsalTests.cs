using OverlayIp.Engine.Failover;

namespace OverlayIp.Engine.Tests.Failover;

public class TakeoverRehearsalTests
{
    [Fact]
    public async Task It_goes_through_the_whole_of_a_takeover() => Assert.True(await TakeoverRehearsal.RehearseAsync());
}
