using System.Management.Automation;

namespace OverlayIp.Binding;

/// <summary>Reads a route destination: an address, a CIDR block or a prefix list id. What is none of these fails at binding.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DestinationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        switch (value)
        {
            case null or RouteDestination:
                return value;
            case CidrBlock block:
                return RouteDestination.Parse(block.ToString());
            case System.Net.IPAddress address:
                return Read(address.ToString());

            // An array given where one destination is meant is left to PowerShell's own message.
            case System.Collections.IEnumerable and not string:
                return inputData;
            default:
                return Read(LanguagePrimitives.ConvertTo<string>(value));
        }
    }

    private static RouteDestination Read(string text)
    {
        try
        {
            return RouteDestination.Parse(text);
        }
        catch (FormatException e)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }
}
