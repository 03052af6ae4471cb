namespace OverlayIp.Engine.Routing;

/// <summary>What a plan will do to one route table.</summary>
public enum RouteStepAction
{
    /// <summary>Nothing: the route is as it should be.</summary>
    None,

    /// <summary>Create the route (action <c>CreateRoute</c>).</summary>
    Create,

    /// <summary>Point the route to the target (action <c>ReplaceRoute</c>).</summary>
    Replace,

    /// <summary>Delete the route (action <c>DeleteRoute</c>).</summary>
    Delete,

    /// <summary>Nothing: a guard refuses; see <see cref="RouteStep.Refusal"/>.</summary>
    Refuse,
}
