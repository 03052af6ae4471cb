using System.Net;
using System.Net.Sockets;
using OverlayIp.Engine.Validation.Facts;

namespace OverlayIp.Engine.Validation.Checks;

/// <summary>For an IPv6 address, the VPC, the nodes' subnets and at least one of the clients' have IPv6 blocks.</summary>
internal sealed class Ipv6EnabledCheck : ValidationCheck
{
    public override string Id => "Ipv6Enabled";

    public override FactKind Needs(bool isQuick) => FactKind.Tables | FactKind.Subnets | FactKind.Instances;

    public override bool AppliesTo(DestinationView view) => view.Family == AddressFamily.InterNetworkV6;

    public override IEnumerable<Finding> Judge(DestinationView view)
    {
        var vpc = view.VpcBlocks.Where(b => b.AddressFamily == AddressFamily.InterNetworkV6).ToList();
        if (vpc.Count == 0)
        {
            return [new Finding(
                view.Facts.VpcId!, OverlayCheckStatus.Fail, $"{view.Facts.VpcId} has no IPv6 block, so nobody in it can send to an IPv6 address.",
                view.Remedies.Aws($"ec2 associate-vpc-cidr-block --vpc-id {view.Facts.VpcId} --amazon-provided-ipv6-cidr-block"))];
        }

        var wrong = view.Nodes.Select(n => (Node: n, Subnet: view.SubnetOf(n)!)).Where(n => n.Subnet is not null && !HasIpv6(n.Subnet))
            .Select(n => Lacking(view, n.Subnet, $"The subnet {n.Subnet.Display} of {n.Node.Called} has no IPv6 block.", n.Node.Concerns)).DistinctBy(f => f.Subject).ToList();
        if (view.ClientSubnets.Any() && !view.ClientSubnets.Any(HasIpv6))
        {
            var first = view.ClientSubnets.First();
            wrong.Add(Lacking(view, first, "No subnet of the clients has an IPv6 block.", OverlayCheckConcern.Traffic));
        }

        return OrPass(wrong, view, () => $"The VPC has {string.Join(", ", vpc)}, and so have the subnets of the nodes and of clients.");
    }

    private static Finding Lacking(DestinationView view, SubnetFact subnet, string evidence, OverlayCheckConcern concerns) => new(
        subnet.Id, OverlayCheckStatus.Fail, evidence,
        view.Remedies.Aws($"ec2 associate-subnet-cidr-block --subnet-id {subnet.Id} --ipv6-cidr-block {FreeBlock(view)?.ToString() ?? "<IPv6 block>"}"), concerns);

    private static bool HasIpv6(SubnetFact subnet) => subnet.BlocksOf(AddressFamily.InterNetworkV6).Any();

    // The first /64 of the VPC that no subnet has.
    private static CidrBlock? FreeBlock(DestinationView view)
    {
        var taken = view.Facts.Subnets.Items.SelectMany(s => s.BlocksOf(AddressFamily.InterNetworkV6)).ToList();
        foreach (var block in view.VpcBlocks.Where(b => b.AddressFamily == AddressFamily.InterNetworkV6))
        {
            for (var number = 0; number < 256; number++)
            {
                var bytes = block.Address.GetAddressBytes();
                bytes[7] |= (byte)number;
                var candidate = CidrBlock.Parse($"{new IPAddress(bytes)}/64");
                if (block.Contains(candidate) && !taken.Exists(candidate.Overlaps))
                {
                    return candidate;
                }
            }
        }

        return null;
    }
}
