using OverlayIp.Engine.Policies;

namespace OverlayIp.Engine.Tests.Policies;

/// <summary>Resources to write policies for.</summary>
internal static class PolicyScene
{
    public const string Account = "123456789012";
    public const string VpcId = "vpc-0e1f2a3b4c5d6e7f8";
    public const string TableA = "rtb-0aaaaaaaaaaaaaaa1";
    public const string TableB = "rtb-0aaaaaaaaaaaaaaa2";
    public const string NodeA = "i-0a11a11dcb42a8210";
    public const string InterfaceA = "eni-0bbbbbbbbbbbbbbb1";

    public static OverlayPolicyResource Resource(string type, string id, string region = "eu-central-1", string partition = "aws", string account = Account) => new()
    {
        Arn = new Ec2Arn(partition, region, account, type, id),
        VpcId = VpcId,
        InstanceId = type == Ec2Arn.NetworkInterface ? NodeA : null,
    };

    public static PolicyScope Scope(string region = "eu-central-1", string partition = "aws") => new(partition, region, Account,
    [
        Resource(Ec2Arn.RouteTable, TableA, region, partition),
        Resource(Ec2Arn.RouteTable, TableB, region, partition),
        Resource(Ec2Arn.Instance, NodeA, region, partition),
        Resource(Ec2Arn.NetworkInterface, InterfaceA, region, partition),
    ]);

    public static OverlayPolicy Write(OverlayPolicyPurpose purpose, PolicyRequest? request = null, PolicyScope? scope = null) =>
        PolicyAuthor.Write((request ?? new PolicyRequest { Purpose = purpose }) with { Purpose = purpose }, scope ?? Scope());
}
