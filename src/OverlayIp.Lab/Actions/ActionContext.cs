using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>What an action works with: the request, the state and the account that it acts in.</summary>
internal sealed class ActionContext(QueryParameters parameters, LabAccount account, StateStore store, TimeSpan visibilityDelay, Func<string, bool> isDenied)
{
    private LabState? _seen;

    public QueryParameters Parameters => parameters;

    public LabAccount Account => account;

    public IdSource Ids => account.Ids;

    /// <summary>The time of the request.</summary>
    public DateTimeOffset Now { get; } = account.Clock.GetUtcNow();

    /// <summary>The state as a describe call sees it. A change that is younger than the delay is not in it.</summary>
    public LabState Seen => _seen ??= store.AsSeen(visibilityDelay);

    /// <summary>The state with every change, which is what changes act on.</summary>
    public LabState Present => store.Current;

    /// <summary>True once <see cref="Authorize"/> has let the request through: the dispatcher insists on it.</summary>
    public bool IsAuthorized { get; private set; }

    /// <summary>
    /// Refuses the request when its action is denied, and ends it when it is a dry run. EC2 does both after it has looked at
    /// the form of the parameters and before it looks at what they name.
    /// </summary>
    /// <param name="resource">What the action is about, such as <c>route-table/rtb-…</c>, or null where EC2 has no
    /// resource-level permissions.</param>
    public void Authorize(string? resource = null)
    {
        IsAuthorized = true;
        var action = parameters.Action;
        if (isDenied(action))
        {
            var on = resource is null ? "" : $" on resource: arn:aws:ec2:{account.Region}:{account.AccountId}:{resource}";
            throw new Ec2Exception(
                "UnauthorizedOperation",
                $"You are not authorized to perform this operation. User: arn:aws:iam::{account.AccountId}:user/lab is not authorized to perform: "
                + $"ec2:{action}{on} because no identity-based policy allows the ec2:{action} action",
                403);
        }

        if (parameters.Boolean("DryRun"))
        {
            throw Ec2Errors.DryRun();
        }
    }

    /// <summary>Changes the present state.</summary>
    public T Mutate<T>(Func<LabState, (LabState State, T Result)> change) => store.Mutate(change);

    /// <summary>Changes the present state.</summary>
    public void Mutate(Func<LabState, LabState> change) => store.Mutate(state => (change(state), true));
}
