using System.CommandLine;
using System.Security.Cryptography;
using OverlayIp.Agent.Output;
using OverlayIp.Agent.Resident;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Failover;
using OverlayIp.Engine.Routing;

namespace OverlayIp.Agent.CommandLine;

/// <summary>What a cluster hook is to do: the configuration file, and the options that win over it.</summary>
internal sealed class FailoverOptions
{
    private readonly Option<string?> _config = new("--config")
    {
        Description = $"The configuration file. [default: {FailoverConfigurationReader.DefaultPath}, if there is one]",
        HelpName = "file",
    };

    private readonly Option<string?> _interface = new("--interface")
    {
        Description = "The network interface of this node, by its name (eth1) or MAC address. [default: the primary one]",
        HelpName = "name",
    };

    private readonly Option<RouteTarget?> _instance = new("--instance")
    {
        Description = "This node is this instance (i-…, with one network interface): do not ask instance metadata.",
        HelpName = "id",
        CustomParser = Values.Target,
    };

    private readonly Option<RouteTarget?> _networkInterface = new("--network-interface")
    {
        Description = "This node is the one with this network interface (eni-…): do not ask instance metadata.",
        HelpName = "id",
        CustomParser = Values.Target,
    };

    private readonly Option<string?> _vpc = new("--vpc")
    {
        Description = "Only the route tables of this VPC. [default: this node's]",
        HelpName = "id",
        CustomParser = Values.VpcId,
    };

    private readonly Option<string[]> _routeTables = new("--route-table")
    {
        Description = "Only this route table; can be repeated. [default: all that have the destination]",
        HelpName = "id",
        CustomParser = Values.RouteTableIds,
    };

    private readonly Option<RouteTarget?> _from = new("--from")
    {
        Description = "Refuse route tables that point neither to this instance or network interface nor to this node.",
        HelpName = "id",
        CustomParser = Values.Target,
    };

    private readonly Option<bool> _createMissing = new("--create-missing")
    {
        Description = "Create the route in route tables that lack it: those named, else all of the VPC.",
    };

    private readonly Option<bool> _force = new("--force")
    {
        Description = "Take over even with this node's source/destination check on.",
    };

    private readonly Option<bool> _address = new("--address")
    {
        Description = "Put the destination on this machine as a local address, before the routes are moved.",
    };

    private readonly Option<string?> _addressInterface = new("--address-interface")
    {
        Description = "The interface for the local address, such as lo; implies --address. [default: --interface, else that of the default route]",
        HelpName = "name",
    };

    private readonly Option<int?> _timeout = new("--timeout")
    {
        Description = "After how many seconds to give up for certain. [default: 60]",
        HelpName = "seconds",
        CustomParser = Values.Number(1, 3600),
    };

    private readonly Option<string?> _lockDirectory = new("--lock-directory")
    {
        Description = "Where the lock files are. [default: a directory for run-time files]",
        HelpName = "path",
    };

    private readonly ConnectionOptions _connection = new();

    /// <summary>The destinations; none means all of the configuration file.</summary>
    public Argument<RouteDestination[]> Destinations { get; } = new("destination")
    {
        Description = "The overlay addresses (10.2.0.1), CIDR blocks or managed prefix lists (pl-…). [default: all of the configuration file]",
        Arity = ArgumentArity.ZeroOrMore,
        CustomParser = Values.Destinations,
    };

    /// <summary>Adds what every hook has.</summary>
    public void AddFileTo(Command command)
    {
        command.Add(_config);
        command.Add(_timeout);
    }

    /// <summary>Adds where calls wait for each other.</summary>
    public void AddLockTo(Command command) => command.Add(_lockDirectory);

    /// <summary>Adds what says which node this is.</summary>
    public void AddNodeTo(Command command)
    {
        command.Add(_interface);
        command.Add(_instance);
        command.Add(_networkInterface);
    }

    /// <summary>Adds what says which routes are meant, and how to reach them.</summary>
    public void AddRoutesTo(Command command)
    {
        command.Add(_vpc);
        command.Add(_routeTables);
        command.Add(_from);
        command.Add(_createMissing);
        command.Add(_force);
        command.Add(_address);
        _connection.AddTo(command);
    }

    /// <summary>Adds where the local address goes.</summary>
    public void AddAddressTo(Command command) => command.Add(_addressInterface);

    /// <summary>True when the command line says which node this is, or names a configuration file, which says it.</summary>
    public bool NamesNode(ParseResult parsed) =>
        NodeOf(parsed) is not null || parsed.GetValue(_interface) is not null || parsed.GetValue(_config) is not null;

    /// <summary>How long a command may take that goes by no configuration.</summary>
    public TimeSpan TimeoutOf(ParseResult parsed) => parsed.GetValue(_timeout) is { } seconds ? TimeSpan.FromSeconds(seconds) : FailoverConfiguration.DefaultTimeout;

    /// <summary>How long one API request may take: one that gets no answer must leave time to ask again.</summary>
    public static TimeSpan RequestTimeoutOf(TimeSpan timeout) => TimeSpan.FromSeconds(Math.Clamp(timeout.TotalSeconds / 4, 1, 10));

    /// <summary>The configuration of an agent, with the hash of its file.</summary>
    public LoadedConfiguration Load(ParseResult parsed)
    {
        // The hash first: what is changed in between makes the agent refuse requests, not serve them with the old settings.
        var hash = HashOf(parsed);
        return new LoadedConfiguration(Read(parsed), hash);
    }

    /// <summary>Lets the agent do what this command line asks for, if there is one with the same configuration, and no option that it
    /// does not know of.</summary>
    /// <returns>The exit code, or null when the command has to do it itself.</returns>
    public Task<int?> AskAgentAsync(string command, ParseResult parsed, FailoverConfiguration configuration, AgentOutput output, CancellationToken cancellationToken) =>
        AskAgentAsync(command, parsed, configuration, parsed.GetValue(Destinations) ?? [], output, cancellationToken);

    /// <summary>The same for a command that has destinations of its own.</summary>
    public Task<int?> AskAgentAsync(
        string command, ParseResult parsed, FailoverConfiguration configuration, IReadOnlyList<RouteDestination> destinations, AgentOutput output, CancellationToken cancellationToken) =>
        AskAgentAsync(parsed, configuration, output, new ControlRequest
        {
            Command = command,
            Configuration = "",
            Destinations = [.. destinations.Select(d => d.ToString())],
            TimeoutSeconds = configuration.Timeout.TotalSeconds,
            Json = output.IsJson,
        }, cancellationToken);

    /// <summary>The same for an event of keepalived.</summary>
    public Task<int?> AskAgentAsync(VrrpEvent heard, ParseResult parsed, FailoverConfiguration configuration, AgentOutput output, CancellationToken cancellationToken) =>
        AskAgentAsync(parsed, configuration, output, new ControlRequest
        {
            Command = "notify",
            Configuration = "",
            Event = heard.ToString(),
            TimeoutSeconds = configuration.Timeout.TotalSeconds,
            Json = output.IsJson,
        }, cancellationToken);

    /// <summary>The configuration with this command line's options.</summary>
    public FailoverConfiguration Read(ParseResult parsed) => Read(
        parsed,
        parsed.GetValue(Destinations) ?? [],
        new RouteScope { VpcId = parsed.GetValue(_vpc), RouteTableIds = parsed.GetValue(_routeTables) ?? [] },
        _connection.Read(parsed));

    /// <summary>The configuration, for a command that has options of its own for these.</summary>
    public FailoverConfiguration Read(ParseResult parsed, IReadOnlyList<RouteDestination> destinations, RouteScope scope, ConnectionSettings connection)
    {
        var file = ReadFile(parsed, destinations.Count > 0);
        var chosen = destinations.Count == 0
            ? file.RouteSets
            : destinations.Distinct().Select(d => file.RouteSets.FirstOrDefault(s => s.Destination == d) ?? new RouteSet { Destination = d });
        var timeout = parsed.GetValue(_timeout) is { } seconds ? TimeSpan.FromSeconds(seconds) : file.Timeout;
        return file with
        {
            Timeout = timeout,
            LockDirectory = parsed.GetValue(_lockDirectory) is { } directory ? Path.GetFullPath(directory) : file.LockDirectory,
            Node = NodeOf(parsed) ?? file.Node,
            RouteSets = [.. chosen.Select(set => Override(parsed, set, scope))],
            Connection = file.Connection with
            {
                Region = connection.Region ?? file.Connection.Region,
                ProfileName = connection.ProfileName ?? file.Connection.ProfileName,
                RoleArn = connection.RoleArn ?? file.Connection.RoleArn,
                EndpointUrl = connection.EndpointUrl ?? file.Connection.EndpointUrl,
                RequestTimeout = RequestTimeoutOf(timeout),
            },
        };
    }

    private async Task<int?> AskAgentAsync(
        ParseResult parsed, FailoverConfiguration configuration, AgentOutput output, ControlRequest request, CancellationToken cancellationToken) =>
        ChangesNothing(parsed) && HashOf(parsed) is { Length: > 0 } hash
            ? await ControlClient.TryAsync(request with { Configuration = hash }, configuration, output, cancellationToken)
            : null;

    // Of the options that win over the file, an agent knows none.
    private bool ChangesNothing(ParseResult parsed) =>
        NodeOf(parsed) is null
        && (parsed.GetValue(_interface) ?? parsed.GetValue(_vpc) ?? parsed.GetValue(_addressInterface)) is null
        && parsed.GetValue(_routeTables) is not { Length: > 0 }
        && parsed.GetValue(_from) is null
        && !parsed.GetValue(_createMissing) && !parsed.GetValue(_force) && !parsed.GetValue(_address)
        && _connection.Read(parsed) == new ConnectionSettings();

    private string HashOf(ParseResult parsed)
    {
        var path = parsed.GetValue(_config) ?? FailoverConfigurationReader.DefaultPath;
        try
        {
            return File.Exists(path) ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))) : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private FailoverConfiguration ReadFile(ParseResult parsed, bool hasDestinations)
    {
        if (parsed.GetValue(_config) is { } path)
            return FailoverConfigurationReader.ReadFile(path);

        if (File.Exists(FailoverConfigurationReader.DefaultPath))
            return FailoverConfigurationReader.ReadFile(FailoverConfigurationReader.DefaultPath);

        return hasDestinations
            ? new FailoverConfiguration()
            : throw new OverlayIpException("NothingConfigured", OverlayErrorKind.InvalidArgument,
                $"It was not said which destinations are meant, and there is no {FailoverConfigurationReader.DefaultPath}.")
            { RecommendedAction = "Name a destination such as 10.2.0.1, or a configuration file with --config." };
    }

    private RouteTarget? NodeOf(ParseResult parsed)
    {
        var (instance, networkInterface) = (parsed.GetValue(_instance), parsed.GetValue(_networkInterface));
        if (instance is { InstanceId: null })
            throw Invalid($"--instance takes an instance id (i-…), not '{instance}'.");

        return networkInterface is { NetworkInterfaceId: null }
            ? throw Invalid($"--network-interface takes a network interface id (eni-…), not '{networkInterface}'.")
            : networkInterface ?? instance;
    }

    private RouteSet Override(ParseResult parsed, RouteSet set, RouteScope scope)
    {
        var address = parsed.GetValue(_address) || parsed.GetValue(_addressInterface) is not null
            ? (set.Address ?? new RouteSetAddress()) with { InterfaceName = parsed.GetValue(_addressInterface) ?? set.Address?.InterfaceName }
            : set.Address;
        if (address is not null && set.Destination.Cidr is not { IsSingleAddress: true })
            throw Invalid($"{set.Destination} is not a single address that an interface could have: leave --address out.");

        return set with
        {
            Scope = scope.IsEmpty ? set.Scope : scope,
            Interface = parsed.GetValue(_interface) ?? set.Interface,
            From = parsed.GetValue(_from) ?? set.From,
            CreateMissing = set.CreateMissing || parsed.GetValue(_createMissing),
            Force = set.Force || parsed.GetValue(_force),
            Address = address,
        };
    }

    private static OverlayIpException Invalid(string message) => new("CommandLineInvalid", OverlayErrorKind.InvalidArgument, message);
}
