namespace OverlayIp.Network.Tests;

/// <summary>Tests that look at the whole machine: nothing else of this assembly runs meanwhile.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
