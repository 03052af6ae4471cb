using System.Text.Json;
using OverlayIp.Lab.Tests.Support;

namespace OverlayIp.Lab.Tests;

/// <summary>What EC2 asks policies about each action, and how it refuses.</summary>
public sealed class IamEc2Tests
{
    private const string Refused = "You are not authorized to perform this operation. User: arn:aws:iam::123456789012:user/ops is not authorized to perform: ";

    [Fact]
    public async Task Without_definitions_the_labs_own_key_may_do_everything()
    {
        await using var lab = await LabClient.StartAsync();
        await lab.DoAsync("DescribeVpcs");
        await lab.DoAsync("StopInstances", ("InstanceId.1", lab.NodeA.InstanceId));
        Assert.All(lab.Server.Calls, call => Assert.Equal("arn:aws:iam::123456789012:user/lab", call.CallerArn));
        // A name that nobody has defined is taken, as it was before there were definitions.
        await lab.DoAsync("RunInstances", Launch(lab, ("IamInstanceProfile.Name", "anything")));
    }

    [Fact]
    public async Task A_user_named_lab_takes_the_administrators_place()
    {
        await using var lab = await LabClient.StartAsync(new()
        {
            Iam = new() { Users = [new() { Name = "lab", Policies = [new("p", IamLab.Json("Allow: 'Action':'ec2:DescribeVpcs','Resource':'*'"))] }] },
        });
        await lab.DoAsync("DescribeVpcs");
        await lab.RefusedAsync(403, "UnauthorizedOperation", null, "DescribeSubnets");
    }

    [Fact]
    public async Task Describe_actions_listed_beside_a_route_tables_ARN_are_denied()
    {
        await using var lab = await IamLab.StartAsync(
            "Allow: 'Action':['ec2:ReplaceRoute','ec2:DescribeRouteTables'],'Resource':'arn:aws:ec2:*:*:route-table/*'");
        await lab.AsAdministratorAsync("CreateRoute", Route(lab, lab.NodeA.NetworkInterfaceId));
        await lab.DoAsync("ReplaceRoute", Route(lab, lab.NodeB.NetworkInterfaceId));
        await lab.RefusedAsync(403, "UnauthorizedOperation",
            Refused + "ec2:DescribeRouteTables because no identity-based policy allows the ec2:DescribeRouteTables action", "DescribeRouteTables");
    }

    [Fact]
    public async Task A_denial_names_the_resource_and_the_encoded_message_says_the_rest()
    {
        await using var lab = await IamLab.StartAsync("Allow: 'Action':'sts:DecodeAuthorizationMessage','Resource':'*'");
        var answer = await lab.CallAsync("ReplaceRoute", Route(lab, lab.NodeB.NetworkInterfaceId));
        var table = $"arn:aws:ec2:eu-central-1:123456789012:route-table/{lab.MainTable}";
        Assert.Equal((403, "UnauthorizedOperation"), (answer.Status, answer.Code));
        var parts = answer.Message!.Split(". Encoded authorization failure message: ");
        Assert.Equal($"{Refused}ec2:ReplaceRoute on resource: {table} because no identity-based policy allows the ec2:ReplaceRoute action", parts[0]);

        var decoded = await lab.StsAsync("DecodeAuthorizationMessage", ("EncodedMessage", parts[1]));
        using var message = JsonDocument.Parse(decoded.Text("DecodedMessage")!);
        var context = message.RootElement.GetProperty("context");
        Assert.False(message.RootElement.GetProperty("allowed").GetBoolean());
        Assert.Equal(("ec2:ReplaceRoute", table), (context.At("action"), context.At("resource")));
        var keys = context.GetProperty("conditions").GetProperty("items").EnumerateArray()
            .ToDictionary(item => item.At("key"), item => item.GetProperty("values").GetProperty("items")[0].At("value"));
        Assert.Equal(
            ("eu-central-1", "eu-central-1", lab.MainTable, $"arn:aws:ec2:eu-central-1:123456789012:vpc/{lab.Lab.VpcId}", "lab-main", "127.0.0.1"),
            (keys["ec2:Region"], keys["aws:RequestedRegion"], keys["ec2:RouteTableID"], keys["ec2:Vpc"], keys["aws:ResourceTag/Name"], keys["aws:SourceIp"]));
    }

    [Fact]
    public async Task An_explicit_deny_reads_as_one()
    {
        await using var lab = await IamLab.StartAsync("Allow: 'Action':'*','Resource':'*'|Deny: 'Action':'ec2:StopInstances','Resource':'arn:aws:ec2:*:*:instance/*'");
        var answer = await lab.CallAsync("StopInstances", ("InstanceId.1", lab.NodeA.InstanceId));
        Assert.StartsWith(
            $"{Refused}ec2:StopInstances on resource: arn:aws:ec2:eu-central-1:123456789012:instance/{lab.NodeA.InstanceId} with an explicit deny in an identity-based policy. Encoded",
            answer.Message);
    }

    [Fact]
    public async Task A_dry_run_is_decided_like_the_call_itself()
    {
        await using var lab = await IamLab.StartAsync("Allow: 'Action':'ec2:*Route','Resource':'*','Condition':{'StringEquals':{'aws:ResourceTag/Name':'lab-main'}}");
        var dryRun = ("DryRun", "true");
        await lab.RefusedAsync(412, "DryRunOperation", "Request would have succeeded, but DryRun flag is set.", "CreateRoute", [.. Route(lab, lab.NodeA.NetworkInterfaceId), dryRun]);
        var other = lab.Lab.RouteTableIds[1];
        await lab.RefusedAsync(403, "UnauthorizedOperation", null, "CreateRoute", [("RouteTableId", other), .. Route(lab, lab.NodeA.NetworkInterfaceId)[1..], dryRun]);
        await lab.RefusedAsync(403, "UnauthorizedOperation", null, "CreateRoute", [("RouteTableId", other), .. Route(lab, lab.NodeA.NetworkInterfaceId)[1..]]);
    }

    /// <summary>An action, its parameters, and the resources that its policies must name: A, B the nodes, and so on.</summary>
    public static TheoryData<string, string, string> Resources => new()
    {
        { "CreateRoute", "RouteTableId={rtb}&DestinationCidrBlock=10.2.0.1/32&NetworkInterfaceId={eni}", "route-table/{rtb}" },
        { "DeleteRoute", "RouteTableId={rtb}&DestinationCidrBlock=10.2.0.1/32", "route-table/{rtb}" },
        { "ReplaceRoute", "RouteTableId={rtb}&DestinationCidrBlock=10.2.0.1/32&InstanceId={i}", "route-table/{rtb}" },
        { "CreateRouteTable", "VpcId={vpc}", "route-table/* vpc/{vpc}" },
        { "DeleteRouteTable", "RouteTableId={rtb}", "route-table/{rtb}" },
        { "AssociateRouteTable", "RouteTableId={rtb}&SubnetId={subnet}", "route-table/{rtb} subnet/{subnet}" },
        { "DisassociateRouteTable", "AssociationId={rtbassoc}", "route-table/{rtb1} subnet/{subnet}" },
        { "ReplaceRouteTableAssociation", "AssociationId={rtbassoc}&RouteTableId={rtb}", "route-table/{rtb} subnet/{subnet}" },
        { "StartInstances", "InstanceId.1={i}&InstanceId.2={j}", "instance/{i} instance/{j}" },
        { "StopInstances", "InstanceId.1={i}", "instance/{i}" },
        { "TerminateInstances", "InstanceId.1={i}", "instance/{i}" },
        { "ModifyInstanceAttribute", "InstanceId={i}&SourceDestCheck.Value=false", "instance/{i}" },
        { "ModifyInstanceAttribute", "InstanceId={i}&GroupId.1={sg}", "instance/{i} security-group/{sg}" },
        { "DescribeInstanceAttribute", "InstanceId={i}&Attribute=sourceDestCheck", "instance/{i}" },
        { "ModifyNetworkInterfaceAttribute", "NetworkInterfaceId={eni}&SourceDestCheck.Value=false", "network-interface/{eni}" },
        { "ModifyNetworkInterfaceAttribute", "NetworkInterfaceId={eni}&SecurityGroupId.1={sg}", "network-interface/{eni} security-group/{sg}" },
        { "CreateNetworkInterface", "SubnetId={subnet}&SecurityGroupId.1={sg}", "network-interface/* subnet/{subnet} security-group/{sg}" },
        { "DeleteNetworkInterface", "NetworkInterfaceId={eni}", "network-interface/{eni}" },
        { "AttachNetworkInterface", "NetworkInterfaceId={eni}&InstanceId={i}&DeviceIndex=1", "instance/{i} network-interface/{eni}" },
        { "DetachNetworkInterface", "AttachmentId={attach}", "instance/{i} network-interface/{eni}" },
        { "CreateVpc", "CidrBlock=10.9.0.0/16", "vpc/*" },
        { "DeleteVpc", "VpcId={vpc}", "vpc/{vpc}" },
        { "AssociateVpcCidrBlock", "VpcId={vpc}&CidrBlock=10.9.0.0/16", "vpc/{vpc}" },
        { "CreateSubnet", "VpcId={vpc}&CidrBlock=10.0.99.0/24", "subnet/* vpc/{vpc}" },
        { "DeleteSubnet", "SubnetId={subnet}", "subnet/{subnet}" },
        { "CreateTags", "ResourceId.1={rtb}&ResourceId.2={i}&Tag.1.Key=k", "route-table/{rtb} instance/{i}" },
        { "DeleteTags", "ResourceId.1={rtb}&Tag.1.Key=k", "route-table/{rtb}" },
        { "CreateManagedPrefixList", "PrefixListName=p&MaxEntries=1&AddressFamily=IPv4", "prefix-list/*" },
        { "RunInstances", "ImageId={ami}&MinCount=1&MaxCount=1&SubnetId={subnet}&KeyName=me", "instance/* image/{ami} network-interface/* subnet/{subnet} security-group/{sg} volume/* key-pair/me" },
        { "RunInstances", "ImageId={ami}&MinCount=1&MaxCount=1&NetworkInterface.1.DeviceIndex=0&NetworkInterface.1.NetworkInterfaceId={eni}", "instance/* image/{ami} network-interface/{eni} volume/*" },
        { "CreateSecurityGroup", "GroupName=g&GroupDescription=d&VpcId={vpc}", "security-group/* vpc/{vpc}" },
        { "DeleteSecurityGroup", "GroupId={sg}", "security-group/{sg}" },
        { "AuthorizeSecurityGroupIngress", "GroupId={sg}&IpProtocol=tcp&FromPort=1&ToPort=1&CidrIp=10.0.0.0/8", "security-group/{sg}" },
        { "ModifyInstanceMetadataOptions", "InstanceId={i}&HttpTokens=required", "instance/{i}" },
        { "CreateNetworkAcl", "VpcId={vpc}", "network-acl/* vpc/{vpc}" },
        { "DeleteNetworkAcl", "NetworkAclId={acl}", "network-acl/{acl}" },
        { "CreateNetworkAclEntry", "NetworkAclId={acl}&RuleNumber=1&Protocol=-1&RuleAction=deny&Egress=false&CidrBlock=10.0.0.0/8", "network-acl/{acl}" },
        { "ReplaceNetworkAclEntry", "NetworkAclId={acl}&RuleNumber=100&Protocol=-1&RuleAction=deny&Egress=false&CidrBlock=10.0.0.0/8", "network-acl/{acl}" },
        { "DeleteNetworkAclEntry", "NetworkAclId={acl}&RuleNumber=100&Egress=false", "network-acl/{acl}" },
        { "ReplaceNetworkAclAssociation", "AssociationId={aclassoc}&NetworkAclId={acl}", "network-acl/{acl} subnet/{subnet}" },
        { "CreateVpcPeeringConnection", "VpcId={vpc}&PeerVpcId=vpc-0123456789abcdef0", "vpc/{vpc} vpc-peering-connection/*" },
        { "DeleteVpcPeeringConnection", "VpcPeeringConnectionId=pcx-0123456789abcdef0", "vpc-peering-connection/pcx-0123456789abcdef0" },
        { "CreateInternetGateway", "", "internet-gateway/*" },
        { "AttachInternetGateway", "InternetGatewayId=igw-0123456789abcdef0&VpcId={vpc}", "internet-gateway/igw-0123456789abcdef0 vpc/{vpc}" },
        { "GetManagedPrefixListEntries", "PrefixListId=pl-0123456789abcdef0", "prefix-list/pl-0123456789abcdef0" },
        { "CreateTransitGateway", "", "transit-gateway/*" },
        { "DeleteTransitGateway", "TransitGatewayId={tgw}", "transit-gateway/{tgw}" },
        { "CreateTransitGatewayVpcAttachment", "TransitGatewayId={tgw}&VpcId={vpc}&SubnetIds.1={subnet}", "transit-gateway/{tgw} transit-gateway-attachment/* vpc/{vpc} subnet/{subnet}" },
        { "DeleteTransitGatewayVpcAttachment", "TransitGatewayAttachmentId={tgwa}", "transit-gateway-attachment/{tgwa}" },
        { "CreateTransitGatewayRouteTable", "TransitGatewayId={tgw}", "transit-gateway/{tgw} transit-gateway-route-table/*" },
        { "AssociateTransitGatewayRouteTable", "TransitGatewayRouteTableId={tgwr}&TransitGatewayAttachmentId={tgwa}", "transit-gateway-route-table/{tgwr} transit-gateway-attachment/{tgwa}" },
        { "EnableTransitGatewayRouteTablePropagation", "TransitGatewayRouteTableId={tgwr}&TransitGatewayAttachmentId={tgwa}", "transit-gateway-route-table/{tgwr} transit-gateway-attachment/{tgwa}" },
        { "CreateTransitGatewayRoute", "TransitGatewayRouteTableId={tgwr}&DestinationCidrBlock=10.2.0.1/32&TransitGatewayAttachmentId={tgwa}", "transit-gateway-route-table/{tgwr} transit-gateway-attachment/{tgwa}" },
        { "ReplaceTransitGatewayRoute", "TransitGatewayRouteTableId={tgwr}&DestinationCidrBlock=10.2.0.1/32&Blackhole=true", "transit-gateway-route-table/{tgwr}" },
        { "DeleteTransitGatewayRoute", "TransitGatewayRouteTableId={tgwr}&DestinationCidrBlock=10.2.0.1/32", "transit-gateway-route-table/{tgwr}" },
        { "SearchTransitGatewayRoutes", "TransitGatewayRouteTableId={tgwr}&Filter.1.Name=type&Filter.1.Value.1=static", "transit-gateway-route-table/{tgwr}" },
        { "GetTransitGatewayRouteTableAssociations", "TransitGatewayRouteTableId={tgwr}", "" },
        { "GetTransitGatewayRouteTablePropagations", "TransitGatewayRouteTableId={tgwr}", "" },
        { "DescribeTransitGateways", "", "" },
        { "DescribeTransitGatewayAttachments", "", "" },
        { "DescribeTransitGatewayVpcAttachments", "", "" },
        { "DescribeTransitGatewayRouteTables", "", "" },
        { "DescribeNetworkAcls", "", "" },
        { "DescribeVpcPeeringConnections", "", "" },
        { "DescribeInternetGateways", "", "" },
        { "DescribeInstanceStatus", "", "" },
        { "DescribeSecurityGroups", "", "" },
        { "DescribeRouteTables", "", "" },
        { "DescribeInstances", "InstanceId.1={i}", "" },
        { "DescribeNetworkInterfaces", "", "" },
        { "DescribeNetworkInterfaceAttribute", "NetworkInterfaceId={eni}&Attribute=sourceDestCheck", "" },
        { "DescribeManagedPrefixLists", "", "" },
        { "DescribeTags", "", "" },
        { "DescribeIamInstanceProfileAssociations", "", "" },
    };

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task An_action_is_authorised_for_each_resource_that_the_reference_lists(string action, string parameters, string resources)
    {
        // A seed gives the second lab the same ids as the first, which only looks them up.
        await using var first = await LabClient.StartAsync(new() { Seed = 7 });
        var values = await ValuesAsync(first);
        var arns = Fill(resources, values).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Arn).ToArray();
        var call = Fill(parameters, values).Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2)).Select(pair => (pair[0], pair[1])).Append(("DryRun", "true")).ToArray();

        await using (var all = await IamLab.StartAsync(Allow(action, arns.Length == 0 ? ["*"] : arns), new() { Seed = 7 }))
        {
            await all.RefusedAsync(412, "DryRunOperation", null, action, call);
        }

        // With any one of them missing, that one is named.
        foreach (var missing in arns)
        {
            await using var but = await IamLab.StartAsync($"{Allow(action, ["*"])}|Deny: 'Action':'*','Resource':'{missing.Replace("*", "${*}")}'", new() { Seed = 7 });
            var answer = await but.CallAsync(action, call);
            Assert.Equal((403, "UnauthorizedOperation"), (answer.Status, answer.Code));
            Assert.StartsWith($"{Refused}ec2:{action} on resource: {missing} with an explicit deny in an identity-based policy", answer.Message);
        }

        if (arns.Length == 0)
        {
            await using var named = await IamLab.StartAsync(Allow(action, ["arn:aws:ec2:*:*:*"]), new() { Seed = 7 });
            await named.RefusedAsync(403, "UnauthorizedOperation", $"{Refused}ec2:{action} because no identity-based policy allows the ec2:{action} action", action, call);
        }
    }

    [Fact]
    public async Task Tags_on_what_is_created_need_the_permission_to_tag_on_creation()
    {
        const string create = "Allow: 'Action':'ec2:CreateRouteTable','Resource':'*'";
        (string, string)[] tagged = [("TagSpecification.1.ResourceType", "route-table"), ("TagSpecification.1.Tag.1.Key", "team"), ("TagSpecification.1.Tag.1.Value", "db")];
        await using var untagged = await IamLab.StartAsync(create);
        await untagged.DoAsync("CreateRouteTable", ("VpcId", untagged.Lab.VpcId!));
        var refused = await untagged.CallAsync("CreateRouteTable", [("VpcId", untagged.Lab.VpcId!), .. tagged]);
        Assert.StartsWith($"{Refused}ec2:CreateTags on resource: arn:aws:ec2:eu-central-1:123456789012:route-table/* because no", refused.Message);

        await using var lab = await IamLab.StartAsync(create + "|Allow: 'Action':'ec2:CreateTags','Resource':'*','Condition':{'StringEquals':"
            + "{'ec2:CreateAction':'CreateRouteTable','aws:RequestTag/team':'db'},'ForAllValues:StringEquals':{'aws:TagKeys':['team']}}");
        await lab.DoAsync("CreateRouteTable", [("VpcId", lab.Lab.VpcId!), .. tagged]);
        await lab.RefusedAsync(403, "UnauthorizedOperation", null, "CreateRouteTable", [("VpcId", lab.Lab.VpcId!), .. tagged, ("TagSpecification.1.Tag.2.Key", "x")]);
        await lab.RefusedAsync(403, "UnauthorizedOperation", null, "CreateTags", ("ResourceId.1", lab.MainTable), ("Tag.1.Key", "team"), ("Tag.1.Value", "db"));
    }

    [Fact]
    public async Task A_transit_gateways_table_is_open_to_its_tag_and_its_own_key()
    {
        await using var lab = await IamLab.StartAsync(
            "Allow: 'Action':'ec2:*TransitGatewayRoute','Resource':'*','Condition':{'StringEquals':{'aws:ResourceTag/overlay':'yes'}}"
            + "|Allow: 'Action':'ec2:CreateTransitGatewayRouteTable','Resource':'*'"
            + "|Allow: 'Action':'ec2:CreateTags','Resource':'*','Condition':{'StringEquals':{'ec2:CreateAction':'CreateTransitGatewayRouteTable','aws:RequestTag/overlay':'yes'}}");
        var gateway = (await lab.AsAdministratorAsync("CreateTransitGateway")).Text("transitGatewayId")!;
        (string, string)[] tags = [("TagSpecifications.1.ResourceType", "transit-gateway-route-table"), ("TagSpecifications.1.Tag.1.Key", "overlay"), ("TagSpecifications.1.Tag.1.Value", "yes")];
        var table = (await lab.DoAsync("CreateTransitGatewayRouteTable", [("TransitGatewayId", gateway), .. tags])).Text("transitGatewayRouteTableId")!;
        await lab.RefusedAsync(403, "UnauthorizedOperation", null, "CreateTransitGatewayRouteTable", [("TransitGatewayId", gateway), .. tags[..2], ("TagSpecifications.1.Tag.1.Value", "no")]);
        (string, string)[] route = [("DestinationCidrBlock", "10.2.0.1/32"), ("Blackhole", "true")];
        await lab.DoAsync("CreateTransitGatewayRoute", [("TransitGatewayRouteTableId", table), .. route]);
        var other = (await lab.AsAdministratorAsync("DescribeTransitGateways")).Text("associationDefaultRouteTableId")!;
        await lab.RefusedAsync(403, "UnauthorizedOperation", null, "CreateTransitGatewayRoute", [("TransitGatewayRouteTableId", other), .. route]);
    }

    [Fact]
    public async Task Only_the_check_may_be_changed_and_only_to_off()
    {
        await using var lab = await IamLab.StartAsync(
            "Allow: 'Action':'ec2:Modify*Attribute','Resource':'*','Condition':{'StringEquals':{'ec2:Attribute/SourceDestCheck':'false'}}");
        await lab.DoAsync("ModifyInstanceAttribute", ("InstanceId", lab.NodeA.InstanceId), ("SourceDestCheck.Value", "false"));
        await lab.DoAsync("ModifyInstanceAttribute", ("InstanceId", lab.NodeA.InstanceId), ("Attribute", "sourceDestCheck"), ("Value", "false"));
        await lab.DoAsync("ModifyNetworkInterfaceAttribute", ("NetworkInterfaceId", lab.NodeB.NetworkInterfaceId), ("SourceDestCheck.Value", "false"));
        await lab.RefusedAsync(403, "UnauthorizedOperation", null, "ModifyInstanceAttribute", ("InstanceId", lab.NodeA.InstanceId), ("SourceDestCheck.Value", "true"));
        await lab.RefusedAsync(403, "UnauthorizedOperation", null, "ModifyInstanceAttribute", ("InstanceId", lab.NodeA.InstanceId), ("DisableApiStop.Value", "false"));
    }

    [Fact]
    public async Task A_policy_by_tag_decides_per_resource_and_follows_its_tags()
    {
        await using var lab = await IamLab.StartAsync("Allow: 'Action':'ec2:StopInstances','Resource':'*','Condition':{'StringEquals':{'ec2:ResourceTag/cluster':'one'}}");
        (string, string)[] both = [("InstanceId.1", lab.NodeA.InstanceId), ("InstanceId.2", lab.NodeB.InstanceId)];
        await lab.AsAdministratorAsync("CreateTags", ("ResourceId.1", lab.NodeA.InstanceId), ("Tag.1.Key", "cluster"), ("Tag.1.Value", "one"));
        var answer = await lab.CallAsync("StopInstances", both);
        Assert.Contains(lab.NodeB.InstanceId, answer.Message);
        await lab.AsAdministratorAsync("CreateTags", ("ResourceId.1", lab.NodeB.InstanceId), ("Tag.1.Key", "cluster"), ("Tag.1.Value", "one"));
        await lab.DoAsync("StopInstances", both);
    }

    [Fact]
    public async Task A_fault_denies_whoever_calls_whatever_the_policies_say()
    {
        await using var lab = await IamLab.StartAsync("Allow: 'Action':'*','Resource':'*'");
        lab.Server.SetFault(new() { DeniedActions = ["DescribeVpcs", "AssumeRole"] });
        await lab.RefusedAsync(403, "UnauthorizedOperation", $"{Refused}ec2:DescribeVpcs because no identity-based policy allows the ec2:DescribeVpcs action", "DescribeVpcs");
    }

    [Theory]
    [InlineData("eu-central-1", "aws")]
    [InlineData("cn-north-1", "aws-cn")]
    [InlineData("us-gov-west-1", "aws-us-gov")]
    public async Task ARNs_are_of_the_Regions_partition(string region, string partition)
    {
        await using var lab = await IamLab.StartAsync($"Allow: 'Action':'ec2:CreateRoute','Resource':'arn:{partition}:ec2:{region}:*:route-table/*'|Allow: 'Action':'ec2:DescribeSubnets','Resource':'*'", new() { Region = region });
        await lab.DoAsync("CreateRoute", Route(lab, lab.NodeA.NetworkInterfaceId));
        Assert.StartsWith($"arn:{partition}:ec2:{region}:123456789012:subnet/", (await lab.DoAsync("DescribeSubnets")).Text("subnetArn"));
        var answer = await lab.CallAsync("DeleteRoute", Route(lab, "")[..2]);
        Assert.Contains($"User: arn:{partition}:iam::123456789012:user/ops is not authorized to perform: ec2:DeleteRoute on resource: arn:{partition}:ec2:{region}:123456789012:route-table/{lab.MainTable}", answer.Message);
        Assert.Equal($"arn:{partition}:iam::123456789012:user/ops", (await lab.StsAsync("GetCallerIdentity")).Text("Arn"));
    }

    private static string Allow(string action, string[] resources) =>
        $"Allow: 'Action':'ec2:{action}','Resource':[{string.Join(',', resources.Select(arn => $"'{arn.Replace("/*", "/${*}")}'"))}]";

    private static string Arn(string resource) => $"arn:aws:ec2:eu-central-1:{(resource.StartsWith("image", StringComparison.Ordinal) ? "" : IamLab.Account)}:{resource}";

    private static string Fill(string text, Dictionary<string, string> values) =>
        values.Aggregate(text, (current, value) => current.Replace($"{{{value.Key}}}", value.Value));

    private static async Task<Dictionary<string, string>> ValuesAsync(LabClient lab)
    {
        var table = (await lab.DoAsync("DescribeRouteTables", ("Filter.1.Name", "association.subnet-id"), ("Filter.1.Value.1", lab.NodeA.SubnetId)));
        var eni = await lab.DoAsync("DescribeNetworkInterfaces", ("NetworkInterfaceId.1", lab.NodeA.NetworkInterfaceId));
        var acls = await lab.DoAsync("DescribeNetworkAcls");
        return new()
        {
            ["rtb"] = lab.MainTable,
            ["rtb1"] = table.Text("routeTableId")!,
            ["rtbassoc"] = table.Text("routeTableAssociationId")!,
            ["vpc"] = lab.Lab.VpcId!,
            ["subnet"] = lab.NodeA.SubnetId,
            ["eni"] = lab.NodeA.NetworkInterfaceId,
            ["attach"] = eni.Text("attachmentId")!,
            ["sg"] = eni.Text("groupId")!,
            ["tgw"] = "tgw-0123456789abcdef0",
            ["tgwa"] = "tgw-attach-0123456789abcdef0",
            ["tgwr"] = "tgw-rtb-0123456789abcdef0",
            ["acl"] = acls.Text("networkAclId")!,
            ["aclassoc"] = acls.Items("associationSet").Single(item => item.Child("subnetId") == lab.NodeA.SubnetId).Child("networkAclAssociationId")!,
            ["i"] = lab.NodeA.InstanceId,
            ["j"] = lab.NodeB.InstanceId,
            ["ami"] = (await lab.DoAsync("DescribeImages")).Text("imageId")!,
        };
    }

    private static (string, string)[] Route(LabClient lab, string eni) =>
        [("RouteTableId", lab.MainTable), ("DestinationCidrBlock", "10.2.0.1/32"), ("NetworkInterfaceId", eni)];

    private static (string, string)[] Launch(LabClient lab, params (string, string)[] more) =>
        [("ImageId", TestVpc.Image), ("MinCount", "1"), ("MaxCount", "1"), ("SubnetId", lab.NodeA.SubnetId), .. more];
}
