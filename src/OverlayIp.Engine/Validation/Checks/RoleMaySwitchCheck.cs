using OverlayIp.Engine.Validation.Facts;

namespace OverlayIp.Engine.Validation.Checks;

/// <summary>The role that was named may be assumed, and may switch.</summary>
internal sealed class RoleMaySwitchCheck : MaySwitchCheck
{
    public override string Id => "RoleMaySwitch";

    public override FactKind Needs(bool isQuick) => FactKind.Tables | FactKind.Instances | FactKind.RoleTrials;

    public override bool AppliesTo(DestinationView view) => view.Request.RoleArn is not null;

    private protected override IEnumerable<SwitchTrialFact> TrialsOf(DestinationView view) => view.Facts.RoleTrials.Items;

    private protected override string Who(DestinationView view) => view.Request.RoleArn!;
}
