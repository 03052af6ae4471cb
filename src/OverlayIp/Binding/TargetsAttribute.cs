using System.Management.Automation;

namespace OverlayIp.Binding;

/// <summary>Reads route targets: ids of instances and network interfaces, one or several. Empty text, as an empty column of a CSV file gives,
/// is none. What is neither fails at binding.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TargetsAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            null => null,
            System.Collections.IEnumerable several and not string => several.Cast<object>().Select(Read).OfType<RouteTarget>().ToArray(),
            _ => new[] { Read(value) }.OfType<RouteTarget>().ToArray(),
        };
    }

    private static RouteTarget? Read(object? item)
    {
        var value = item is PSObject wrapped ? wrapped.BaseObject : item;
        if (value is null or RouteTarget)
        {
            return value as RouteTarget;
        }

        try
        {
            return LanguagePrimitives.ConvertTo<string>(value) is { Length: > 0 } text ? RouteTarget.Parse(text) : null;
        }
        catch (FormatException e)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }
}
