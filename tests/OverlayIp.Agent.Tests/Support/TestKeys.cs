using System.Runtime.CompilerServices;

namespace OverlayIp.Agent.Tests.Support;

/// <summary>
/// The keys that command lines run in this process find in the environment: keys have no option, and the environment is the
/// process's, so every lab accepts the same ones. Nothing of the developer's own AWS set-up may get in.
/// </summary>
internal static class TestKeys
{
    public const string AccessKeyId = "AKIAOVERLAYIPTEST001";
    public const string SecretAccessKey = "made-up-for-the-tests-of-the-agent-0001";

    [ModuleInitializer]
    public static void Set()
    {
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(n => n.StartsWith("AWS_", StringComparison.Ordinal)))
            Environment.SetEnvironmentVariable(name, null);

        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", AccessKeyId);
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", SecretAccessKey);
        Environment.SetEnvironmentVariable("AWS_EC2_METADATA_DISABLED", "true");
        var nowhere = Path.Combine(AppContext.BaseDirectory, "no-such-file");
        Environment.SetEnvironmentVariable("AWS_CONFIG_FILE", nowhere);
        Environment.SetEnvironmentVariable("AWS_SHARED_CREDENTIALS_FILE", nowhere);
    }
}
