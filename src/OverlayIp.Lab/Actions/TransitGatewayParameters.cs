using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>
/// What the actions on transit gateways have in common: they are a service of their own behind EC2's API, which words its
/// refusals differently, and lists what was deleted for some time.
/// </summary>
internal static class TransitGatewayParameters
{
    public static readonly PageLimits Limits = new(5, 1000);

    // What was deleted can be seen for about as long as a terminated instance.
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    /// <summary>A parameter that must be there.</summary>
    public static string RequiredText(this QueryParameters parameters, string name) => parameters.Optional(name) is { Length: > 0 } text
        ? text
        : throw new Ec2Exception("MissingParameter", $"Missing required parameter in request: {name}.");

    /// <summary>The id of a transit gateway's resource that must be given in its kind's form.</summary>
    public static string RequiredIdOf(this QueryParameters parameters, string name, ResourceKind kind) => kind.RequireWellFormed(parameters.RequiredText(name));

    /// <summary>An option that is <c>enable</c> or <c>disable</c>.</summary>
    public static bool Option(this QueryParameters parameters, string name, bool absent) => parameters.Optional($"Options.{name}") switch
    {
        null => absent,
        "enable" => true,
        "disable" => false,
        { } other => throw Ec2Errors.InvalidValue(other, name, "Expected enable or disable."),
    };

    /// <summary>How an option is shown.</summary>
    public static string OptionText(bool isEnabled) => isEnabled ? "enable" : "disable";

    /// <summary>Whether something is listed: it exists, or was deleted only lately.</summary>
    public static bool IsListed(this ActionContext context, DateTimeOffset? deletedAt) => deletedAt is not { } at || context.Now - at < Memory;

    /// <summary>The state of what is listed.</summary>
    public static string StateOf(DateTimeOffset? deletedAt) => deletedAt is null ? "available" : "deleted";

    public static TransitGatewayResource TransitGateway(this LabState state, string id) =>
        state.TransitGateways.TryGetValue(id, out var found) && found.DeletedAt is null ? found : throw ResourceKind.TransitGateway.NotFound(id);

    public static TransitGatewayRouteTableResource TransitGatewayRouteTable(this LabState state, string id) =>
        state.TransitGatewayRouteTables.TryGetValue(id, out var found) && found.DeletedAt is null ? found : throw ResourceKind.TransitGatewayRouteTable.NotFound(id);

    public static TransitGatewayAttachmentResource TransitGatewayAttachment(this LabState state, string id) =>
        state.TransitGatewayAttachments.TryGetValue(id, out var found) && found.DeletedAt is null ? found : throw ResourceKind.TransitGatewayAttachment.NotFound(id);

    /// <summary>An attachment to the transit gateway that a table is of; one to another does not exist for it.</summary>
    public static TransitGatewayAttachmentResource AttachmentFor(this LabState state, TransitGatewayRouteTableResource table, string id) =>
        state.TransitGatewayAttachment(id) is var found && found.TransitGatewayId == table.TransitGatewayId
            ? found
            : throw ResourceKind.TransitGatewayAttachment.NotFound(id);
}
