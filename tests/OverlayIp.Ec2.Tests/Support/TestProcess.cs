using System.Runtime.CompilerServices;

namespace OverlayIp.Ec2.Tests.Support;

/// <summary>Keeps the machine's own AWS settings out of the tests.</summary>
internal static class TestProcess
{
    [ModuleInitializer]
    internal static void ForgetAwsSettings()
    {
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)))
            Environment.SetEnvironmentVariable(name, null);

        var nowhere = Path.Combine(Path.GetTempPath(), $"overlayip-{Guid.NewGuid():N}");
        Environment.SetEnvironmentVariable("AWS_CONFIG_FILE", nowhere);
        Environment.SetEnvironmentVariable("AWS_SHARED_CREDENTIALS_FILE", nowhere);
        Environment.SetEnvironmentVariable("AWS_EC2_METADATA_DISABLED", "true");
    }
}
