using OverlayIp.Engine.Validation.Facts;

namespace OverlayIp.Engine.Validation.Checks;

/// <summary>The present identity may switch: EC2 said to the dry run of the very call, in each table, that it would have made it.</summary>
internal class MaySwitchCheck : ValidationCheck
{
    public override string Id => "MaySwitch";

    public override OverlayCheckConcern Concerns => OverlayCheckConcern.Failover;

    public override FactKind Needs(bool isQuick) => FactKind.Tables | FactKind.Instances | FactKind.Trials;

    public override IEnumerable<Finding> Judge(DestinationView view)
    {
        var trials = TrialsOf(view).Where(t => t.Destination.Equals(view.Destination)).ToList();
        if (trials.Count == 0)
        {
            return [Finding.Skipped(view.Destination.ToString(), "There is no node that a switch could be tried with.")];
        }

        var wrong = trials.Where(t => !t.IsAllowed).Select(t => Refused(view, t)).ToList();
        return OrPass(wrong, view, () => $"{Who(view)} may {string.Join(" and ", trials.Select(t => t.Action).Distinct())} in {Count(trials.Count, "route table")}.");
    }

    private protected virtual IEnumerable<SwitchTrialFact> TrialsOf(DestinationView view) => view.Facts.Trials.Items;

    private protected virtual string Who(DestinationView view) => "This identity";

    // The policies are written or shown: who attaches or changes which is a person's choice.
    private Finding Refused(DestinationView view, SwitchTrialFact trial) => trial.Action == SwitchTrialFact.AssumeRole
        ? new Finding(
            trial.RouteTableId, OverlayCheckStatus.Fail, trial.Message!,
            view.Remedies.Aws($"iam get-role --role-name {trial.RouteTableId.Split('/')[^1]} --query Role.AssumeRolePolicyDocument"))
        : new Finding(
            trial.RouteTableId, OverlayCheckStatus.Fail, $"{Who(view)} may not {trial.Action} there: {trial.Message}",
            trial.IsDenied
                ? view.Remedies.Cmdlet($"New-OverlayPolicy -Purpose Failover -RouteTableId {trial.RouteTableId}{(trial.Action == "CreateRoute" ? " -CreateMissing" : "")}")
                : null);
}
