using System.Management.Automation;

namespace OverlayIp.Binding;

/// <summary>Reads route destinations: addresses, CIDR blocks, prefix list ids, one or several. Empty text, as an empty column of a CSV file
/// gives, is none. What is none of these fails at binding.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DestinationsAttribute : ArgumentTransformationAttribute
{
    private static readonly DestinationAttribute One = new();

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            null => null,
            System.Collections.IEnumerable several and not string => several.Cast<object>().Select(Read).OfType<RouteDestination>().ToArray(),
            _ => new[] { Read(value) }.OfType<RouteDestination>().ToArray(),
        };

        object? Read(object item) => item is null or "" ? null : One.Transform(engineIntrinsics, item);
    }
}
