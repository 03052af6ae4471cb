using OverlayIp.Engine.Addressing.Persistence;

namespace OverlayIp.Engine.Tests.Addressing.Persistence;

/// <summary>Real file operations until a given step, at which something happens; a write is interrupted half way through.</summary>
internal sealed class InterruptedFileOperations(IFileOperations inner, int at, Action interrupt) : IFileOperations
{
    /// <summary>How many steps there were.</summary>
    public int Steps { get; private set; }

    public void CreateDirectory(string path) => Do(() => inner.CreateDirectory(path));

    public void Write(string path, byte[] content, UnixFileMode mode) => Do(() => inner.Write(path, content, mode), () => File.WriteAllBytes(path, content[..(content.Length / 2)]));

    public void CreateLink(string path, string target) => Do(() => inner.CreateLink(path, target));

    public async Task CopyAttributesAsync(string from, string to, CancellationToken cancellationToken)
    {
        Do(() => { });
        await inner.CopyAttributesAsync(from, to, cancellationToken);
    }

    public void Rename(string from, string to) => Do(() => inner.Rename(from, to));

    public void Delete(string path) => Do(() => inner.Delete(path));

    public void DeleteEmptyDirectory(string path) => Do(() => inner.DeleteEmptyDirectory(path));

    public void SyncDirectory(string path) => Do(() => inner.SyncDirectory(path));

    private void Do(Action step, Action? half = null)
    {
        if (Steps++ == at)
        {
            half?.Invoke();
            interrupt();
        }

        step();
    }
}
