namespace OverlayIp.Engine.Tests.Addressing.Persistence;

/// <summary>A folder that goes with all that is in it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("ovip-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
