namespace OverlayIp.Lab.Faults;

/// <summary>The faults that are switched on, and what is left of their token buckets.</summary>
internal sealed record FaultSetting(OverlayLabFault Fault, TokenBuckets Buckets);
