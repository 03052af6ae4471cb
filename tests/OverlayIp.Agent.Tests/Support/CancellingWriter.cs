namespace OverlayIp.Agent.Tests.Support;

/// <summary>Cancels as soon as a certain line is written: an interruption at a certain place, without a race.</summary>
internal sealed class CancellingWriter(string atLineThatStartsWith, CancellationTokenSource source) : StringWriter
{
    public override void WriteLine(string? value)
    {
        base.WriteLine(value);
        if (value?.StartsWith(atLineThatStartsWith, StringComparison.Ordinal) == true)
            source.Cancel();
    }
}
