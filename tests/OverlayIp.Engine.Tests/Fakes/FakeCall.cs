namespace OverlayIp.Engine.Tests.Fakes;

/// <summary>One call that the fake got.</summary>
internal sealed record FakeCall(string Action, string? RouteTableId, object Request, DateTimeOffset At)
{
    public bool IsMutating => !Action.StartsWith("Describe", StringComparison.Ordinal);
}
