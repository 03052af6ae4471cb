using System.Management.Automation;

namespace OverlayIp.Binding;

/// <summary>
/// Reads EC2 resources that are given by id or by ARN, and refuses what is neither at binding. Empty text, as an empty column of a CSV file gives, means
/// that none was given.
/// </summary>
/// <param name="prefix">The prefix of the id without its hyphen; see <see cref="Ec2ResourceId"/>.</param>
/// <param name="type">The type in the ARN; see <see cref="Ec2Arn"/>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ResourceReferenceAttribute(string prefix, string type) : ArgumentTransformationAttribute
{
    /// <summary>The prefix of the id without its hyphen.</summary>
    public string Prefix => prefix;

    /// <summary>The type in the ARN.</summary>
    public string Type => type;

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        var items = value is System.Collections.IEnumerable several and not string ? several.Cast<object?>() : [value];
        return items.Select(item => item is null ? null : LanguagePrimitives.ConvertTo<string>(item).Trim())
            .Where(text => !string.IsNullOrEmpty(text)).Select(text => Read(text!)).ToArray();
    }

    private string Read(string text) =>
        Ec2ResourceId.IsWellFormed(prefix, text)
        || (Ec2Arn.TryParse(text, out var arn) && arn!.Type == type && Ec2ResourceId.IsWellFormed(prefix, arn.Id))
            ? text
            : throw new ArgumentTransformationMetadataException(
                $"'{text}' is neither an id nor an ARN of the kind that is expected: {prefix}- followed by 8 or 17 hexadecimal digits, or arn:aws:ec2:eu-central-1:123456789012:{type}/{prefix}-….");
}
