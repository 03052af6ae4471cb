using System.Management.Automation;

namespace OverlayIp.Binding;

/// <summary>
/// Reads CIDR blocks; an address is the block of it alone. What is none fails at binding. Empty text, as an empty column of a CSV file
/// gives, means that no block was given.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CidrAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is not System.Collections.IEnumerable several || value is string)
        {
            several = new[] { value };
        }

        var blocks = new List<CidrBlock>();
        foreach (var item in several)
        {
            if (Read(item is PSObject inner ? inner.BaseObject : item) is { } block)
            {
                blocks.Add(block);
            }
        }

        return blocks.ToArray();
    }

    private static CidrBlock? Read(object? value)
    {
        switch (value)
        {
            case null:
                return null;
            case CidrBlock block:
                return block;
            case System.Net.IPAddress address:
                return CidrBlock.Of(address);
        }

        var text = LanguagePrimitives.ConvertTo<string>(value);
        try
        {
            return string.IsNullOrWhiteSpace(text) ? null : CidrBlock.Parse(text);
        }
        catch (FormatException e)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }
}
