using System.Management.Automation;

namespace OverlayIp.Binding;

/// <summary>Reads a route target: an instance id or a network interface id. What is neither fails at binding.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TargetAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is null or RouteTarget)
        {
            return value;
        }

        try
        {
            return RouteTarget.Parse(LanguagePrimitives.ConvertTo<string>(value));
        }
        catch (FormatException e)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }
}
