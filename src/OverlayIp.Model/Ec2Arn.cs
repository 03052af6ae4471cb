namespace OverlayIp;

/// <summary>The ARN of an EC2 resource: <c>arn:aws:ec2:eu-central-1:123456789012:route-table/rtb-0123456789abcdef0</c>.</summary>
/// <param name="Partition">The partition: <c>aws</c>, <c>aws-cn</c>, <c>aws-us-gov</c> and others.</param>
/// <param name="Region">The Region.</param>
/// <param name="AccountId">The account that owns it: 12 digits.</param>
/// <param name="Type">The type: <see cref="RouteTable"/>, <see cref="Instance"/>, <see cref="NetworkInterface"/>, <see cref="Vpc"/> and others.</param>
/// <param name="Id">The id.</param>
public sealed record Ec2Arn(string Partition, string Region, string AccountId, string Type, string Id)
{
    /// <summary>The type of a route table.</summary>
    public const string RouteTable = "route-table";

    /// <summary>The type of an instance.</summary>
    public const string Instance = "instance";

    /// <summary>The type of a network interface.</summary>
    public const string NetworkInterface = "network-interface";

    /// <summary>The type of a VPC.</summary>
    public const string Vpc = "vpc";

    /// <summary>Reads an ARN.</summary>
    /// <param name="text">The text.</param>
    /// <param name="arn">The ARN, or null.</param>
    /// <returns>False when it is not the ARN of a resource of EC2 in an account and a Region.</returns>
    public static bool TryParse(string? text, out Ec2Arn? arn)
    {
        arn = text?.Split(':') is ["arn", { Length: > 0 } partition, "ec2", { Length: > 0 } region, { Length: 12 } account, var resource]
            && !account.AsSpan().ContainsAnyExceptInRange('0', '9')
            && resource.Split('/') is [{ Length: > 0 } type, { Length: > 0 } id]
            ? new Ec2Arn(partition, region, account, type, id)
            : null;
        return arn is not null;
    }

    /// <summary>The ARN.</summary>
    public override string ToString() => $"arn:{Partition}:ec2:{Region}:{AccountId}:{Type}/{Id}";
}
