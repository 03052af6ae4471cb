namespace OverlayIp.Engine.Validation.Checks;

/// <summary>The inbound entries: requests at the nodes' subnets, answers at the clients'.</summary>
internal sealed class NetworkAclInCheck() : NetworkAclCheck(isEgress: false)
{
    public override string Id => "NetworkAclIn";
}
