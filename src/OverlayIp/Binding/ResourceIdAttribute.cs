using System.Management.Automation;

namespace OverlayIp.Binding;

/// <summary>
/// Reads EC2 resource ids and refuses malformed ones at binding, before anything is asked of AWS. Empty text, as an empty
/// column of a CSV file gives, means that no id was given.
/// </summary>
/// <param name="prefix">The prefix without its hyphen; see <see cref="Ec2ResourceId"/>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ResourceIdAttribute(string prefix) : ArgumentTransformationAttribute
{
    /// <summary>The prefix without its hyphen.</summary>
    public string Prefix => prefix;

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        switch (Unwrap(inputData))
        {
            case null:
                return null;
            case string text:
                return Read(text);
            case System.Collections.IEnumerable several:
                var ids = new List<string>();
                foreach (var item in several)
                {
                    if (Read(LanguagePrimitives.ConvertTo<string>(item)) is { } id)
                    {
                        ids.Add(id);
                    }
                }

                return ids.ToArray();
            case var other:
                return Read(LanguagePrimitives.ConvertTo<string>(other));
        }
    }

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private string? Read(string? text)
    {
        var id = text?.Trim();
        if (string.IsNullOrEmpty(id))
        {
            return null;
        }

        return Ec2ResourceId.IsWellFormed(prefix, id)
            ? id
            : throw new ArgumentTransformationMetadataException(
                $"'{id}' is not {NameOf(prefix)} id. Expected {prefix}- followed by 8 or 17 hexadecimal digits.");
    }

    private static string NameOf(string prefix) => prefix switch
    {
        Ec2ResourceId.Instance => "an instance",
        Ec2ResourceId.NetworkInterface => "a network interface",
        Ec2ResourceId.RouteTable => "a route table",
        Ec2ResourceId.Vpc => "a VPC",
        Ec2ResourceId.Subnet => "a subnet",
        Ec2ResourceId.TransitGateway => "a transit gateway",
        Ec2ResourceId.TransitGatewayAttachment => "a transit gateway attachment",
        Ec2ResourceId.TransitGatewayRouteTable => "a transit gateway route table",
        _ => "a resource",
    };
}
