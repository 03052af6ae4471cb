using OverlayIp.Lab.Iam;
using OverlayIp.Lab.Tests.Support;

namespace OverlayIp.Lab.Tests;

/// <summary>STS and IAM of the lab as the real AWS CLI sees them.</summary>
public sealed class IamAwsCliTests
{
    private static readonly LabIam Iam = new()
    {
        Users = [IamLab.Ops("Allow: 'Action':['ec2:DescribeRouteTables','ec2:ReplaceRoute'],'Resource':'arn:aws:ec2:*:*:route-table/*'")],
        Roles = [IamLab.Role("failover", "Allow: 'Principal':{'AWS':'arn:aws:iam::123456789012:user/ops'},'Action':'sts:AssumeRole'",
            "Allow: 'Action':'ec2:DescribeRouteTables','Resource':'*'|Allow: 'Action':'ec2:ReplaceRoute','Resource':'arn:aws:ec2:*:*:route-table/*'")],
    };

    [SkippableFact]
    public async Task A_user_assumes_a_role_and_works_with_it()
    {
        AwsCli.Require();
        await using var lab = await LabServer.StartAsync(new() { Iam = Iam }, CancellationToken.None);
        var described = lab.Describe();
        using var administrator = new AwsCli(described);
        var table = described.RouteTableIds[0];
        string[] route = ["--route-table-id", table, "--destination-cidr-block", "10.200.0.1/32", "--instance-id"];
        await administrator.DoAsync(["create-route", .. route, described.Nodes[0].InstanceId]);

        var ops = described with { AccessKeyId = IamLab.Key, SecretAccessKey = IamLab.Secret };
        using var sts = new AwsCli(ops, "sts");
        Assert.Equal("arn:aws:iam::123456789012:user/ops", (await sts.DoAsync("get-caller-identity")).At("Arn"));
        using var user = new AwsCli(ops);
        Assert.Equal(
            "An error occurred (UnauthorizedOperation) when calling the DescribeRouteTables operation: You are not authorized to perform this operation. User: "
            + "arn:aws:iam::123456789012:user/ops is not authorized to perform: ec2:DescribeRouteTables because no identity-based policy allows the ec2:DescribeRouteTables action",
            await user.RefusedAsync("describe-route-tables"));

        var assumed = await sts.DoAsync("assume-role", "--role-arn", "arn:aws:iam::123456789012:role/failover", "--role-session-name", "cli");
        Assert.Equal("arn:aws:sts::123456789012:assumed-role/failover/cli", assumed.At("AssumedRoleUser", "Arn"));
        var credentials = assumed.GetProperty("Credentials");
        var session = described with { AccessKeyId = credentials.At("AccessKeyId"), SecretAccessKey = credentials.At("SecretAccessKey") };
        using var role = new AwsCli(session, sessionToken: credentials.At("SessionToken"));
        await role.DoAsync(["replace-route", .. route, described.Nodes[1].InstanceId]);
        var shown = await role.DoAsync("describe-route-tables", "--route-table-ids", table, "--query", "RouteTables[0].Routes[?DestinationCidrBlock=='10.200.0.1/32'] | [0]");
        Assert.Equal(described.Nodes[1].InstanceId, shown.At("InstanceId"));
        Assert.Contains("(DryRunOperation)", await role.RefusedAsync(["replace-route", "--dry-run", .. route, described.Nodes[0].InstanceId]));
        Assert.Contains("(UnauthorizedOperation) when calling the DeleteRoute operation", await role.RefusedAsync(["delete-route", "--dry-run", .. route[..4]]));
        Assert.Contains("arn:aws:sts::123456789012:assumed-role/failover/cli", lab.Calls.Select(call => call.CallerArn));
    }

    [SkippableFact]
    public async Task STS_errors_read_as_they_do_on_AWS()
    {
        AwsCli.Require();
        await using var lab = await LabServer.StartAsync(new() { Iam = Iam }, CancellationToken.None);
        using var sts = new AwsCli(lab.Describe(), "sts");
        Assert.Equal(
            "An error occurred (AccessDenied) when calling the AssumeRole operation: User: arn:aws:iam::123456789012:user/lab is not authorized to perform: "
            + "sts:AssumeRole on resource: arn:aws:iam::123456789012:role/failover",
            await sts.RefusedAsync("assume-role", "--role-arn", "arn:aws:iam::123456789012:role/failover", "--role-session-name", "cli"));
        using var stranger = new AwsCli(lab.Describe() with { AccessKeyId = "AKIAUNKNOWN000000000" }, "sts");
        Assert.Equal(
            "An error occurred (InvalidClientTokenId) when calling the GetCallerIdentity operation: The security token included in the request is invalid.",
            await stranger.RefusedAsync("get-caller-identity"));
    }

    [SkippableFact]
    public async Task An_instance_profile_is_associated_and_shown()
    {
        AwsCli.Require();
        var iam = new LabIam
        {
            Roles = [IamLab.Role("node", "Allow: 'Principal':{'Service':'ec2.amazonaws.com'},'Action':'sts:AssumeRole'")],
            InstanceProfiles = [new("node", "node")],
        };
        await using var lab = await LabServer.StartAsync(new() { Iam = iam, Region = "cn-north-1" }, CancellationToken.None);
        using var aws = new AwsCli(lab.Describe());
        var instance = lab.Describe().Nodes[0].InstanceId;
        await aws.DoAsync("associate-iam-instance-profile", "--instance-id", instance, "--iam-instance-profile", "Name=node");
        var shown = await aws.DoAsync("describe-instances", "--instance-ids", instance, "--query", "Reservations[0].Instances[0].IamInstanceProfile");
        Assert.Equal("arn:aws-cn:iam::123456789012:instance-profile/node", shown.At("Arn"));
        var association = await aws.DoAsync("describe-iam-instance-profile-associations", "--query", "IamInstanceProfileAssociations[0]");
        Assert.Equal((instance, "associated"), (association.At("InstanceId"), association.At("State")));
        await aws.DoAsync("disassociate-iam-instance-profile", "--association-id", association.At("AssociationId"));
    }
}
