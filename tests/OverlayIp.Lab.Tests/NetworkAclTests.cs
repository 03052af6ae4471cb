using OverlayIp.Lab.Tests.Support;

namespace OverlayIp.Lab.Tests;

/// <summary>Network ACLs as the API has them.</summary>
public sealed class NetworkAclTests
{
    private const string NoAcl = "acl-0123456789abcdef0";

    [Fact]
    public async Task A_VPC_comes_with_a_default_ACL_that_allows_everything_to_every_subnet()
    {
        await using var lab = await LabClient.StartAsync();
        var answer = await lab.DoAsync("DescribeNetworkAcls", ("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", lab.Lab.VpcId!));
        var acl = Assert.Single(answer.Items("networkAclSet"));
        Assert.Equal(("true", lab.Lab.VpcId, lab.Lab.AccountId), (acl.Child("default"), acl.Child("vpcId"), acl.Child("ownerId")));
        Assert.Equal(
            [("100", "-1", "allow", "true", "0.0.0.0/0"), ("32767", "-1", "deny", "true", "0.0.0.0/0"), ("100", "-1", "allow", "false", "0.0.0.0/0"), ("32767", "-1", "deny", "false", "0.0.0.0/0")],
            answer.Items("entrySet").Select(entry => (entry.Child("ruleNumber"), entry.Child("protocol"), entry.Child("ruleAction"), entry.Child("egress"), entry.Child("cidrBlock"))));
        var subnets = (await lab.DoAsync("DescribeSubnets")).Texts("subnetId");
        Assert.Equal(subnets.Order(), answer.Items("associationSet").Select(item => item.Child("subnetId")).Order());
        Assert.Equal(4, answer.Texts("networkAclAssociationId").Distinct().Count());
    }

    [Fact]
    public async Task The_default_ACL_allows_IPv6_as_soon_as_the_VPC_has_some()
    {
        await using var lab = await LabClient.StartAsync();
        await lab.DoAsync("AssociateVpcCidrBlock", ("VpcId", lab.Lab.VpcId!), ("AmazonProvidedIpv6CidrBlock", "true"));
        var entries = (await lab.DoAsync("DescribeNetworkAcls")).Items("entrySet").Where(entry => entry.Child("egress") == "false");
        Assert.Equal(
            [("100", "0.0.0.0/0", null), ("101", null, "::/0"), ("32767", "0.0.0.0/0", null), ("32768", null, "::/0")],
            entries.Select(entry => (entry.Child("ruleNumber"), entry.Child("cidrBlock"), entry.Child("ipv6CidrBlock"))));
    }

    [Fact]
    public async Task A_changed_default_ACL_gets_no_rule_for_IPv6_by_itself()
    {
        await using var lab = await LabClient.StartAsync();
        var acl = (await lab.DoAsync("DescribeNetworkAcls")).Text("networkAclId")!;
        await lab.DoAsync("CreateNetworkAclEntry", Entry(acl, 50, "-1", "deny", "10.9.0.0/16"));
        await lab.DoAsync("AssociateVpcCidrBlock", ("VpcId", lab.Lab.VpcId!), ("AmazonProvidedIpv6CidrBlock", "true"));
        Assert.DoesNotContain("101", (await lab.DoAsync("DescribeNetworkAcls")).Texts("ruleNumber"));
    }

    [Fact]
    public async Task Rules_are_created_replaced_and_deleted_in_the_order_of_their_numbers()
    {
        await using var lab = await LabClient.StartAsync();
        var acl = await CreateAsync(lab);
        await lab.DoAsync("CreateNetworkAclEntry", [.. Entry(acl, 200, "6", "allow", "10.0.0.77/16"), ("PortRange.From", "443"), ("PortRange.To", "444")]);
        await lab.DoAsync("CreateNetworkAclEntry", [.. Entry(acl, 100, "1", "deny", "10.1.0.0/16"), ("Icmp.Type", "8"), ("Icmp.Code", "-1")]);
        var shown = await lab.DoAsync("DescribeNetworkAcls", ("NetworkAclId.1", acl));
        Assert.Equal(["100", "200", "32767"], Ingress(shown).Select(entry => entry.Child("ruleNumber")));
        Assert.Equal(("443", "444", "8", "-1"), (shown.Text("from"), shown.Text("to"), shown.Text("type"), Ingress(shown)[0].Descendants().Single(element => element.Name.LocalName == "code").Value));
        // Host bits are cleared.
        Assert.Equal("10.0.0.0/16", Ingress(shown)[1].Child("cidrBlock"));

        await lab.DoAsync("ReplaceNetworkAclEntry", Entry(acl, 200, "-1", "allow", "10.2.0.0/16"));
        Assert.Equal(("-1", "10.2.0.0/16"), (await FirstAsync(lab, acl, 200)) is { } replaced ? (replaced.Child("protocol"), replaced.Child("cidrBlock")) : default);
        await lab.DoAsync("DeleteNetworkAclEntry", ("NetworkAclId", acl), ("RuleNumber", "200"), ("Egress", "false"));
        Assert.Null(await FirstAsync(lab, acl, 200));
    }

    [Fact]
    public async Task A_subnet_is_given_another_ACL_and_always_has_one()
    {
        await using var lab = await LabClient.StartAsync();
        var acl = await CreateAsync(lab);
        var association = await AssociationOfAsync(lab, lab.NodeA.SubnetId);
        var made = (await lab.DoAsync("ReplaceNetworkAclAssociation", ("AssociationId", association), ("NetworkAclId", acl))).Text("newAssociationId")!;
        Assert.NotEqual(association, made);
        Assert.Equal(made, await AssociationOfAsync(lab, lab.NodeA.SubnetId));
        var of = await lab.DoAsync("DescribeNetworkAcls", ("Filter.1.Name", "association.subnet-id"), ("Filter.1.Value.1", lab.NodeA.SubnetId));
        Assert.Equal(acl, Assert.Single(of.Items("networkAclSet")).Child("networkAclId"));
        await lab.RefusedAsync(400, "InvalidAssociationID.NotFound", $"The association ID '{association}' does not exist", "ReplaceNetworkAclAssociation", ("AssociationId", association), ("NetworkAclId", acl));
        await lab.RefusedAsync(400, "DependencyViolation", $"The networkAcl '{acl}' has dependencies and cannot be deleted.", "DeleteNetworkAcl", ("NetworkAclId", acl));

        var first = (await lab.DoAsync("DescribeNetworkAcls", ("Filter.1.Name", "default"), ("Filter.1.Value.1", "true"))).Text("networkAclId")!;
        await lab.DoAsync("ReplaceNetworkAclAssociation", ("AssociationId", made), ("NetworkAclId", first));
        await lab.DoAsync("DeleteNetworkAcl", ("NetworkAclId", acl));
        await lab.RefusedAsync(400, "InvalidNetworkAclID.NotFound", $"The networkAcl ID '{acl}' does not exist", "DescribeNetworkAcls", ("NetworkAclId.1", acl));
    }

    [Theory]
    [InlineData("network-acl-id", "{acl}", 1)]
    [InlineData("vpc-id", "{vpc}", 2)]
    [InlineData("default", "false", 1)]
    [InlineData("owner-id", "123456789012", 2)]
    [InlineData("association.subnet-id", "{subnet}", 1)]
    [InlineData("association.network-acl-id", "{acl}", 0)]
    [InlineData("entry.cidr", "10.7.0.0/16", 1)]
    [InlineData("entry.ipv6-cidr", "::/0", 0)]
    [InlineData("entry.egress", "false", 2)]
    [InlineData("entry.protocol", "17", 1)]
    [InlineData("entry.port-range.from", "53", 1)]
    [InlineData("entry.port-range.to", "54", 0)]
    [InlineData("entry.rule-action", "allow", 2)]
    [InlineData("entry.rule-number", "32767", 2)]
    [InlineData("entry.icmp.type", "8", 0)]
    [InlineData("tag:Name", "mine", 1)]
    public async Task Filters_choose(string name, string value, int count)
    {
        await using var lab = await LabClient.StartAsync();
        var acl = await CreateAsync(lab);
        await lab.DoAsync("CreateNetworkAclEntry", [.. Entry(acl, 10, "17", "allow", "10.7.0.0/16"), ("PortRange.From", "53"), ("PortRange.To", "53")]);
        value = value.Replace("{acl}", acl, StringComparison.Ordinal).Replace("{vpc}", lab.Lab.VpcId, StringComparison.Ordinal).Replace("{subnet}", lab.NodeA.SubnetId, StringComparison.Ordinal);
        var answer = await lab.DoAsync("DescribeNetworkAcls", ("Filter.1.Name", name), ("Filter.1.Value.1", value));
        Assert.Equal(count, answer.Items("networkAclSet").Count);
    }

    [Theory]
    [InlineData("CreateNetworkAcl", "", "MissingParameter", "The request must contain the parameter vpcId")]
    [InlineData("CreateNetworkAcl", "VpcId=vpc-0123456789abcdef0", "InvalidVpcID.NotFound", null)]
    [InlineData("DeleteNetworkAcl", "NetworkAclId={default}", "InvalidParameterValue", "cannot delete default network ACL {default}")]
    [InlineData("DeleteNetworkAcl", $"NetworkAclId={NoAcl}", "InvalidNetworkAclID.NotFound", $"The networkAcl ID '{NoAcl}' does not exist")]
    [InlineData("DeleteNetworkAcl", "NetworkAclId=acl-x", "InvalidNetworkAclId.Malformed", null)]
    [InlineData("CreateNetworkAclEntry", "NetworkAclId={default}&RuleNumber=100&Protocol=-1&RuleAction=allow&Egress=false&CidrBlock=10.0.0.0/8", "NetworkAclEntryAlreadyExists", "The network acl entry identified by 100 already exists.")]
    [InlineData("CreateNetworkAclEntry", "NetworkAclId={acl}&RuleNumber=0&Protocol=-1&RuleAction=allow&Egress=false&CidrBlock=10.0.0.0/8", "InvalidParameterValue", null)]
    [InlineData("CreateNetworkAclEntry", "NetworkAclId={acl}&RuleNumber=32767&Protocol=-1&RuleAction=allow&Egress=false&CidrBlock=10.0.0.0/8", "InvalidParameterValue", null)]
    [InlineData("CreateNetworkAclEntry", "NetworkAclId={acl}&RuleNumber=1&Protocol=tcp&RuleAction=allow&Egress=false&CidrBlock=10.0.0.0/8", "InvalidParameterValue", null)]
    [InlineData("CreateNetworkAclEntry", "NetworkAclId={acl}&RuleNumber=1&Protocol=6&RuleAction=allow&Egress=false&CidrBlock=10.0.0.0/8", "MissingParameter", null)]
    [InlineData("CreateNetworkAclEntry", "NetworkAclId={acl}&RuleNumber=1&Protocol=6&RuleAction=allow&Egress=false&CidrBlock=10.0.0.0/8&PortRange.From=2&PortRange.To=1", "InvalidParameterValue", null)]
    [InlineData("CreateNetworkAclEntry", "NetworkAclId={acl}&RuleNumber=1&Protocol=1&RuleAction=allow&Egress=false&CidrBlock=10.0.0.0/8", "MissingParameter", null)]
    [InlineData("CreateNetworkAclEntry", "NetworkAclId={acl}&RuleNumber=1&Protocol=58&RuleAction=allow&Egress=false&Ipv6CidrBlock=::/0", "MissingParameter", null)]
    [InlineData("CreateNetworkAclEntry", "NetworkAclId={acl}&RuleNumber=1&Protocol=-1&RuleAction=maybe&Egress=false&CidrBlock=10.0.0.0/8", "InvalidParameterValue", null)]
    [InlineData("CreateNetworkAclEntry", "NetworkAclId={acl}&RuleNumber=1&Protocol=-1&RuleAction=allow&Egress=false", "MissingParameter", null)]
    [InlineData("CreateNetworkAclEntry", "NetworkAclId={acl}&RuleNumber=1&Protocol=-1&RuleAction=allow&Egress=false&CidrBlock=10.0.0.0/8&Ipv6CidrBlock=::/0", "InvalidParameterCombination", null)]
    [InlineData("CreateNetworkAclEntry", "NetworkAclId={acl}&RuleNumber=1&Protocol=-1&RuleAction=allow&Egress=false&CidrBlock=::/0", "InvalidParameterValue", null)]
    [InlineData("CreateNetworkAclEntry", "NetworkAclId={acl}&RuleNumber=1&Protocol=-1&RuleAction=allow&CidrBlock=10.0.0.0/8", "MissingParameter", "The request must contain the parameter egress")]
    [InlineData("ReplaceNetworkAclEntry", "NetworkAclId={acl}&RuleNumber=7&Protocol=-1&RuleAction=allow&Egress=true&CidrBlock=10.0.0.0/8", "InvalidNetworkAclEntry.NotFound", null)]
    [InlineData("DeleteNetworkAclEntry", "NetworkAclId={acl}&RuleNumber=7&Egress=false", "InvalidNetworkAclEntry.NotFound", "no ingress entry with number 7 in network ACL {acl}")]
    [InlineData("DeleteNetworkAclEntry", "NetworkAclId={acl}&RuleNumber=32767&Egress=false", "InvalidParameterValue", null)]
    [InlineData("ReplaceNetworkAclAssociation", "AssociationId={association}&NetworkAclId={foreign}", "InvalidParameterValue", null)]
    [InlineData("ReplaceNetworkAclAssociation", "AssociationId=aclassoc-0123456789abcdef0&NetworkAclId={acl}", "InvalidAssociationID.NotFound", null)]
    public async Task What_EC2_refuses_is_refused(string action, string parameters, string code, string? message)
    {
        await using var lab = await LabClient.StartAsync();
        var other = (await lab.DoAsync("CreateVpc", ("CidrBlock", "10.9.0.0/16"))).Text("vpcId")!;
        var values = new Dictionary<string, string>
        {
            ["{default}"] = (await lab.DoAsync("DescribeNetworkAcls", ("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", lab.Lab.VpcId!))).Text("networkAclId")!,
            ["{foreign}"] = (await lab.DoAsync("DescribeNetworkAcls", ("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", other))).Text("networkAclId")!,
            ["{acl}"] = await CreateAsync(lab),
            ["{association}"] = await AssociationOfAsync(lab, lab.NodeA.SubnetId),
        };
        string Fill(string text) => values.Aggregate(text, (current, value) => current.Replace(value.Key, value.Value, StringComparison.Ordinal));
        var given = Fill(parameters).Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).Select(pair => (pair[0], pair[1])).ToArray();
        await lab.RefusedAsync(400, code, message is null ? null : Fill(message), action, given);
    }

    [Fact]
    public async Task A_direction_has_at_most_20_rules_with_the_one_that_denies_the_rest()
    {
        await using var lab = await LabClient.StartAsync();
        var acl = await CreateAsync(lab);
        for (var number = 1; number <= 19; number++)
        {
            await lab.DoAsync("CreateNetworkAclEntry", Entry(acl, number, "-1", "allow", "10.0.0.0/8"));
        }

        await lab.RefusedAsync(400, "NetworkAclEntryLimitExceeded", null, "CreateNetworkAclEntry", Entry(acl, 20, "-1", "allow", "10.0.0.0/8"));
    }

    [Fact]
    public async Task A_VPC_with_an_ACL_of_its_own_stays()
    {
        await using var lab = await LabClient.StartAsync(new() { Empty = true });
        var vpc = (await lab.DoAsync("CreateVpc", ("CidrBlock", "10.9.0.0/16"))).Text("vpcId")!;
        var acl = (await lab.DoAsync("CreateNetworkAcl", ("VpcId", vpc))).Text("networkAclId")!;
        await lab.RefusedAsync(400, "DependencyViolation", null, "DeleteVpc", ("VpcId", vpc));
        await lab.DoAsync("DeleteNetworkAcl", ("NetworkAclId", acl));
        await lab.DoAsync("DeleteVpc", ("VpcId", vpc));
        Assert.Empty((await lab.DoAsync("DescribeNetworkAcls")).Items("networkAclSet"));
    }

    [SkippableFact]
    public async Task The_AWS_CLI_closes_a_port_to_a_subnet()
    {
        AwsCli.Require();
        await using var lab = await LabClient.StartAsync();
        using var aws = new AwsCli(lab.Lab);
        var acl = (await aws.DoAsync("create-network-acl", "--vpc-id", lab.Lab.VpcId!)).At("NetworkAcl", "NetworkAclId");
        // The CLI makes a number of the protocol's name.
        await aws.DoAsync("create-network-acl-entry", "--network-acl-id", acl, "--rule-number", "10", "--protocol", "tcp", "--port-range", "From=443,To=443", "--cidr-block", "0.0.0.0/0", "--rule-action", "deny", "--ingress");
        await aws.DoAsync("replace-network-acl-association", "--association-id", await AssociationOfAsync(lab, lab.NodeA.SubnetId), "--network-acl-id", acl);
        var shown = (await aws.DoAsync("describe-network-acls", "--filters", $"Name=association.subnet-id,Values={lab.NodeA.SubnetId}")).GetProperty("NetworkAcls")[0];
        var rule = shown.GetProperty("Entries").EnumerateArray().Single(entry => entry.GetProperty("RuleNumber").GetInt32() == 10);
        Assert.Equal((acl, "6", 443, "deny"), (shown.At("NetworkAclId"), rule.At("Protocol"), rule.GetProperty("PortRange").GetProperty("From").GetInt32(), rule.At("RuleAction")));
        await aws.DoAsync("delete-network-acl-entry", "--network-acl-id", acl, "--rule-number", "10", "--ingress");
    }

    private static (string, string)[] Entry(string acl, int number, string protocol, string action, string block) =>
        [("NetworkAclId", acl), ("RuleNumber", $"{number}"), ("Protocol", protocol), ("RuleAction", action), ("Egress", "false"), ("CidrBlock", block)];

    private static async Task<string> CreateAsync(LabClient lab) => (await lab.DoAsync(
        "CreateNetworkAcl", ("VpcId", lab.Lab.VpcId!), ("TagSpecification.1.ResourceType", "network-acl"), ("TagSpecification.1.Tag.1.Key", "Name"), ("TagSpecification.1.Tag.1.Value", "mine"))).Text("networkAclId")!;

    private static async Task<string> AssociationOfAsync(LabClient lab, string subnet) => (await lab.DoAsync("DescribeNetworkAcls")).Xml.Descendants()
        .Where(element => element.Name.LocalName == "associationSet").SelectMany(set => set.Elements())
        .Single(item => item.Child("subnetId") == subnet).Child("networkAclAssociationId")!;

    private static System.Xml.Linq.XElement[] Ingress(Ec2Answer answer) => answer.Items("entrySet").Where(entry => entry.Child("egress") == "false").ToArray();

    private static async Task<System.Xml.Linq.XElement?> FirstAsync(LabClient lab, string acl, int number) =>
        Ingress(await lab.DoAsync("DescribeNetworkAcls", ("NetworkAclId.1", acl))).FirstOrDefault(entry => entry.Child("ruleNumber") == $"{number}");
}
