using System.Globalization;
using System.Text;

namespace OverlayIp.Engine.Addressing.Persistence;

// Makes file changes so that at every moment, and after every crash, a file is the old one or the new one.
internal sealed class AtomicFileWriter(RootedTree tree, IFileOperations operations)
{
    // Hidden, and with a suffix that no network stack reads, wherever it lies.
    private const string TemporarySuffix = ".overlayip";

    public async Task ApplyAsync(FileChange change, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            if (change.LinkTarget is not null)
                Link(change);
            else if (change.After is null)
                Delete(change);
            else
                await WriteAsync(change, cancellationToken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw PersistenceErrors.NotWritten(change, error);
        }
    }

    private async Task WriteAsync(FileChange change, CancellationToken cancellationToken)
    {
        // A file that is a link stays one: what it leads to is replaced.
        var path = tree.Resolve(change.Path);
        DemandUnchanged(change);
        if (change.Before == change.After)
            return;

        var temporary = Prepare(path);
        try
        {
            operations.Write(temporary, Encoding.Latin1.GetBytes(change.After!), change.Mode);
            if (change.Before is not null)
            {
                await operations.CopyAttributesAsync(path, temporary, cancellationToken);
                DemandUnchanged(change);
            }

            operations.Rename(temporary, path);
        }
        finally
        {
            Discard(temporary);
        }

        operations.SyncDirectory(Path.GetDirectoryName(path)!);
    }

    private void Link(FileChange change)
    {
        var path = tree.ResolveParent(change.Path);
        var temporary = Prepare(path);
        try
        {
            operations.CreateLink(temporary, change.LinkTarget!);
            operations.Rename(temporary, path);
        }
        finally
        {
            Discard(temporary);
        }

        operations.SyncDirectory(Path.GetDirectoryName(path)!);
    }

    private void Delete(FileChange change)
    {
        var path = tree.ResolveParent(change.Path);
        if (change.Before is not null)
        {
            var now = tree.Read(change.Path);
            if (now is not null && now != change.Before)
                throw PersistenceErrors.FileChanged(change.Path);
        }

        var directory = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(directory))
            return;

        operations.Delete(path);
        operations.SyncDirectory(directory);
        if (change.RemovesEmptyDirectory)
            operations.DeleteEmptyDirectory(directory);
    }

    private void DemandUnchanged(FileChange change)
    {
        if (tree.Read(change.Path) != change.Before)
            throw PersistenceErrors.FileChanged(change.Path);
    }

    // The name of the temporary sibling. Those that killed processes left behind are cleared away.
    private string Prepare(string path)
    {
        var directory = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(directory))
            operations.CreateDirectory(directory);

        var prefix = $".{Path.GetFileName(path)}.";
        foreach (var left in Directory.EnumerateFileSystemEntries(directory, prefix + "*" + TemporarySuffix))
        {
            var owner = Path.GetFileName(left)[prefix.Length..^TemporarySuffix.Length];
            if (int.TryParse(owner, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && (id == Environment.ProcessId || !Directory.Exists($"/proc/{id}")))
                operations.Delete(left);
        }

        return Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{prefix}{Environment.ProcessId}{TemporarySuffix}"));
    }

    private void Discard(string temporary)
    {
        try
        {
            operations.Delete(temporary);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The next write to the same file clears it away; no network stack reads it.
        }
    }
}
