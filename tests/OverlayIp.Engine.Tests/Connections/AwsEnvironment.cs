using System.Runtime.CompilerServices;

namespace OverlayIp.Engine.Tests.Connections;

/// <summary>A process environment with no trace of AWS in it, but empty profile files of its own. Restored in the end.</summary>
public sealed class AwsEnvironment : IDisposable
{
    private static readonly string Folder = Directory.CreateTempSubdirectory("overlayip-").FullName;

    private readonly Dictionary<string, string?> _before = [];

    public AwsEnvironment()
    {
        WriteConfig("");
        WriteCredentials("");
        foreach (var variable in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(v => v.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
        {
            Set(variable, null);
        }

        Set("AWS_CONFIG_FILE", Path.Combine(Folder, "config"));
        Set("AWS_SHARED_CREDENTIALS_FILE", Path.Combine(Folder, "credentials"));
        Set("AWS_EC2_METADATA_DISABLED", "true");
    }

    /// <summary>The SDK looks once in the life of a process where the profile files are, and only at files that exist: so
    /// before any test touches it, and never the developer's own.</summary>
#pragma warning disable CA2255 // A test assembly is the application here.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void PlaceProfileFiles()
    {
        foreach (var (variable, file) in (ReadOnlySpan<(string, string)>)[("AWS_CONFIG_FILE", "config"), ("AWS_SHARED_CREDENTIALS_FILE", "credentials")])
        {
            var path = Path.Combine(Folder, file);
            File.WriteAllText(path, "");
            Environment.SetEnvironmentVariable(variable, path);
        }

        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Folder, recursive: true);
    }

    public void Set(string variable, string? value)
    {
        _before.TryAdd(variable, Environment.GetEnvironmentVariable(variable));
        Environment.SetEnvironmentVariable(variable, value);
    }

    public void WriteConfig(string text) => File.WriteAllText(Path.Combine(Folder, "config"), text);

    public void WriteCredentials(string text, DateTime? writtenAt = null)
    {
        var path = Path.Combine(Folder, "credentials");
        File.WriteAllText(path, text);
        if (writtenAt is { } time)
        {
            File.SetLastWriteTimeUtc(path, time);
        }
    }

    public void Dispose()
    {
        foreach (var (variable, value) in _before)
        {
            Environment.SetEnvironmentVariable(variable, value);
        }
    }

    /// <summary>Tests that need an environment of their own: the process has but one, so nothing else runs beside them.</summary>
    [CollectionDefinition(Name, DisableParallelization = true)]
#pragma warning disable CA1034 // Belongs to the environment that it guards.
    public sealed class Alone
#pragma warning restore CA1034
    {
        public const string Name = "AWS environment";
    }
}
