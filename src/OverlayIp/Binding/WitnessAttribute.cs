using System.Collections;
using System.Management.Automation;
using OverlayIp.Engine.Failover.Watching;

namespace OverlayIp.Binding;

/// <summary>Refuses at binding what is no witness: neither an address or name, with or without a port, nor an HTTP or HTTPS URI.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WitnessAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            null => null,
            IEnumerable several and not string => several.Cast<object>().Select(Read).ToArray(),
            _ => new[] { Read(value) },
        };
    }

    private static string Read(object item)
    {
        try
        {
            return Witness.Parse(LanguagePrimitives.ConvertTo<string>(item)).Text;
        }
        catch (FormatException e)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }
}
