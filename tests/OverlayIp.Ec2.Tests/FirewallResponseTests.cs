using Amazon.EC2;
using Amazon.EC2.Model;
using OverlayIp.Ec2.Tests.Support;

namespace OverlayIp.Ec2.Tests;

public class FirewallResponseTests
{
    [Fact]
    public async Task Security_groups_are_read_with_all_kinds_of_peers()
    {
        using var client = new FakeEc2()
            .AnswerWith(
                "DescribeSecurityGroups",
                """
                <securityGroupInfo>
                    <item>
                        <ownerId>123456789012</ownerId><groupId>sg-1</groupId><groupName>nodes</groupName><groupDescription>Cluster nodes</groupDescription>
                        <vpcId>vpc-1</vpcId><securityGroupArn>arn:aws:ec2:eu-west-1:123456789012:security-group/sg-1</securityGroupArn>
                        <ipPermissions>
                            <item>
                                <ipProtocol>tcp</ipProtocol><fromPort>5432</fromPort><toPort>5433</toPort>
                                <groups>
                                    <item><userId>123456789012</userId><groupId>sg-2</groupId><groupName>clients</groupName><description>g</description></item>
                                    <item><userId>999988887777</userId><groupId>sg-3</groupId><vpcId>vpc-2</vpcId><vpcPeeringConnectionId>pcx-1</vpcPeeringConnectionId><peeringStatus>active</peeringStatus></item>
                                </groups>
                                <ipRanges><item><cidrIp>10.0.0.0/16</cidrIp><description>inside</description></item><item><cidrIp>10.2.0.1/32</cidrIp></item></ipRanges>
                                <ipv6Ranges><item><cidrIpv6>2001:db8::/56</cidrIpv6><description>six</description></item></ipv6Ranges>
                                <prefixListIds><item><prefixListId>pl-1</prefixListId><description>list</description></item></prefixListIds>
                            </item>
                            <item>
                                <ipProtocol>icmp</ipProtocol><fromPort>8</fromPort><toPort>-1</toPort>
                                <groups/><ipRanges><item><cidrIp>0.0.0.0/0</cidrIp></item></ipRanges><ipv6Ranges/><prefixListIds/>
                            </item>
                        </ipPermissions>
                        <ipPermissionsEgress>
                            <item><ipProtocol>-1</ipProtocol><groups/><ipRanges><item><cidrIp>0.0.0.0/0</cidrIp></item></ipRanges><ipv6Ranges/><prefixListIds/></item>
                        </ipPermissionsEgress>
                        <tagSet><item><key>k</key><value>v</value></item></tagSet>
                    </item>
                    <item><groupId>sg-4</groupId><ipPermissions/><ipPermissionsEgress/></item>
                </securityGroupInfo>
                <nextToken>more</nextToken>
                """)
            .Client();

        var response = await client.DescribeSecurityGroupsAsync();

        Assert.Equal("more", response.NextToken);
        var group = response.SecurityGroups![0];
        Assert.Equal(
            ("sg-1", "nodes", "Cluster nodes", "vpc-1", "123456789012", "arn:aws:ec2:eu-west-1:123456789012:security-group/sg-1"),
            (group.GroupId, group.GroupName, group.Description, group.VpcId, group.OwnerId, group.SecurityGroupArn));
        Assert.Equal(("k", "v"), (group.Tags![0].Key, group.Tags[0].Value));

        var tcp = group.IpPermissions![0];
        Assert.Equal(("tcp", 5432, 5433), (tcp.IpProtocol, tcp.FromPort, tcp.ToPort));
        Assert.Equal([("10.0.0.0/16", "inside"), ("10.2.0.1/32", null)], tcp.Ipv4Ranges!.Select(range => (range.CidrIp, range.Description)));
        Assert.Equal([("2001:db8::/56", "six")], tcp.Ipv6Ranges!.Select(range => (range.CidrIpv6, range.Description)));
        Assert.Equal([("pl-1", "list")], tcp.PrefixListIds!.Select(list => (list.Id, list.Description)));
        Assert.Equal(
            [("123456789012", "sg-2", "clients", "g"), ("999988887777", "sg-3", null, null)],
            tcp.UserIdGroupPairs!.Select(pair => (pair.UserId, pair.GroupId, pair.GroupName, pair.Description)));
        var peered = tcp.UserIdGroupPairs![1];
        Assert.Equal(("vpc-2", "pcx-1", "active"), (peered.VpcId, peered.VpcPeeringConnectionId, peered.PeeringStatus));

        var icmp = group.IpPermissions[1];
        Assert.Equal(("icmp", 8, -1), (icmp.IpProtocol, icmp.FromPort, icmp.ToPort));
        Assert.Null(icmp.UserIdGroupPairs);
        Assert.Null(icmp.Ipv6Ranges);
        Assert.Null(icmp.PrefixListIds);

        var all = Assert.Single(group.IpPermissionsEgress!);
        Assert.Equal(("-1", null, null), (all.IpProtocol, all.FromPort, all.ToPort));
        Assert.Equal("0.0.0.0/0", Assert.Single(all.Ipv4Ranges!).CidrIp);

        Assert.Null(response.SecurityGroups[1].IpPermissions);
        Assert.Null(response.SecurityGroups[1].IpPermissionsEgress);
        Assert.Null(response.SecurityGroups[1].Tags);
    }

    [Fact]
    public async Task Network_ACLs_are_read_with_the_rules_of_both_directions()
    {
        using var client = new FakeEc2()
            .AnswerWith(
                "DescribeNetworkAcls",
                """
                <networkAclSet>
                    <item>
                        <networkAclId>acl-1</networkAclId><vpcId>vpc-1</vpcId><ownerId>123456789012</ownerId><default>true</default>
                        <entrySet>
                            <item><ruleNumber>100</ruleNumber><protocol>6</protocol><ruleAction>allow</ruleAction><egress>false</egress><cidrBlock>10.0.0.0/16</cidrBlock><portRange><from>49152</from><to>65535</to></portRange></item>
                            <item><ruleNumber>101</ruleNumber><protocol>58</protocol><ruleAction>allow</ruleAction><egress>true</egress><ipv6CidrBlock>::/0</ipv6CidrBlock><icmpTypeCode><type>128</type><code>-1</code></icmpTypeCode></item>
                            <item><ruleNumber>32767</ruleNumber><protocol>-1</protocol><ruleAction>deny</ruleAction><egress>true</egress><cidrBlock>0.0.0.0/0</cidrBlock></item>
                        </entrySet>
                        <associationSet>
                            <item><networkAclAssociationId>aclassoc-1</networkAclAssociationId><networkAclId>acl-1</networkAclId><subnetId>subnet-1</subnetId></item>
                        </associationSet>
                        <tagSet><item><key>k</key><value>v</value></item></tagSet>
                    </item>
                    <item><networkAclId>acl-2</networkAclId><default>false</default><entrySet/><associationSet/><tagSet/></item>
                </networkAclSet>
                """)
            .Client();

        var acls = (await client.DescribeNetworkAclsAsync()).NetworkAcls!;

        var acl = acls[0];
        Assert.Equal(("acl-1", "vpc-1", "123456789012", true), (acl.NetworkAclId, acl.VpcId, acl.OwnerId, acl.IsDefault));
        Assert.Equal(
            [
                (100, false, RuleAction.Allow, "6", "10.0.0.0/16", null),
                (101, true, RuleAction.Allow, "58", null, "::/0"),
                (32767, true, RuleAction.Deny, "-1", "0.0.0.0/0", (string?)null),
            ],
            acl.Entries!.Select(entry => (entry.RuleNumber, entry.Egress, entry.RuleAction, entry.Protocol, entry.CidrBlock, entry.Ipv6CidrBlock)));
        Assert.Equal((49152, 65535), (acl.Entries![0].PortRange!.From, acl.Entries[0].PortRange!.To));
        Assert.Equal((128, -1), (acl.Entries[1].IcmpTypeCode!.Type, acl.Entries[1].IcmpTypeCode!.Code));
        Assert.Null(acl.Entries[2].PortRange);
        Assert.Null(acl.Entries[2].IcmpTypeCode);
        var association = Assert.Single(acl.Associations!);
        Assert.Equal(("aclassoc-1", "acl-1", "subnet-1"), (association.NetworkAclAssociationId, association.NetworkAclId, association.SubnetId));
        Assert.Equal(("k", "v"), (acl.Tags![0].Key, acl.Tags[0].Value));
        Assert.False(acls[1].IsDefault);
        Assert.Null(acls[1].Entries);
        Assert.Null(acls[1].Associations);
    }

    [Fact]
    public async Task Prefix_lists_are_read_with_all_their_members()
    {
        using var client = new FakeEc2()
            .AnswerWith(
                "DescribeManagedPrefixLists",
                """
                <prefixListSet>
                    <item>
                        <addressFamily>IPv4</addressFamily><maxEntries>10</maxEntries><ownerId>123456789012</ownerId>
                        <prefixListArn>arn:aws:ec2:eu-west-1:123456789012:prefix-list/pl-1</prefixListArn><prefixListId>pl-1</prefixListId>
                        <prefixListName>overlay</prefixListName><state>modify-failed</state><stateMessage>m</stateMessage><version>4294967296</version>
                        <ipamPrefixListResolverTargetId>t</ipamPrefixListResolverTargetId><ipamPrefixListResolverSyncEnabled>false</ipamPrefixListResolverSyncEnabled>
                        <tagSet><item><key>k</key><value>v</value></item></tagSet>
                    </item>
                    <item>
                        <addressFamily>IPv4</addressFamily><ownerId>AWS</ownerId><prefixListId>pl-2</prefixListId>
                        <prefixListName>com.amazonaws.eu-west-1.s3</prefixListName><state>create-complete</state><tagSet/>
                    </item>
                </prefixListSet>
                """)
            .Client();

        var lists = (await client.DescribeManagedPrefixListsAsync(new DescribeManagedPrefixListsRequest())).PrefixLists!;

        var list = lists[0];
        Assert.Equal(
            ("pl-1", "overlay", "123456789012", "IPv4", 10, 4294967296L),
            (list.PrefixListId, list.PrefixListName, list.OwnerId, list.AddressFamily, list.MaxEntries, list.Version));
        Assert.Equal(
            ("arn:aws:ec2:eu-west-1:123456789012:prefix-list/pl-1", PrefixListState.ModifyFailed, "m"),
            (list.PrefixListArn, list.State, list.StateMessage));
        Assert.Equal(("t", false), (list.IpamPrefixListResolverTargetId, list.IpamPrefixListResolverSyncEnabled));
        Assert.Equal(("k", "v"), (list.Tags![0].Key, list.Tags[0].Value));
        Assert.Equal(("AWS", PrefixListState.CreateComplete), (lists[1].OwnerId, lists[1].State));
        Assert.Null(lists[1].MaxEntries);
        Assert.Null(lists[1].Version);
    }

    [Fact]
    public async Task The_entries_of_a_prefix_list_are_read()
    {
        using var client = new FakeEc2()
            .AnswerWith(
                "GetManagedPrefixListEntries",
                "<entrySet><item><cidr>10.2.0.1/32</cidr><description>database</description></item><item><cidr>10.2.0.2/32</cidr></item></entrySet><nextToken>more</nextToken>")
            .Client();

        var response = await client.GetManagedPrefixListEntriesAsync(new GetManagedPrefixListEntriesRequest { PrefixListId = "pl-1" });

        Assert.Equal([("10.2.0.1/32", "database"), ("10.2.0.2/32", null)], response.Entries!.Select(entry => (entry.Cidr, entry.Description)));
        Assert.Equal("more", response.NextToken);
    }
}
