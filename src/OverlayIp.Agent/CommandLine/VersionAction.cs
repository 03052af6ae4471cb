using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace OverlayIp.Agent.CommandLine;

/// <summary>Prints the version: the manifest's, which the build gives every assembly.</summary>
internal sealed class VersionAction : SynchronousCommandLineAction
{
    public static string Version { get; } =
        typeof(VersionAction).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine(Version);
        return ExitCode.Done;
    }
}
