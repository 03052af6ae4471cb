using System.Buffers;

namespace OverlayIp.Lab.Query;

/// <summary>
/// A family of EC2 resources: the form of its ids and the errors for ids that are malformed or unknown. EC2's own
/// spelling is no rule (<c>InvalidRouteTableID.NotFound</c> but <c>InvalidRouteTableId.Malformed</c>), so each is written out.
/// </summary>
internal sealed record ResourceKind(string Prefix, string Type, string Noun, string NotFoundCode, string MalformedCode)
{
    public static readonly ResourceKind Vpc = new("vpc", "vpc", "vpc ID", "InvalidVpcID.NotFound", "InvalidVpcID.Malformed");
    public static readonly ResourceKind Subnet = new("subnet", "subnet", "subnet ID", "InvalidSubnetID.NotFound", "InvalidSubnetID.Malformed");
    public static readonly ResourceKind RouteTable = new("rtb", "route-table", "routeTable ID", "InvalidRouteTableID.NotFound", "InvalidRouteTableId.Malformed");
    public static readonly ResourceKind RouteTableAssociation = new("rtbassoc", "route-table-association", "association ID", "InvalidAssociationID.NotFound", "InvalidRouteTableAssociationId.Malformed");
    public static readonly ResourceKind VpcCidrAssociation = new("vpc-cidr-assoc", "vpc-cidr-block-association", "vpc-cidr-association ID", "InvalidVpcCidrBlockAssociationID.NotFound", "InvalidVpcCidrBlockAssociationId.Malformed");
    public static readonly ResourceKind NetworkInterface = new("eni", "network-interface", "networkInterface ID", "InvalidNetworkInterfaceID.NotFound", "InvalidNetworkInterfaceId.Malformed");
    public static readonly ResourceKind Attachment = new("eni-attach", "network-interface-attachment", "networkInterface attachment ID", "InvalidAttachmentID.NotFound", "InvalidNetworkInterfaceAttachmentId.Malformed");
    public static readonly ResourceKind Instance = new("i", "instance", "instance ID", "InvalidInstanceID.NotFound", "InvalidInstanceID.Malformed");
    public static readonly ResourceKind Image = new("ami", "image", "image id", "InvalidAMIID.NotFound", "InvalidAMIID.Malformed");
    public static readonly ResourceKind PrefixList = new("pl", "prefix-list", "prefix list ID", "InvalidPrefixListID.NotFound", "InvalidPrefixListId.Malformed");
    public static readonly ResourceKind SecurityGroup = new("sg", "security-group", "security group", "InvalidGroup.NotFound", "InvalidGroupId.Malformed");

    public static readonly ResourceKind SecurityGroupRule = new("sgr", "security-group-rule", "security group rule ID", "InvalidSecurityGroupRuleId.NotFound", "InvalidSecurityGroupRuleId.Malformed");

    // EC2's list of errors has no code for a malformed id of these; the spelling follows the others.
    public static readonly ResourceKind NetworkAcl = new("acl", "network-acl", "networkAcl ID", "InvalidNetworkAclID.NotFound", "InvalidNetworkAclId.Malformed");
    public static readonly ResourceKind NetworkAclAssociation = new("aclassoc", "network-acl-association", "association ID", "InvalidAssociationID.NotFound", "InvalidNetworkAclAssociationId.Malformed");
    public static readonly ResourceKind VpcPeering = new("pcx", "vpc-peering-connection", "vpcPeeringConnection ID", "InvalidVpcPeeringConnectionID.NotFound", "InvalidVpcPeeringConnectionId.Malformed");
    public static readonly ResourceKind InternetGateway = new("igw", "internet-gateway", "internetGateway ID", "InvalidInternetGatewayID.NotFound", "InvalidInternetGatewayId.Malformed");

    public static readonly ResourceKind TransitGateway = new("tgw", "transit-gateway", "Transit Gateway", "InvalidTransitGatewayID.NotFound", "InvalidTransitGatewayID.Malformed");
    public static readonly ResourceKind TransitGatewayAttachment = new("tgw-attach", "transit-gateway-attachment", "Transit Gateway Attachment", "InvalidTransitGatewayAttachmentID.NotFound", "InvalidTransitGatewayAttachmentID.Malformed");

    // Its codes are those of a VPC's route table.
    public static readonly ResourceKind TransitGatewayRouteTable = new("tgw-rtb", "transit-gateway-route-table", "Transit Gateway Route Table", "InvalidRouteTableID.NotFound", "InvalidRouteTableId.Malformed");

    /// <summary>The kinds that carry tags.</summary>
    public static readonly IReadOnlyList<ResourceKind> Taggable = [Vpc, Subnet, RouteTable, NetworkInterface, Instance, PrefixList, SecurityGroup, NetworkAcl, VpcPeering, InternetGateway, TransitGateway, TransitGatewayAttachment, TransitGatewayRouteTable];

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>True when the text has this kind's prefix and 8 or 17 hexadecimal digits.</summary>
    public bool IsWellFormed(string text) =>
        text.StartsWith(Prefix, StringComparison.Ordinal)
        && text.Length > Prefix.Length
        && text[Prefix.Length] == '-'
        && text.Length - Prefix.Length - 1 is 8 or 17
        && !text.AsSpan(Prefix.Length + 1).ContainsAnyExcept(HexDigits);

    /// <summary>Refuses an id that is not of this kind's form.</summary>
    public string RequireWellFormed(string id) => IsWellFormed(id) ? id : throw Malformed(id);

    public Ec2Exception Malformed(string id) => Prefix switch
    {
        "i" => new Ec2Exception(MalformedCode, $"Invalid id: \"{id}\""),
        "tgw" or "tgw-rtb" => new Ec2Exception(MalformedCode, $"Invalid {Noun} id {id}."),
        "tgw-attach" => new Ec2Exception(MalformedCode, $"Invalid {Noun} id."),
        _ => new Ec2Exception(MalformedCode, $"Invalid id: \"{id}\" (expecting \"{Prefix}-...\")"),
    };

    public Ec2Exception NotFound(string id) => Prefix switch
    {
        "sg" => new Ec2Exception(NotFoundCode, $"The security group '{id}' does not exist"),
        "tgw" or "tgw-rtb" or "tgw-attach" => new Ec2Exception(NotFoundCode, $"{Noun} {id} was deleted or does not exist."),
        "ami" => new Ec2Exception(NotFoundCode, $"The image id '[{id}]' does not exist"),
        _ => new Ec2Exception(NotFoundCode, $"The {Noun} '{id}' does not exist"),
    };
}
