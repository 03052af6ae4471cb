using OverlayIp.Lab.Tests.Support;

namespace OverlayIp.Lab.Tests;

/// <summary>Security groups as the API has them.</summary>
public sealed class SecurityGroupTests
{
    [Fact]
    public async Task A_VPC_comes_with_a_default_group_and_its_instances_are_in_it()
    {
        await using var lab = await LabClient.StartAsync();
        var groups = await lab.DoAsync("DescribeSecurityGroups", ("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", lab.Lab.VpcId!));
        var group = Assert.Single(groups.Items("securityGroupInfo"));
        Assert.Equal("default", group.Child("groupName"));
        var eni = await lab.DoAsync("DescribeNetworkInterfaces", ("NetworkInterfaceId.1", lab.NodeA.NetworkInterfaceId));
        Assert.Equal((group.Child("groupId"), "default"), (eni.Text("groupId"), eni.Text("groupName")));
        await lab.RefusedAsync(400, "CannotDelete", null, "DeleteSecurityGroup", ("GroupId", group.Child("groupId")!));
    }

    [Fact]
    public async Task Rules_are_added_shown_and_taken_away()
    {
        await using var lab = await LabClient.StartAsync();
        var group = await CreateAsync(lab, "web");
        var added = await lab.DoAsync(
            "AuthorizeSecurityGroupIngress", ("GroupId", group),
            ("IpPermissions.1.IpProtocol", "6"), ("IpPermissions.1.FromPort", "80"), ("IpPermissions.1.ToPort", "81"),
            ("IpPermissions.1.IpRanges.1.CidrIp", "10.0.0.77/16"), ("IpPermissions.1.IpRanges.1.Description", "the VPC"),
            ("IpPermissions.1.Groups.1.GroupId", group));
        Assert.Equal(["10.0.0.0/16"], added.Texts("cidrIpv4"));
        Assert.Equal(2, added.Items("securityGroupRuleSet").Count);
        var shown = await lab.DoAsync("DescribeSecurityGroups", ("GroupId.1", group));
        Assert.Equal(("tcp", "80", "81", "10.0.0.0/16"), (shown.Text("ipProtocol"), shown.Text("fromPort"), shown.Text("toPort"), shown.Text("cidrIp")));
        Assert.Single(shown.Items("ipPermissionsEgress"));
        await lab.RefusedAsync(
            400, "InvalidPermission.Duplicate", null, "AuthorizeSecurityGroupIngress",
            ("GroupId", group), ("IpProtocol", "tcp"), ("FromPort", "80"), ("ToPort", "81"), ("CidrIp", "10.0.0.0/16"));
        await lab.DoAsync("RevokeSecurityGroupIngress", ("GroupId", group), ("SecurityGroupRuleId.1", added.Texts("securityGroupRuleId")[1]));
        await lab.DoAsync("RevokeSecurityGroupIngress", ("GroupId", group), ("IpProtocol", "tcp"), ("FromPort", "80"), ("ToPort", "81"), ("CidrIp", "10.0.0.0/16"));
        Assert.Empty((await lab.DoAsync("DescribeSecurityGroups", ("GroupId.1", group))).Items("ipPermissions"));
    }

    [Fact]
    public async Task A_group_in_use_stays()
    {
        await using var lab = await LabClient.StartAsync();
        var (web, db) = (await CreateAsync(lab, "web"), await CreateAsync(lab, "db"));
        await lab.DoAsync("ModifyNetworkInterfaceAttribute", ("NetworkInterfaceId", lab.NodeA.NetworkInterfaceId), ("SecurityGroupId.1", web));
        await lab.DoAsync("AuthorizeSecurityGroupIngress", ("GroupId", web), ("IpPermissions.1.IpProtocol", "-1"), ("IpPermissions.1.Groups.1.GroupId", db));
        await lab.RefusedAsync(400, "DependencyViolation", null, "DeleteSecurityGroup", ("GroupId", web));
        await lab.RefusedAsync(400, "DependencyViolation", null, "DeleteSecurityGroup", ("GroupId", db));
        await lab.DoAsync("RevokeSecurityGroupIngress", ("GroupId", web), ("IpPermissions.1.IpProtocol", "-1"), ("IpPermissions.1.Groups.1.GroupId", db));
        await lab.DoAsync("DeleteSecurityGroup", ("GroupId", db));
        await lab.RefusedAsync(400, "InvalidGroup.NotFound", $"The security group '{db}' does not exist", "DescribeSecurityGroups", ("GroupId.1", db));
    }

    [Theory]
    [InlineData("CreateSecurityGroup", "GroupName=web&GroupDescription=d&VpcId={vpc}", "InvalidGroup.Duplicate")]
    [InlineData("CreateSecurityGroup", "GroupName=default&GroupDescription=d&VpcId={vpc}", "InvalidGroup.Reserved")]
    [InlineData("CreateSecurityGroup", "GroupName=sg-web&GroupDescription=d&VpcId={vpc}", "InvalidParameterValue")]
    [InlineData("CreateSecurityGroup", "GroupName=x&GroupDescription=d", "VPCIdNotSpecified")]
    [InlineData("CreateSecurityGroup", "GroupName=x&VpcId={vpc}", "MissingParameter")]
    [InlineData("AuthorizeSecurityGroupIngress", "GroupId={web}", "MissingParameter")]
    [InlineData("AuthorizeSecurityGroupIngress", "IpProtocol=tcp&FromPort=1&ToPort=1&CidrIp=10.0.0.0/8", "MissingParameter")]
    [InlineData("AuthorizeSecurityGroupIngress", "GroupId={web}&IpProtocol=tcp&CidrIp=10.0.0.0/8", "InvalidParameterValue")]
    [InlineData("AuthorizeSecurityGroupIngress", "GroupId={web}&IpProtocol=tcp&FromPort=2&ToPort=1&CidrIp=10.0.0.0/8", "InvalidParameterValue")]
    [InlineData("AuthorizeSecurityGroupIngress", "GroupId={web}&IpProtocol=telnet&FromPort=1&ToPort=1&CidrIp=10.0.0.0/8", "InvalidParameterValue")]
    [InlineData("AuthorizeSecurityGroupIngress", "GroupId={web}&IpProtocol=-1&CidrIp=ten", "InvalidParameterValue")]
    [InlineData("AuthorizeSecurityGroupIngress", "GroupId={web}&IpPermissions.1.IpProtocol=-1", "InvalidParameterCombination")]
    [InlineData("AuthorizeSecurityGroupIngress", "GroupId={web}&IpPermissions.1.IpProtocol=-1&IpPermissions.1.Groups.1.GroupId=sg-0123456789abcdef0", "InvalidGroup.NotFound")]
    [InlineData("RevokeSecurityGroupEgress", "GroupId={web}&IpProtocol=tcp&FromPort=1&ToPort=1&CidrIp=10.0.0.0/8", "InvalidPermission.NotFound")]
    [InlineData("RevokeSecurityGroupIngress", "GroupId={web}&SecurityGroupRuleId.1=sgr-0123456789abcdef0", "InvalidSecurityGroupRuleId.NotFound")]
    [InlineData("RevokeSecurityGroupIngress", "GroupId={web}", "InvalidParameterCombination")]
    [InlineData("DeleteSecurityGroup", "GroupId=sg-nonsense", "InvalidGroupId.Malformed")]
    [InlineData("ModifyNetworkInterfaceAttribute", "NetworkInterfaceId={eni}&SecurityGroupId.1=sg-0123456789abcdef0", "InvalidGroup.NotFound")]
    public async Task What_EC2_refuses_is_refused(string action, string parameters, string code)
    {
        await using var lab = await LabClient.StartAsync();
        parameters = parameters.Replace("{web}", await CreateAsync(lab, "web"), StringComparison.Ordinal)
            .Replace("{vpc}", lab.Lab.VpcId, StringComparison.Ordinal)
            .Replace("{eni}", lab.NodeA.NetworkInterfaceId, StringComparison.Ordinal);
        var given = parameters.Split('&').Select(pair => pair.Split('=', 2)).Select(pair => (pair[0], pair[1])).ToArray();
        await lab.RefusedAsync(400, code, null, action, given);
    }

    [Fact]
    public async Task Groups_are_saved_with_the_lab()
    {
        var path = Path.GetTempFileName();
        try
        {
            string group;
            await using (var lab = await LabClient.StartAsync())
            {
                group = await CreateAsync(lab, "web");
                await lab.Server.SaveAsync(path, CancellationToken.None);
            }

            await using var again = await LabClient.StartAsync(new() { StatePath = path });
            Assert.Equal(["default", "web"], (await again.DoAsync("DescribeSecurityGroups")).Texts("groupName").Order());
            Assert.Equal(group, (await again.DoAsync("DescribeSecurityGroups", ("Filter.1.Name", "group-name"), ("Filter.1.Value.1", "web"))).Text("groupId"));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [SkippableFact]
    public async Task The_AWS_CLI_opens_and_closes_a_port()
    {
        AwsCli.Require();
        await using var lab = await LabClient.StartAsync();
        using var aws = new AwsCli(lab.Lab);
        var group = (await aws.DoAsync("create-security-group", "--group-name", "web", "--description", "d", "--vpc-id", lab.Lab.VpcId!)).GetProperty("GroupId").GetString()!;
        await aws.DoAsync("authorize-security-group-ingress", "--group-id", group, "--protocol", "tcp", "--port", "22", "--cidr", "10.0.0.0/16");
        var shown = await aws.DoAsync("describe-security-groups", "--group-ids", group);
        Assert.Equal(22, shown.GetProperty("SecurityGroups")[0].GetProperty("IpPermissions")[0].GetProperty("FromPort").GetInt32());
        await aws.DoAsync("revoke-security-group-ingress", "--group-id", group, "--protocol", "tcp", "--port", "22", "--cidr", "10.0.0.0/16");
        await aws.DoAsync("delete-security-group", "--group-id", group);
    }

    private static async Task<string> CreateAsync(LabClient lab, string name) =>
        (await lab.DoAsync("CreateSecurityGroup", ("GroupName", name), ("GroupDescription", "A test's"), ("VpcId", lab.Lab.VpcId!))).Text("groupId")!;
}
