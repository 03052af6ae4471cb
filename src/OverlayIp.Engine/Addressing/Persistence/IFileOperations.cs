namespace OverlayIp.Engine.Addressing.Persistence;

// The single steps that changing a file is made of; after each of them the power may fail.
internal interface IFileOperations
{
    void CreateDirectory(string path);

    // Creates a file that must not exist and brings its content to the disk.
    void Write(string path, byte[] content, UnixFileMode mode);

    void CreateLink(string path, string target);

    // Gives a file the permissions and the owner of another.
    Task CopyAttributesAsync(string from, string to, CancellationToken cancellationToken);

    // rename(2): whoever looks sees the old or the new file, and nothing between.
    void Rename(string from, string to);

    void Delete(string path);

    void DeleteEmptyDirectory(string path);

    // Brings the names in a directory to the disk; without it a rename may be lost in a crash, see fsync(2).
    void SyncDirectory(string path);
}
