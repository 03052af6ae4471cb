using System.CommandLine;
using OverlayIp.Agent.CommandLine;
using OverlayIp.Agent.Output;
using OverlayIp.Engine.Addressing;
using OverlayIp.Engine.Failover;

namespace OverlayIp.Agent.Commands;

/// <summary><c>overlayip release</c>: takes the local addresses off this node.</summary>
internal sealed class ReleaseCommand
{
    private readonly FailoverOptions _options = new();

    private ReleaseCommand()
    {
    }

    public static Command Create(OutputOptions output) => new ReleaseCommand().Build(output);

    /// <summary>Takes the addresses of the configured route sets off, as far as they are this program's to manage.</summary>
    public static async Task<int> ReleaseAsync(FailoverConfiguration configuration, AgentOutput output, CommandDeadline deadline)
    {
        // The locks of all: that a takeover without an address is overtaken by this release must be known, too.
        using var held = await NodeSession.LockAsync(configuration, "release", output, deadline.Token);
        var managed = configuration.RouteSets.Where(s => s.Address is not null).ToList();
        if (managed.Count == 0)
            output.Verbose("No route set has its address managed here (\"address\": true): there is nothing to release.");

        var addresses = new List<LocalAddressReport>();
        var failures = new List<OverlayIpException>();
        var isStopped = false;
        foreach (var set in managed)
        {
            var address = set.Destination.Cidr!;
            try
            {
                var removed = await new NodeAddress(LocalAddressManager.ForThisSystem()).RemoveAsync(address, set.Address!.InterfaceName, deadline.Token);
                addresses.Add(LocalAddressReport.Of(removed) ?? new LocalAddressReport(address.Address.ToString(), null, Changed: false));
            }
            catch (OverlayIpException e)
            {
                failures.Add(e);
            }
            catch (OperationCanceledException) when (deadline.Token.IsCancellationRequested)
            {
                isStopped = true;
                break;
            }
        }

        new ReleaseReport(failures.Count == 0 && !isStopped, addresses).WriteTo(output);
        var code = SwitchCommand.CodeOf(output, failures, isPartly: addresses.Count > 0);
        return isStopped ? deadline.Stopped(output) : code;
    }

    /// <summary>Writes what an agent has released and gives the exit code.</summary>
    public static int Report(IReadOnlyList<RouteSetTakeover> sets, AgentOutput output)
    {
        var addresses = sets.Where(s => s.Set.Address is not null && s.Error is null)
            .Select(s => LocalAddressReport.Of(s.Address) ?? new LocalAddressReport(s.Set.Destination.Cidr!.Address.ToString(), null, Changed: false)).ToList();
        var failures = sets.Where(s => s.Error is not null).Select(s => s.Error!).ToList();
        new ReleaseReport(failures.Count == 0, addresses).WriteTo(output);
        return SwitchCommand.CodeOf(output, failures, isPartly: addresses.Count > 0);
    }

    private DocumentedCommand Build(OutputOptions output)
    {
        var command = new DocumentedCommand(
            "release", "Takes the local addresses off this node. The routes stay: the other node takes them over. EC2 is not asked for anything.")
        {
            Examples =
            [
                ("The addresses that the configuration file says", "overlayip release"),
                ("This address", "overlayip release 10.2.0.1"),
            ],
        };
        command.Add(_options.Destinations);
        _options.AddFileTo(command);
        _options.AddLockTo(command);
        _options.AddAddressTo(command);
        command.SetBody(output, RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, AgentOutput output, CancellationToken cancellationToken)
    {
        var configuration = _options.Read(parsed);
        if (parsed.GetValue(_options.Destinations) is { Length: > 0 })
        {
            // Who names an address wants it gone, whoever put it there.
            if (configuration.RouteSets.FirstOrDefault(s => s.Destination.Cidr is not { IsSingleAddress: true }) is { } wide)
                throw new OverlayIpException("CommandLineInvalid", OverlayErrorKind.InvalidArgument, $"{wide.Destination} is not a single address that could be on this machine.");

            configuration = configuration with { RouteSets = [.. configuration.RouteSets.Select(s => s with { Address = s.Address ?? new RouteSetAddress() })] };
        }

        return await CommandDeadline.RunAsync(
            configuration.Timeout,
            output,
            async deadline => await _options.AskAgentAsync("release", parsed, configuration, output, deadline.Token) ?? await ReleaseAsync(configuration, output, deadline),
            cancellationToken);
    }
}
