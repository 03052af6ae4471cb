using System.CommandLine;
using OverlayIp.Agent.CommandLine;
using OverlayIp.Agent.Output;
using OverlayIp.Engine.Failover;

namespace OverlayIp.Agent.Commands;

/// <summary><c>overlayip notify</c>: what keepalived calls at every change of state; see "notify" in keepalived.conf(5).</summary>
internal sealed class NotifyCommand
{
    private readonly Argument<string> _kind = new("type")
    {
        Description = "INSTANCE or GROUP.",
        HelpName = "type",
    };

    private readonly Argument<string> _name = new("name")
    {
        Description = "The VRRP instance or sync group: route sets whose vrrpInstance is another one stay as they are.",
    };

    private readonly Argument<string> _state = new("state")
    {
        Description = "MASTER and MASTER_RX_LOWER_PRI take over; BACKUP, FAULT, STOP and DELETED release. keepalived calls with MASTER_RX_LOWER_PRI only what notify_master_rx_lower_pri names, not notify; without it, routes that both nodes took at once can stay with the wrong one.",
    };

    private readonly Argument<string?> _priority = new("priority")
    {
        Description = "What keepalived says last; it does not matter here.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly FailoverOptions _options = new();

    private NotifyCommand()
    {
        Restrict(_kind, ["INSTANCE", "GROUP"]);
        Restrict(_state, [.. VrrpEvent.StateNames]);
    }

    public static Command Create(OutputOptions output) => new NotifyCommand().Build(output);

    private DocumentedCommand Build(OutputOptions output)
    {
        var command = new DocumentedCommand(
            "notify", "Takes over or releases what the configuration file says, as keepalived tells it.")
        {
            UsesAws = true,
            Examples =
            [
                ("keepalived refuses a vrrp_instance without virtual_ipaddress: let it have the address, and leave \"address\" out of overlayip.json", "overlayip notify GROUP VG_1 BACKUP"),
                ("And vrrp_instance VI_1 { … notify_master_rx_lower_pri \"/usr/bin/overlayip notify INSTANCE VI_1 MASTER_RX_LOWER_PRI\" }; keepalived then calls", "overlayip notify INSTANCE VI_1 MASTER_RX_LOWER_PRI"),
                ("In keepalived.conf: vrrp_instance VI_1 { … notify \"/usr/bin/overlayip notify\" }; keepalived then calls", "overlayip notify INSTANCE VI_1 MASTER 100"),
            ],
        };
        command.Add(_kind);
        command.Add(_name);
        command.Add(_state);
        command.Add(_priority);
        _options.AddFileTo(command);
        _options.AddLockTo(command);
        command.SetBody(output, RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, AgentOutput output, CancellationToken cancellationToken)
    {
        var name = parsed.GetValue(_name)!;
        var all = _options.Read(parsed);
        var configuration = all with { RouteSets = [.. all.RouteSets.Where(s => s.VrrpInstance is null || s.VrrpInstance == name)] };
        if (configuration.RouteSets.Count == 0)
        {
            output.Warning($"No route set follows '{name}' (vrrpInstance): there is nothing to do.");
            return ExitCode.Done;
        }

        var heard = VrrpEvent.Of(parsed.GetValue(_kind)!, name, parsed.GetValue(_state)!, parsed.GetValue(_priority));
        Func<CommandDeadline, Task<int>> work = heard.IsMaster
            ? deadline => TakeoverCommand.TakeOverAsync(configuration, output, deadline)
            : deadline => ReleaseCommand.ReleaseAsync(configuration, output, deadline);
        return await CommandDeadline.RunAsync(
            configuration.Timeout,
            output,
            async deadline => await _options.AskAgentAsync(heard, parsed, configuration, output, deadline.Token) ?? await work(deadline),
            cancellationToken);
    }

    private static void Restrict(Argument<string> argument, string[] words) => argument.Validators.Add(result =>
    {
        if (result.Tokens is [var only] && !words.Contains(only.Value, StringComparer.OrdinalIgnoreCase))
            result.AddError($"'{only.Value}' is no {argument.Name} of keepalived. Expected one of {string.Join(", ", words)}.");
    });
}
