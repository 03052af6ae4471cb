namespace OverlayIp.Engine.Reach.Walking;

/// <summary>Obstacles that more than one part of a walk can meet.</summary>
internal static class Obstacles
{
    public static Obstacle Peering(string peeringId, CidrBlock destination) => new(
        OverlayPathProblem.PeeringDoesNotCarry, peeringId,
        $"The peering connection {peeringId} carries only packets to the peered VPC's own blocks, and {destination} lies outside them. "
            + "A transit gateway carries it, and so does a Network Load Balancer that has the address as an IP target.",
        Remedies.LoadBalancer(destination));

    public static Obstacle Vpn(string gatewayId, CidrBlock destination) => new(
        OverlayPathProblem.VpnDoesNotCarry, gatewayId,
        $"The virtual private gateway {gatewayId} carries only packets to the VPC's own blocks, and {destination} lies outside them. "
            + "A VPN or Direct Connect that ends at a transit gateway carries it, and so does a Network Load Balancer that has the address as an IP target.",
        Remedies.LoadBalancer(destination));
}
