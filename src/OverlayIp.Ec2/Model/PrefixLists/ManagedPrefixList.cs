using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>A prefix list: CIDR blocks under one id.</summary>
public class ManagedPrefixList : IXmlShape
{
    /// <summary>The prefix list, <c>pl-…</c>.</summary>
    public string? PrefixListId { get; set; }

    /// <summary>The list's ARN.</summary>
    public string? PrefixListArn { get; set; }

    /// <summary>The list's name.</summary>
    public string? PrefixListName { get; set; }

    /// <summary>The owning account, twelve digits, or <c>AWS</c>.</summary>
    public string? OwnerId { get; set; }

    /// <summary><c>IPv4</c> or <c>IPv6</c>.</summary>
    public string? AddressFamily { get; set; }

    /// <summary>How far the last change has got.</summary>
    public PrefixListState? State { get; set; }

    /// <summary>Why, where EC2 says so.</summary>
    public string? StateMessage { get; set; }

    /// <summary>The most entries that it may hold, which is what it counts against a route table's quota; null for AWS's own.</summary>
    public int? MaxEntries { get; set; }

    /// <summary>The version, one more with every change; null for AWS's own.</summary>
    public long? Version { get; set; }

    /// <summary>The IPAM resolver target that fills it.</summary>
    public string? IpamPrefixListResolverTargetId { get; set; }

    /// <summary>Whether IPAM keeps it up to date.</summary>
    public bool? IpamPrefixListResolverSyncEnabled { get; set; }

    /// <summary>The resource's tags.</summary>
    public List<Tag>? Tags { get; set; } = InitialList.Of<Tag>();

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "prefixListId":
                PrefixListId = xml.String();
                break;
            case "prefixListArn":
                PrefixListArn = xml.String();
                break;
            case "prefixListName":
                PrefixListName = xml.String();
                break;
            case "ownerId":
                OwnerId = xml.String();
                break;
            case "addressFamily":
                AddressFamily = xml.String();
                break;
            case "state":
                State = xml.String();
                break;
            case "stateMessage":
                StateMessage = xml.String();
                break;
            case "maxEntries":
                MaxEntries = xml.Int();
                break;
            case "version":
                Version = xml.Long();
                break;
            case "ipamPrefixListResolverTargetId":
                IpamPrefixListResolverTargetId = xml.String();
                break;
            case "ipamPrefixListResolverSyncEnabled":
                IpamPrefixListResolverSyncEnabled = xml.Bool();
                break;
            case "tagSet":
                Tags = xml.List(Tags);
                break;
        }
    }
}
