namespace OverlayIp.Engine.Tests.Fakes;

/// <summary>Something that goes wrong with a call.</summary>
internal sealed class FakeFault
{
    /// <summary>The action, or null for every one.</summary>
    public string? Action { get; init; }

    public string? RouteTableId { get; init; }

    /// <summary>How many calls it strikes.</summary>
    public int Times { get; set; } = int.MaxValue;

    public required Func<Exception> Error { get; init; }

    /// <summary>True when the call is carried out all the same and only its answer is lost.</summary>
    public bool AfterCarryingOut { get; init; }

    public bool Strikes(FakeCall call)
    {
        if (Times == 0 || (Action ?? call.Action) != call.Action || (RouteTableId ?? call.RouteTableId) != call.RouteTableId)
        {
            return false;
        }

        Times--;
        return true;
    }
}
