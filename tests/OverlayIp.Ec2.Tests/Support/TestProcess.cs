using System.Runtime.CompilerServices;

namespace OverlayIp.Ec2.Tests.Support;

/// <summary>Keeps the machine's own AWS settings out of the tests.</summary>
internal static class TestProcess
{
    /// <summary>The shared configuration file of this process, empty unless a test writes it.</summary>
    internal static string ConfigFile { get; } = Path.GetTempFileName();

    [ModuleInitializer]
    internal static void ForgetAwsSettings()
    {
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)))
            Environment.SetEnvironmentVariable(name, null);

        // AWSSDK.Core reads these two once per process, and passes over files that do not exist.
        var credentialsFile = Path.GetTempFileName();
        Environment.SetEnvironmentVariable("AWS_CONFIG_FILE", ConfigFile);
        Environment.SetEnvironmentVariable("AWS_SHARED_CREDENTIALS_FILE", credentialsFile);
        Environment.SetEnvironmentVariable("AWS_EC2_METADATA_DISABLED", "true");
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            File.Delete(ConfigFile);
            File.Delete(credentialsFile);
        };
    }
}
