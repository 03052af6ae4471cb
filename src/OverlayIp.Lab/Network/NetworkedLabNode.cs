using System.Diagnostics;

namespace OverlayIp.Lab.Network;

/// <summary>A running instance of a networked lab.</summary>
public sealed record NetworkedLabNode
{
    /// <summary>The Name tag, or the instance id where there is none.</summary>
    public required string Name { get; init; }

    /// <summary>The instance's id.</summary>
    public required string InstanceId { get; init; }

    /// <summary>Its network namespace, as ip-netns(8) has it.</summary>
    public required string Namespace { get; init; }

    /// <summary>The environment variables that commands in it get: endpoint and Region, and the lab's keys unless the instance has
    /// a role. All other variables that begin with <c>AWS_</c> are taken away.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>A command in this instance, to be started: its network is the instance's, its files are the machine's.</summary>
    /// <param name="program">The program, looked for in the PATH.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <exception cref="OverlayIpException"><c>LabCommandNotStarted</c>: there is no such program.</exception>
    public ProcessStartInfo Command(string program, IEnumerable<string> arguments)
    {
        ArgumentException.ThrowIfNullOrEmpty(program);
        ArgumentNullException.ThrowIfNull(arguments);
        // ip(8) would say so, too, but with an exit code that the program could have given.
        if (!program.Contains('/', StringComparison.Ordinal) && NetworkTools.Find(program) is null)
        {
            throw new OverlayIpException("LabCommandNotStarted", OverlayErrorKind.NotFound, $"There is no command '{program}' on this machine.")
            {
                Subject = program,
                RecommendedAction = "Instances have the machine's files: install it there, or give its path.",
            };
        }

        var start = new ProcessStartInfo(NetworkTools.Find("ip") ?? "ip");
        foreach (var argument in (IEnumerable<string>)["netns", "exec", Namespace, program, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        // A proxy of the machine's is out of reach from here, and not meant for the lab.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal) || IsProxy(name)).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    /// <summary>Turns this process into a command in this instance: it has the terminal, gets the signals and gives the exit code.
    /// Returns only when that fails.</summary>
    /// <param name="program">The program, looked for in the PATH.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns><c>LabCommandNotStarted</c>.</returns>
    public OverlayIpException Become(string program, IEnumerable<string> arguments)
    {
        NetworkTools.Require();
        var start = Command(program, arguments);
        var failure = LinuxCalls.Execute(
            start.FileName, start.ArgumentList.Prepend(start.FileName), start.Environment.Select(variable => $"{variable.Key}={variable.Value}"));
        return new OverlayIpException("LabCommandNotStarted", OverlayErrorKind.OperatingSystem, $"The command cannot be started: {failure.Message}.", failure)
        {
            Subject = program,
        };
    }

    private static bool IsProxy(string name) => name.EndsWith("_proxy", StringComparison.OrdinalIgnoreCase);
}
