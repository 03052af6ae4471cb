using System.CommandLine;
using OverlayIp.Agent.CommandLine;
using OverlayIp.Agent.Output;
using OverlayIp.Lab.Network;

namespace OverlayIp.Agent.Commands;

/// <summary><c>overlayip lab exec</c>: runs a command in an instance of a networked lab.</summary>
internal sealed class LabExecCommand
{
    private readonly Argument<string> _node = new("node")
    {
        Description = "The instance's Name tag or id.",
    };

    private readonly Argument<string[]> _command = new("command")
    {
        Description = "The command and its arguments, after '--'.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _lab = new("--lab")
    {
        Description = "The lab's name or id, where several run.",
        HelpName = "name",
    };

    private LabExecCommand()
    {
    }

    public static Command Create(OutputOptions output) => new LabExecCommand().Build(output);

    private DocumentedCommand Build(OutputOptions output)
    {
        var command = new DocumentedCommand(
            "exec", "Runs a command in an instance of a networked lab of this machine, with the instance's network, endpoint and role. It becomes the command: terminal, signals and exit code are its own.")
        {
            Examples =
            [
                ("Ping an overlay address from the client", "overlayip lab exec client-a -- ping 10.2.0.1"),
                ("A shell in a node", "overlayip lab exec node-a -- bash"),
            ],
        };
        command.Add(_node);
        command.Add(_command);
        command.Add(_lab);
        command.SetBody(output, Run);
        return command;
    }

    private Task<int> Run(ParseResult parsed, AgentOutput output, CancellationToken cancellationToken)
    {
        var node = NetworkedLabs.FindNode(parsed.GetValue(_node)!, parsed.GetValue(_lab));
        var words = parsed.GetValue(_command)!;
        throw node.Become(words[0], words[1..]);
    }
}
