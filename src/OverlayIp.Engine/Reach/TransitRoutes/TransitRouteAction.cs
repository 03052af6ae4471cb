namespace OverlayIp.Engine.Reach.TransitRoutes;

/// <summary>What a plan will do to one transit gateway route table.</summary>
public enum TransitRouteAction
{
    /// <summary>Nothing: the route is as it should be.</summary>
    None,

    /// <summary>Create the route (action <c>CreateTransitGatewayRoute</c>).</summary>
    Create,

    /// <summary>Point the route to the attachment (action <c>ReplaceTransitGatewayRoute</c>).</summary>
    Replace,

    /// <summary>Delete the route (action <c>DeleteTransitGatewayRoute</c>).</summary>
    Delete,

    /// <summary>Nothing: a guard refuses; see <see cref="TransitRouteStep.Refusal"/>.</summary>
    Refuse,
}
