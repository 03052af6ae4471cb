namespace OverlayIp.Lab.Network.Probing;

/// <summary>An answer to a question of an <see cref="AddressProbe"/>.</summary>
/// <param name="Sequence">The number of the question, from 0.</param>
/// <param name="Name">The instance that has answered.</param>
/// <param name="SentAt">When it was asked, since the probe was started.</param>
/// <param name="ReceivedAt">When the answer came, since the probe was started.</param>
public sealed record ProbeAnswer(int Sequence, string Name, TimeSpan SentAt, TimeSpan ReceivedAt);
