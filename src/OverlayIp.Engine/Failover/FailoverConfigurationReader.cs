using System.Text.Json;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Routing;

namespace OverlayIp.Engine.Failover;

/// <summary>
/// Reads the configuration of a cluster hook: JSON, with comments and trailing commas allowed, as
/// <c>schemas/overlayip.schema.json</c> describes it. Nothing in it is a secret: access keys have no property.
/// </summary>
public static class FailoverConfigurationReader
{
    private static readonly JsonDocumentOptions Readable = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Where the file is when nobody says: <c>/etc/overlayip/overlayip.json</c>, on Windows
    /// <c>%ProgramData%\OverlayIp\overlayip.json</c>.</summary>
    public static string DefaultPath { get; } = OperatingSystem.IsWindows()
        ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "OverlayIp", "overlayip.json")
        : "/etc/overlayip/overlayip.json";

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="OverlayIpException"><c>ConfigurationNotFound</c>, <c>ConfigurationUnreadable</c>, <c>ConfigurationNotJson</c>,
    /// <c>ConfigurationInvalid</c>: the message names the file and the JSON path.</exception>
    public static FailoverConfiguration ReadFile(string path)
    {
        byte[] text;
        try
        {
            text = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new OverlayIpException("ConfigurationNotFound", OverlayErrorKind.NotFound, $"There is no configuration file '{path}'.", e) { Subject = path, IsFatal = true };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OverlayIpException("ConfigurationUnreadable", OverlayErrorKind.OperatingSystem, $"The configuration file cannot be read: {e.Message}", e)
            { Subject = path, IsFatal = true };
        }

        try
        {
            return Parse(text);
        }
        catch (OverlayIpException e)
        {
            throw new OverlayIpException(e.ErrorId, e.Kind, $"{path}: {e.Message}", e) { Subject = path, IsFatal = true, RecommendedAction = e.RecommendedAction };
        }
    }

    /// <summary>Reads the text of a file.</summary>
    /// <param name="text">The text, in UTF-8, with or without a byte order mark.</param>
    /// <exception cref="OverlayIpException"><c>ConfigurationNotJson</c>, <c>ConfigurationInvalid</c>.</exception>
    public static FailoverConfiguration Parse(ReadOnlyMemory<byte> text)
    {
        if (text.Span.StartsWith("\uFEFF"u8))
            text = text[3..];

        try
        {
            using var document = JsonDocument.Parse(text, Readable);
            return Read(new ConfigurationObject(document.RootElement, "$"));
        }
        catch (JsonException e)
        {
            throw new OverlayIpException("ConfigurationNotJson", OverlayErrorKind.InvalidArgument,
                $"line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}: this is not JSON. {WithoutPosition(e.Message)}", e)
            { IsFatal = true };
        }
    }

    private static FailoverConfiguration Read(ConfigurationObject root)
    {
        // For editors, which complete and check by it.
        root.Text("$schema");
        var configuration = new FailoverConfiguration
        {
            Connection = root.Object("connection") is { } connection ? ReadConnection(connection) : new ConnectionSettings(),
            Node = root.Parsed("node", RouteTarget.Parse),
            Timeout = root.Number("timeoutSeconds", 1, 3600) is { } seconds ? TimeSpan.FromSeconds(seconds) : FailoverConfiguration.DefaultTimeout,
            LockDirectory = root.Text("lockDirectory"),
            Reassert = root.Flag("reassert") ?? false,
            ReassertAfter = root.Number("reassertAfterSeconds", 1, 3600) is { } holdOff ? TimeSpan.FromSeconds(holdOff) : FailoverConfiguration.DefaultReassertAfter,
            RouteSets = root.List("routeSets", "route sets", (item, path) => ReadRouteSet(new ConfigurationObject(item, path))),
        };
        if (configuration.LockDirectory is { } directory && !Path.IsPathFullyQualified(directory))
            throw root.Conflict("lockDirectory", $"is '{directory}'. Expected a full path: hooks are started in any directory.");

        if (!root.Has("routeSets"))
            throw root.Missing("routeSets");

        if (configuration.RouteSets.GroupBy(s => s.Destination).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw root.Conflict("routeSets", $"has {twice.Key} twice. Put all its route tables into one route set.");

        root.RefuseUnknown();
        return configuration;
    }

    private static ConnectionSettings ReadConnection(ConfigurationObject connection)
    {
        var settings = new ConnectionSettings
        {
            Region = connection.Text("region"),
            ProfileName = connection.Text("profile"),
            RoleArn = connection.Text("roleArn"),
            EndpointUrl = connection.Text("endpointUrl"),
            StsEndpointUrl = connection.Text("stsEndpointUrl"),
        };
        connection.RefuseUnknown();
        Validate(connection, "region", new ConnectionSettings { Region = settings.Region });
        Validate(connection, "roleArn", new ConnectionSettings { RoleArn = settings.RoleArn });
        Validate(connection, "endpointUrl", new ConnectionSettings { EndpointUrl = settings.EndpointUrl });
        Validate(connection, "stsEndpointUrl", new ConnectionSettings { StsEndpointUrl = settings.StsEndpointUrl });
        return settings;
    }

    private static void Validate(ConfigurationObject connection, string name, ConnectionSettings one)
    {
        try
        {
            one.Validate();
        }
        catch (OverlayIpException e)
        {
            throw connection.Conflict(name, $"is wrong: {e.Message}");
        }
    }

    private static RouteSet ReadRouteSet(ConfigurationObject set)
    {
        var read = new RouteSet
        {
            Destination = set.Parsed("destination", RouteDestination.Parse) ?? throw set.Missing("destination"),
            Scope = new RouteScope
            {
                RouteTableIds = [.. set.List("routeTableIds", "route table ids", ReadRouteTableId).Distinct(StringComparer.Ordinal)],
                VpcId = set.Parsed("vpcId", text => Id(Ec2ResourceId.Vpc, text)),
            },
            Interface = set.Text("interface"),
            From = set.Parsed("from", RouteTarget.Parse),
            CreateMissing = set.Flag("createMissing") ?? false,
            Force = set.Flag("force") ?? false,
            VrrpInstance = set.Text("vrrpInstance"),
        };
        var isAddressWanted = set.Flag("address") ?? false;
        var address = new RouteSetAddress { InterfaceName = set.Text("addressInterface"), Label = set.Text("addressLabel") };
        set.RefuseUnknown();
        if (read.Destination.HostBitsCleared)
            throw set.Conflict("destination", $"has host bits set. Expected {read.Destination}.");

        if (!isAddressWanted && address != new RouteSetAddress())
            throw set.Conflict(address.InterfaceName is null ? "addressLabel" : "addressInterface", "is of no use without \"address\": true.");

        if (isAddressWanted && read.Destination.Cidr is not { IsSingleAddress: true })
            throw set.Conflict("address", $"is true, but {read.Destination} is not a single address that an interface could have.");

        return isAddressWanted ? read with { Address = address } : read;
    }

    private static string ReadRouteTableId(JsonElement item, string path) => item.ValueKind == JsonValueKind.String
        ? ConfigurationObject.Parse(path, item.GetString()!, text => Id(Ec2ResourceId.RouteTable, text))
        : throw ConfigurationObject.Wrong(path, item, "a route table id");

    private static string Id(string prefix, string text) => Ec2ResourceId.IsWellFormed(prefix, text)
        ? text
        : throw new FormatException($"'{text}' is not an id of this kind. Expected {prefix}- and 8 or 17 hexadecimal digits.");

    // "... LineNumber: 3 | BytePositionInLine: 4." counts from zero and is said above.
    private static string WithoutPosition(string message) =>
        message.IndexOf(" LineNumber:", StringComparison.Ordinal) is var at and >= 0 ? message[..at] : message;
}
