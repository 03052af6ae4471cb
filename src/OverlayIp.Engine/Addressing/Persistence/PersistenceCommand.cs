namespace OverlayIp.Engine.Addressing.Persistence;

/// <summary>A command that tells a network stack about changed files without touching the interface.</summary>
/// <param name="Command">The program and its arguments.</param>
/// <param name="IsRequired">
/// True when the stack's refusal means that the files are wrong: they are put back and the change fails. False when
/// failing only means that the stack learns of the files at the next boot, which is worth a warning.
/// </param>
public sealed record PersistenceCommand(ProcessCommand Command, bool IsRequired);
