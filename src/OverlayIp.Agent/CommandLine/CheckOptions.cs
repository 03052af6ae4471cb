using System.CommandLine;
using System.IO.Enumeration;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Validation;
using OverlayIp.Engine.Validation.Packets;

namespace OverlayIp.Agent.CommandLine;

/// <summary>What <c>overlayip check</c> is to test.</summary>
internal sealed class CheckOptions
{
    private readonly Argument<RouteDestination[]> _destinations = new("destination")
    {
        Description = "The overlay addresses (10.2.0.1), CIDR blocks or managed prefix lists (pl-…). [default: all of --vpc or --route-table, else of the configuration file]",
        Arity = ArgumentArity.ZeroOrMore,
        CustomParser = Values.Destinations,
    };

    private readonly Option<string?> _vpc = new("--vpc")
    {
        Description = "The VPC. [default: those whose route tables have the destination, else that of the candidates]",
        HelpName = "id",
        CustomParser = Values.VpcId,
    };

    private readonly Option<string[]> _routeTables = new("--route-table")
    {
        Description = "A route table that must have the route; can be repeated. [default: all that the clients' subnets use]",
        HelpName = "id",
        CustomParser = Values.RouteTableIds,
    };

    private readonly Option<string[]> _clientSubnets = new("--client-subnet")
    {
        Description = "A subnet that clients are in; can be repeated. [default: all of the VPC]",
        HelpName = "id",
        CustomParser = Values.SubnetIds,
    };

    private readonly Option<CidrBlock[]> _from = new("--from")
    {
        Description = "A block outside the VPC that clients are in: the way from there and back is walked; can be repeated.",
        HelpName = "cidr",
        CustomParser = Values.CidrBlocks,
    };

    private readonly Option<RouteTarget[]> _candidates = new("--candidate")
    {
        Description = "An instance (i-…) or network interface (eni-…) that the address may move to; can be repeated.",
        HelpName = "id",
        CustomParser = Values.Targets,
    };

    private readonly Option<OverlayPortRange[]> _ports = new("--port")
    {
        Description = "A port that the address serves, or a range (8000-8100); can be repeated. Without --port and --protocol, security groups and network ACLs are not tested.",
        HelpName = "port",
        CustomParser = Values.Ports,
    };

    private readonly Option<OverlayProtocol?> _protocol = new("--protocol")
    {
        Description = "The protocol that it serves: tcp, udp, icmp or all. [default: tcp]",
        HelpName = "name",
        CustomParser = Values.Protocol,
    };

    private readonly Option<string[]> _only = new("--check")
    {
        Description = "Only this check, by its id (see below); * and ? are wildcards (quote them); can be repeated.",
        HelpName = "id",
    };

    private readonly Option<string[]> _without = new("--skip")
    {
        Description = "Not this check, as for --check. 'MaySwitch' saves a call for each route table.",
        HelpName = "id",
    };

    private readonly Option<string?> _failoverRole = new("--failover-role")
    {
        Description = "A role whose right to switch is tested beside that of the identity that reads (RoleMaySwitch). The configuration file's roleArn is then not assumed for the rest.",
        HelpName = "arn",
    };

    private readonly Option<bool> _quick = new("--quick")
    {
        Description = "Make at most two API calls: test the routes and the nodes, and leave the rest out.",
    };

    /// <summary>Adds them to the command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_destinations);
        command.Add(_vpc);
        command.Add(_routeTables);
        command.Add(_clientSubnets);
        command.Add(_from);
        command.Add(_candidates);
        command.Add(_ports);
        command.Add(_protocol);
        command.Add(_only);
        command.Add(_without);
        command.Add(_failoverRole);
        command.Add(_quick);
    }

    /// <summary>What is to be tested.</summary>
    /// <exception cref="OverlayIpException"><c>CheckUnknown</c>, <c>PortNotApplicable</c> or <c>RoleArnMalformed</c>.</exception>
    public ValidationRequest Read(ParseResult parsed)
    {
        // Nothing would look at it before a role that cannot be assumed is a finding.
        new ConnectionSettings { RoleArn = parsed.GetValue(_failoverRole) }.Validate();
        return new ValidationRequest
        {
            Destinations = parsed.GetValue(_destinations) ?? [],
            VpcId = parsed.GetValue(_vpc),
            RouteTableIds = parsed.GetValue(_routeTables) ?? [],
            ClientSubnetIds = parsed.GetValue(_clientSubnets) ?? [],
            From = parsed.GetValue(_from) ?? [],
            Candidates = parsed.GetValue(_candidates) ?? [],
            Traffic = OverlayTraffic.Of(parsed.GetValue(_protocol), parsed.GetValue(_ports) ?? []),
            Wants = Selection(parsed).Wants,
            RoleArn = parsed.GetValue(_failoverRole),
            IsQuick = parsed.GetValue(_quick),
        };
    }

    /// <summary>True when checks were asked for by name.</summary>
    public bool NamesChecks(ParseResult parsed) => parsed.GetValue(_only) is { Length: > 0 };

    private CheckSelection Selection(ParseResult parsed) =>
        new(parsed.GetValue(_only) ?? [], parsed.GetValue(_without) ?? [], (pattern, id) => FileSystemName.MatchesSimpleExpression(pattern, id, ignoreCase: true));
}
