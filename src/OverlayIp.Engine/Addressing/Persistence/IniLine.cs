namespace OverlayIp.Engine.Addressing.Persistence;

// A section's heading (no key) or one setting in it, with the number of its line, from 0.
internal sealed record IniLine(string Section, string? Key, string Value, int Number);
