namespace OverlayIp.Agent.Tests.Support;

/// <summary>Where the sources are, for tests that hold the documents against the code.</summary>
internal static class RepositoryRoot
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(directory.FullName, "OverlayIp.psd1")))
            directory = directory.Parent ?? throw new InvalidOperationException($"No OverlayIp.psd1 above {AppContext.BaseDirectory}.");

        return directory.FullName;
    }
}
