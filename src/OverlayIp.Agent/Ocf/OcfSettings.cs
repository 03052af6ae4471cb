using System.Globalization;
using System.Net.NetworkInformation;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Failover;

namespace OverlayIp.Agent.Ocf;

/// <summary>What Pacemaker says in the environment, read. Every mistake is found before anything is tried.</summary>
/// <param name="variable">Gives the value of an environment variable, or null.</param>
internal sealed class OcfSettings(Func<string, string?> variable)
{
    private const int LongestInterfaceName = 15;

    private static readonly TimeSpan UsualTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(3);
    private static readonly char[] Separators = [',', ' ', '\t', '\n', '\r'];

    /// <summary>True for the monitor that finds out where a resource runs, before the cluster manages it: its interval is zero.</summary>
    public bool IsProbe => variable("OCF_RESKEY_CRM_meta_interval") is null or "" or "0";

    /// <summary>How long an action may take: less than the cluster's own time-out, after which it kills, so that there is time to say what happened.</summary>
    public TimeSpan Timeout
    {
        get
        {
            var given = long.TryParse(variable("OCF_RESKEY_CRM_meta_timeout"), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
                && milliseconds is > 0 and <= 24 * 60 * 60 * 1000
                ? TimeSpan.FromMilliseconds(milliseconds)
                : UsualTimeout;
            return given / 4 < Margin ? given * 3 / 4 : given - Margin;
        }
    }

    /// <summary>True when the address comes by its old name.</summary>
    public bool HasOldName => Text(OcfParameters.Ip).Length == 0 && Text(OcfParameters.Address).Length > 0;

    /// <summary>How long instance metadata are asked again; null for the usual time.</summary>
    public TimeSpan? MetadataPatience => (Number(OcfParameters.CurlRetries), Number(OcfParameters.CurlSleep)) switch
    {
        (null, null) => null,
        var (retries, sleep) => TimeSpan.FromSeconds(Math.Max(1, (retries ?? 4) * (sleep ?? 3))),
    };

    /// <summary>Whether the route tables are monitored.</summary>
    public bool MonitorsRoutes => Text(OcfParameters.MonitorApi).ToUpperInvariant() switch
    {
        "TRUE" or "YES" or "Y" or "ON" or "1" or "JA" => true,
        "FALSE" or "NO" or "N" or "OFF" or "0" or "NEIN" or "" => false,
        _ => throw Wrong(OcfParameters.MonitorApi, "Expected true or false."),
    };

    /// <summary>The address.</summary>
    /// <exception cref="OverlayIpException"><c>ParameterInvalid</c>.</exception>
    public CidrBlock ReadAddress()
    {
        var parameter = HasOldName ? OcfParameters.Address : OcfParameters.Ip;
        var text = Text(parameter);
        if (text.Length == 0)
            throw Missing(OcfParameters.Ip);

        try
        {
            return CidrBlock.Parse(text) is { IsSingleAddress: true } address ? address : throw Wrong(parameter, "Expected one address, such as 10.2.0.1.");
        }
        catch (FormatException e)
        {
            throw Wrong(parameter, e.Message);
        }
    }

    /// <summary>The resource with everything that belongs to it.</summary>
    /// <exception cref="OverlayIpException"><c>ParameterInvalid</c>, or what <see cref="ClusterResource.Validate"/> throws.</exception>
    public ClusterResource ReadResource()
    {
        var address = ReadAddress();
        var isRole = Choice(OcfParameters.AuthType, "key", "role") == "role";
        var (profile, region) = (Text(OcfParameters.Profile), Text(OcfParameters.Region));
        if (isRole && region.Length == 0)
            throw new OverlayIpException("ParameterInvalid", OverlayErrorKind.InvalidArgument, "The parameter auth_type is role: the parameter region must be set then.");

        if (!isRole && profile.Length == 0)
            throw Missing(OcfParameters.Profile);

        var interfaceName = InterfaceName();
        var label = Text(OcfParameters.InterfaceLabel);
        _ = (MonitorsRoutes, MetadataPatience);
        var resource = new ClusterResource
        {
            Address = address,
            RouteTables = RouteTables(),
            InterfaceName = interfaceName,
            Label = label.Length == 0 ? null : $"{interfaceName ?? DefaultName()}:{label}",
            AcceptsAnyInterface = Choice(OcfParameters.LookupType, "InstanceId", "NetworkInterfaceId") == "InstanceId",
            Connection = new ConnectionSettings
            {
                Region = region.Length == 0 ? null : region,

                // "default" is what everybody has who never named one: without it the SDK looks there, too, and goes on to the role.
                ProfileName = isRole || profile == OcfParameters.Profile.Default ? null : profile,

                // One request that gets no answer must leave time to ask again.
                RequestTimeout = TimeSpan.FromSeconds(
                    Number(OcfParameters.AwsCliTimeout) is { } seconds and > 0 ? seconds : Math.Clamp(Timeout.TotalSeconds / 4, 1, 10)),
            },
        };
        resource.Validate();
        return resource;
    }

    private List<ClusterRouteTable> RouteTables()
    {
        var ids = Text(OcfParameters.RoutingTable).Split(Separators, StringSplitOptions.RemoveEmptyEntries);
        if (ids.Length == 0)
            throw Missing(OcfParameters.RoutingTable);

        if (Array.Find(ids, id => !Ec2ResourceId.IsWellFormed(Ec2ResourceId.RouteTable, id)) is { } wrong)
            throw Wrong(OcfParameters.RoutingTable, $"'{wrong}' is not a route table id: expected rtb- and 8 or 17 hexadecimal digits.");

        var roles = Text(OcfParameters.RoutingTableRole).Split(',', StringSplitOptions.TrimEntries);
        if (roles.Length > 1 && roles.Length != ids.Length)
        {
            throw Wrong(OcfParameters.RoutingTableRole,
                string.Create(CultureInfo.InvariantCulture, $"It has {roles.Length} places for {ids.Length} route tables: expected one role for all, or one place for each."));
        }

        var tables = ids.Select((id, i) => new ClusterRouteTable(id, roles[roles.Length == 1 ? 0 : i] is { Length: > 0 } role ? role : null)).Distinct().ToList();
        return tables.GroupBy(t => t.RouteTableId).FirstOrDefault(g => g.Count() > 1) is { } twice
            ? throw Wrong(OcfParameters.RoutingTableRole, $"{twice.Key} is there twice, with two roles.")
            : tables;
    }

    private string? InterfaceName()
    {
        var name = Text(OcfParameters.Interface);
        if (name.Length > LongestInterfaceName || name.Any(c => c is '/' or ':' || char.IsWhiteSpace(c)))
            throw Wrong(OcfParameters.Interface, "Expected the name of a network interface, such as eth0 or ens5.");

        // Nobody who left it out wants an interface that is not there.
        return variable(OcfParameters.Interface.Variable) is { Length: > 0 } || Exists(name) ? name : null;
    }

    private static string DefaultName() => Array.Find(
        NetworkInterface.GetAllNetworkInterfaces(),
        i => i.NetworkInterfaceType != NetworkInterfaceType.Loopback && i.GetIPProperties().GatewayAddresses.Count > 0)?.Name ?? OcfParameters.Interface.Default;

    private static bool Exists(string name) => Array.Exists(NetworkInterface.GetAllNetworkInterfaces(), i => i.Name == name);

    private string Choice(OcfParameter parameter, params string[] choices)
    {
        var text = Text(parameter);
        return choices.Contains(text, StringComparer.Ordinal) ? text : throw Wrong(parameter, $"Expected {string.Join(" or ", choices)}.");
    }

    private int? Number(OcfParameter parameter)
    {
        var text = Text(parameter);
        if (text.Length == 0)
            return null;

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= 3600
            ? value
            : throw Wrong(parameter, "Expected a whole number of at most 3600.");
    }

    // Not set is the default; set to nothing is nothing, as the shell has it.
    private string Text(OcfParameter parameter) => (variable(parameter.Variable) ?? parameter.Default).Trim();

    private static OverlayIpException Missing(OcfParameter parameter) =>
        new("ParameterInvalid", OverlayErrorKind.InvalidArgument, $"The parameter {parameter.Name} is not set.");

    private OverlayIpException Wrong(OcfParameter parameter, string expected) =>
        new("ParameterInvalid", OverlayErrorKind.InvalidArgument, $"The parameter {parameter.Name} is '{Text(parameter)}'. {expected}");
}
