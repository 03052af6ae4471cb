using System.Globalization;
using System.Management.Automation;

namespace OverlayIp.Binding;

/// <summary>Reads ports: numbers, ranges such as <c>8000-8100</c>, and arrays of them. What is none of these fails at binding.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PortsAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            null => null,
            string or OverlayPortRange => new[] { Read(value) },
            System.Collections.IEnumerable several => several.Cast<object>().Select(Read).ToArray(),
            _ => new[] { Read(value) },
        };
    }

    private static OverlayPortRange Read(object item)
    {
        var value = item is PSObject wrapped ? wrapped.BaseObject : item;
        try
        {
            return value as OverlayPortRange ?? OverlayPortRange.Parse(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
        }
        catch (FormatException e)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }
}
