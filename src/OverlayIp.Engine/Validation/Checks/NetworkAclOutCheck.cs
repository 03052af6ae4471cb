namespace OverlayIp.Engine.Validation.Checks;

/// <summary>The outbound entries: requests at the clients' subnets, answers at the nodes'.</summary>
internal sealed class NetworkAclOutCheck() : NetworkAclCheck(isEgress: true)
{
    public override string Id => "NetworkAclOut";
}
