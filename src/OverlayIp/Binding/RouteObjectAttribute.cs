using System.Collections;
using System.Management.Automation;

namespace OverlayIp.Binding;

/// <summary>
/// Accepts routes and nothing that merely looks like one. PowerShell would turn any object with the right properties, such as
/// a row of a CSV file, into a route; but there InstanceId says where a route shall point to, and in a route where it points.
/// Such objects bind by their properties instead.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RouteObjectAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        switch (value)
        {
            case null:
                return null;
            case OverlayRoute route:
                return new[] { route };
            case OverlayRoute[] routes:
                return routes;
            case IEnumerable several and not string:
                return several.Cast<object>().Select(One).ToArray();
            default:
                return One(value);
        }
    }

    private static OverlayRoute One(object item) =>
        (item is PSObject wrapped ? wrapped.BaseObject : item) as OverlayRoute
        ?? throw new ArgumentTransformationMetadataException("This is no route. Expected what Get-OverlayRoute emits.");
}
