namespace OverlayIp;

/// <summary>Something that a policy was made for: a route table, an instance or a network interface, with what is known of where it is.</summary>
public sealed record OverlayPolicyResource
{
    /// <summary>The ARN, such as <c>arn:aws:ec2:eu-central-1:123456789012:route-table/rtb-0123456789abcdef0</c>.</summary>
    public required Ec2Arn Arn { get; init; }

    /// <summary>The VPC, or null when it was not asked for.</summary>
    public string? VpcId { get; init; }

    /// <summary>The instance that a network interface is attached to, or null.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The id.</summary>
    public string Id => Arn.Id;

    /// <summary>The ARN.</summary>
    public override string ToString() => Arn.ToString();
}
