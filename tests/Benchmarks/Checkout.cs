namespace OverlayIp.Benchmarks;

/// <summary>The working copy that this was built from.</summary>
internal static class Checkout
{
    /// <summary>The folder with OverlayIp.sln.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "OverlayIp.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"There is no OverlayIp.sln above {AppContext.BaseDirectory}: run the benchmarks from a working copy.");
    }
}
