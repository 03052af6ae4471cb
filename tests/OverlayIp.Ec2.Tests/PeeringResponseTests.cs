using Amazon.EC2;
using OverlayIp.Ec2.Tests.Support;

namespace OverlayIp.Ec2.Tests;

public class PeeringResponseTests
{
    [Fact]
    public async Task Peering_connections_are_read_with_both_sides()
    {
        using var client = new FakeEc2()
            .AnswerWith(
                "DescribeVpcPeeringConnections",
                """
                <vpcPeeringConnectionSet>
                    <item>
                        <vpcPeeringConnectionId>pcx-1</vpcPeeringConnectionId>
                        <requesterVpcInfo>
                            <ownerId>123456789012</ownerId><vpcId>vpc-1</vpcId><region>eu-west-1</region><cidrBlock>10.0.0.0/16</cidrBlock>
                            <cidrBlockSet><item><cidrBlock>10.0.0.0/16</cidrBlock></item><item><cidrBlock>10.1.0.0/16</cidrBlock></item></cidrBlockSet>
                            <ipv6CidrBlockSet><item><ipv6CidrBlock>2001:db8::/56</ipv6CidrBlock></item></ipv6CidrBlockSet>
                            <peeringOptions><allowDnsResolutionFromRemoteVpc>false</allowDnsResolutionFromRemoteVpc></peeringOptions>
                        </requesterVpcInfo>
                        <accepterVpcInfo>
                            <ownerId>999988887777</ownerId><vpcId>vpc-2</vpcId><region>us-east-1</region><cidrBlock>172.31.0.0/16</cidrBlock>
                            <cidrBlockSet><item><cidrBlock>172.31.0.0/16</cidrBlock></item></cidrBlockSet>
                        </accepterVpcInfo>
                        <status><code>active</code><message>Active</message></status>
                        <tagSet><item><key>k</key><value>v</value></item></tagSet>
                    </item>
                    <item>
                        <vpcPeeringConnectionId>pcx-2</vpcPeeringConnectionId>
                        <accepterVpcInfo><ownerId>999988887777</ownerId><vpcId>vpc-3</vpcId></accepterVpcInfo>
                        <status><code>pending-acceptance</code><message>Pending Acceptance by 999988887777</message></status>
                        <expirationTime>2024-06-26T07:33:01.000Z</expirationTime>
                        <tagSet/>
                    </item>
                </vpcPeeringConnectionSet>
                <nextToken>more</nextToken>
                """)
            .Client();

        var response = await client.DescribeVpcPeeringConnectionsAsync();

        Assert.Equal("more", response.NextToken);
        var connection = response.VpcPeeringConnections![0];
        Assert.Equal(
            ("pcx-1", VpcPeeringConnectionStateReasonCode.Active, "Active"),
            (connection.VpcPeeringConnectionId, connection.Status!.Code, connection.Status.Message));
        Assert.Null(connection.ExpirationTime);
        Assert.Equal(("k", "v"), (connection.Tags![0].Key, connection.Tags[0].Value));
        var requester = connection.RequesterVpcInfo!;
        Assert.Equal(
            ("vpc-1", "123456789012", "eu-west-1", "10.0.0.0/16"),
            (requester.VpcId, requester.OwnerId, requester.Region, requester.CidrBlock));
        Assert.Equal(["10.0.0.0/16", "10.1.0.0/16"], requester.CidrBlockSet!.Select(block => block.Cidr));
        Assert.Equal(["2001:db8::/56"], requester.Ipv6CidrBlockSet!.Select(block => block.Value));
        var accepter = connection.AccepterVpcInfo!;
        Assert.Equal(
            ("vpc-2", "999988887777", "us-east-1", "172.31.0.0/16"),
            (accepter.VpcId, accepter.OwnerId, accepter.Region, accepter.CidrBlock));
        Assert.Null(accepter.Ipv6CidrBlockSet);

        var pending = response.VpcPeeringConnections[1];
        Assert.Equal(VpcPeeringConnectionStateReasonCode.PendingAcceptance, pending.Status!.Code);
        Assert.Equal(new DateTime(2024, 6, 26, 7, 33, 1, DateTimeKind.Utc), pending.ExpirationTime);
        Assert.Null(pending.RequesterVpcInfo);
        Assert.Null(pending.AccepterVpcInfo!.CidrBlockSet);
    }
}
