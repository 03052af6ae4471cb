namespace OverlayIp.Agent.Output;

/// <summary>What a release did.</summary>
/// <param name="Succeeded">True when none of the addresses is on this machine.</param>
/// <param name="Addresses">The addresses; those that were not there have no interface.</param>
internal sealed record ReleaseReport(bool Succeeded, IReadOnlyList<LocalAddressReport> Addresses)
{
    /// <summary>Writes it, as JSON or for people.</summary>
    public void WriteTo(AgentOutput output)
    {
        if (output.IsJson)
        {
            output.Result(this, AgentJson.Relaxed.ReleaseReport);
            return;
        }

        foreach (var address in Addresses)
            output.Line(address.InterfaceName is { } name ? $"{address.Address} {(address.Changed ? "removed from" : "is gone from")} {name}" : $"{address.Address} is not on this machine");
    }
}
