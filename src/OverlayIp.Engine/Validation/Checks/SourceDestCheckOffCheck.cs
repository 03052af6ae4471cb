using OverlayIp.Engine.Validation.Facts;

namespace OverlayIp.Engine.Validation.Checks;

/// <summary>The source/destination check is off on every node, not only on the present target.</summary>
internal sealed class SourceDestCheckOffCheck : ValidationCheck
{
    public override string Id => "SourceDestCheckOff";

    public override bool IsQuick => true;

    public override FactKind Needs(bool isQuick) => FactKind.Tables | FactKind.Instances | (isQuick ? FactKind.None : FactKind.Interfaces);

    public override IEnumerable<Finding> Judge(DestinationView view) =>
        from node in view.NodesInVpc
        let eni = node.Interface
        select eni.SourceDestCheck
            ? new Finding(
                node.Id, OverlayCheckStatus.Fail,
                $"{node.Called}: the check of {eni.Id} is enabled: {(node.IsTarget ? "it drops" : "after a switch it would drop")} every packet for {view.Typed}.",
                view.Remedies.Cmdlet($"Disable-SourceDestCheck -NetworkInterfaceId {eni.Id}"),
                node.Concerns)
            : Finding.Pass(node.Id, $"{node.Called}: the check of {eni.Id} is off.");
}
