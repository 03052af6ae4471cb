using OverlayIp.Engine.Validation.Facts;

namespace OverlayIp.Engine.Validation.Checks;

/// <summary>Routing leads packets from the blocks outside to the address, and the answers back.</summary>
internal sealed class ReachableFromCheck : ValidationCheck
{
    public override string Id => "ReachableFrom";

    public override FactKind Needs(bool isQuick) => FactKind.Tables | FactKind.PrefixLists | FactKind.Paths;

    public override bool AppliesTo(DestinationView view) => view.Request.From.Count > 0;

    public override IEnumerable<Finding> Judge(DestinationView view) => view.Request.From.SelectMany(from => Judge(view, from));

    private static List<Finding> Judge(DestinationView view, CidrBlock from)
    {
        var paths = view.Facts.Paths.Items.Where(p => p.From == from.ToString() && view.Blocks.Any(b => b.ToString() == p.DestinationCidr)).ToList();
        if (paths.Count == 0)
        {
            return [Finding.Skipped(from.ToString(), "It is of another address family.")];
        }

        var wrong = paths.Where(p => !p.Reaches).Select(p => new Finding(
            from.ToString(), OverlayCheckStatus.Fail, $"Stops at {p.StopsAt}: {p.Reason}", p.Remedy is null ? null : view.Remedies.Complete(p.Remedy))).ToList();
        return wrong.Count > 0 ? wrong : [Finding.Pass(from.ToString(), $"It gets to {paths[0].InstanceId ?? paths[0].NetworkInterfaceId} and back, in {Count(paths[0].Hops.Count, "hop")}.")];
    }
}
