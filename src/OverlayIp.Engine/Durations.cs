namespace OverlayIp.Engine;

/// <summary>Of two times the one or the other. A time that is left changes while it is looked at: as an argument it is read once.</summary>
internal static class Durations
{
    public static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    public static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
