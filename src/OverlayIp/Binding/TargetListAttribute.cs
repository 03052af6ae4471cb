using System.Collections;
using System.Management.Automation;

namespace OverlayIp.Binding;

/// <summary>
/// Reads route targets: ids of instances or network interfaces, or objects that have one (the nodes of a lab, instances and interfaces
/// of AWS.Tools). Of an object with both, the network interface is the exact one. What is none of these fails at binding.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TargetListAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            null => null,
            IEnumerable several and not string => several.Cast<object>().Select(Read).ToArray(),
            _ => new[] { Read(inputData) },
        };
    }

    private static RouteTarget Read(object item)
    {
        var value = item is PSObject wrapped ? wrapped.BaseObject : item;
        if (value is RouteTarget target)
        {
            return target;
        }

        try
        {
            var properties = PSObject.AsPSObject(item).Properties;
            var id = properties["NetworkInterfaceId"]?.Value ?? properties["InstanceId"]?.Value ?? value;
            return RouteTarget.Parse(LanguagePrimitives.ConvertTo<string>(id));
        }
        catch (FormatException e)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }
}
