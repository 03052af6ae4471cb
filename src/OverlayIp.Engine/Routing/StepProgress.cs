namespace OverlayIp.Engine.Routing;

/// <summary>Where one step of a running plan stands. Only the task that handles the step writes to it.</summary>
internal sealed class StepProgress(RouteStep step)
{
    public RouteStep Step { get; } = step;

    /// <summary>The call in use: create and replace change places when the route came or went since the plan was made.</summary>
    public RouteStepAction Action { get; set; } = step.Action;

    public int Attempts { get; set; }

    /// <summary>True while a call was sent and neither an answer nor a failure has come.</summary>
    public bool InFlight { get; set; }

    /// <summary>True once a call was lost without an answer: it may have been carried out.</summary>
    public bool Ambiguous { get; set; }

    /// <summary>True when EC2 answered that the change was made.</summary>
    public bool Accepted { get; set; }

    public bool Verified { get; set; }

    public bool Undoing { get; private set; }

    public bool RolledBack { get; set; }

    public OverlayIpException? Error { get; set; }

    public OverlayRoute? Route { get; set; } = step.PreviousRoute;

    /// <summary>Where the route pointed when it was last read; null when there was no route.</summary>
    public RouteHop? Hop { get; set; } = step.Previous;

    public TimeSpan Elapsed { get; set; }

    public bool MayBeInForce => Accepted || Ambiguous || InFlight;

    public bool IsActionable => Step.Action is RouteStepAction.Create or RouteStepAction.Replace or RouteStepAction.Delete;

    /// <summary>Turns the step round: from here on its calls put the previous route back.</summary>
    public void BeginUndo()
    {
        Action = (Step.Previous, Action) switch
        {
            (null, _) => RouteStepAction.Delete,
            (_, RouteStepAction.Delete) => RouteStepAction.Create,
            _ => RouteStepAction.Replace,
        };
        Undoing = true;
        InFlight = false;
        Ambiguous = false;
        Verified = false;
        Error = null;
    }

    public RouteStepReport ToReport()
    {
        var (outcome, error) = Judge();
        return new RouteStepReport
        {
            Step = Step,
            Outcome = outcome,
            Verified = Verified || (Step.Action == RouteStepAction.None && Step.PreviousRoute?.State == RouteState.Active),
            Attempts = Attempts,
            Elapsed = Elapsed,
            Error = error,
            Route = Route,
        };
    }

    private (RouteChangeOutcome Outcome, OverlayIpException? Error) Judge() => this switch
    {
        { Step.Action: RouteStepAction.Refuse } => (RouteChangeOutcome.Failed, Step.Refusal),
        { Step.Action: RouteStepAction.None } => (RouteChangeOutcome.Unchanged, null),
        { RolledBack: true } => (RouteChangeOutcome.RolledBack, Error),
        { Error: not null } => (RouteChangeOutcome.Failed, Error),
        { Undoing: true } => (RouteChangeOutcome.Failed, Interrupted()),
        { Verified: true } => (Action == RouteStepAction.Create ? RouteChangeOutcome.Created : RouteChangeOutcome.Replaced, null),
        { Attempts: 0 } => (RouteChangeOutcome.NotAttempted, null),

        // Every other step of a run that was not stopped has ended verified or with an error.
        _ => (RouteChangeOutcome.Failed, Interrupted()),
    };

    private OverlayIpException Interrupted() => new("Interrupted", OverlayErrorKind.Unspecified, this switch
    {
        { Undoing: true, InFlight: false, Ambiguous: false } =>
            $"It was stopped before {Step.Display} could be restored: the change {(Accepted ? "is" : "may be")} still in force.",
        { Undoing: true } => $"The route table {Step.Display} was being restored when it was stopped: it may show the previous or the new target.",
        { Accepted: true } => $"EC2 accepted the change of {Step.Display}, but it was stopped before it could be verified.",
        { InFlight: false, Ambiguous: false } => $"EC2 had not accepted the change of {Step.Display} when it was stopped: the route table is as it was.",
        _ => $"The change of {Step.Display} was under way when it was stopped: it may or may not be in force.",
    })
    { Subject = Step.RouteTableId, RecommendedAction = "See where it points to with Get-OverlayRoute, then run it again." };
}
