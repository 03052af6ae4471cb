using System.Globalization;
using System.Text;
using OverlayIp.Engine.Addressing;
using OverlayIp.Engine.Addressing.Persistence;

namespace OverlayIp.Engine.Tests.Addressing.Persistence;

/// <summary>A directory that looks like a Linux system's root, and is deleted when the test ends.</summary>
internal sealed class SystemTree : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private int _processes = 100;

    public SystemTree()
    {
        Skip.If(OperatingSystem.IsWindows(), "Trees of Linux need Linux: links, modes, names.");
        Root = Directory.CreateTempSubdirectory("ovip-test-root-").FullName;
    }

    public string Root { get; }

    public SystemTree File(string path, string content, bool isPrivate = false)
    {
        var full = Full(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        System.IO.File.WriteAllText(full, content, Encoding.Latin1);
        if (isPrivate && !OperatingSystem.IsWindows())
            System.IO.File.SetUnixFileMode(full, Private);

        return this;
    }

    public SystemTree Link(string path, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Full(path))!);
        System.IO.File.CreateSymbolicLink(Full(path), target);
        return this;
    }

    public SystemTree Folder(string path)
    {
        Directory.CreateDirectory(Full(path));
        return this;
    }

    public SystemTree Interface(string name, int index) => File($"/sys/class/net/{name}/ifindex", $"{index.ToString(CultureInfo.InvariantCulture)}\n");

    /// <summary>A process of that name, as the kernel shows it.</summary>
    public SystemTree Runs(string process) => File($"/proc/{(_processes++).ToString(CultureInfo.InvariantCulture)}/comm", process[..Math.Min(15, process.Length)] + "\n");

    /// <summary>The link that systemctl enable makes.</summary>
    public SystemTree Enabled(string unit) => Link($"/etc/systemd/system/multi-user.target.wants/{unit}", $"/usr/lib/systemd/system/{unit}");

    public string? Read(string path) => System.IO.File.Exists(Full(path)) ? System.IO.File.ReadAllText(Full(path), Encoding.Latin1) : null;

    public string Full(string path) => Path.Combine(Root, path.TrimStart('/'));

    public LinuxAddressPersistence Image() => LinuxAddressPersistence.ForImage(Root, new ProcessRunner());

    public LinuxAddressPersistence Running(IProcessRunner? runner = null) => LinuxAddressPersistence.ForRunningSystem(runner ?? new ProcessRunner(), Root);

    /// <summary>Every file with its content and mode, every link with its target, every directory.</summary>
    public string Snapshot()
    {
        var entries = from path in Directory.EnumerateFileSystemEntries(Root, "*", SearchOption.AllDirectories)
                      orderby path
                      let target = new FileInfo(path).LinkTarget
                      let name = Path.GetRelativePath(Root, path)
                      select target is not null ? $"{name} -> {target}"
                          : Directory.Exists(path) ? $"{name}/"
                          : $"{name} {Mode(path)} {Convert.ToHexString(System.IO.File.ReadAllBytes(path))}";
        return string.Join('\n', entries);
    }

    private static UnixFileMode Mode(string path) => OperatingSystem.IsWindows() ? UnixFileMode.None : System.IO.File.GetUnixFileMode(path);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
