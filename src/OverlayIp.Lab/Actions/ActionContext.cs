using OverlayIp.Lab.Iam;
using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>What an action works with: the request, who sent it, and the state and the account that it acts in.</summary>
internal sealed class ActionContext(
    QueryParameters parameters,
    LabAccount account,
    LabIdentity identity,
    Caller caller,
    StateStore store,
    TimeSpan visibilityDelay,
    Func<string, bool> isDenied)
{
    private LabState? _seen;

    public QueryParameters Parameters => parameters;

    public LabAccount Account => account;

    public LabIdentity Identity => identity;

    public IdSource Ids => account.Ids;

    /// <summary>The time of the request.</summary>
    public DateTimeOffset Now { get; } = account.Clock.GetUtcNow();

    /// <summary>The state as a describe call sees it. A change that is younger than the delay is not in it.</summary>
    public LabState Seen => _seen ??= store.AsSeen(visibilityDelay);

    /// <summary>The state with every change, which is what changes act on.</summary>
    public LabState Present => store.Current;

    /// <summary>True once <see cref="Authorize"/> has let the request through: the dispatcher insists on it.</summary>
    public bool IsAuthorized { get; private set; }

    /// <summary>What the policies were asked and have said; null as long as nobody has asked.</summary>
    public Ec2Authorization? Authorization { get; private set; }

    /// <summary>
    /// Refuses the request when the caller may not make it, and ends it when it is a dry run. EC2 does both after it has looked
    /// at the form of the parameters and before it looks at what they name.
    /// </summary>
    /// <param name="resources">What the action is about, as EC2 authorises it
    /// (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html): <c>route-table/rtb-…</c>, or
    /// <c>route-table/*</c> for one that is to be made. None where EC2 has no resource-level permissions.</param>
    public void Authorize(params string[] resources) => AuthorizePassing(null, resources);

    /// <summary>Authorizes a request that gives an instance a role, which the caller must be allowed to pass on.</summary>
    /// <param name="roleArn">The role, or null for none.</param>
    /// <param name="resources">What the action is about.</param>
    public void AuthorizePassing(string? roleArn, params string[] resources)
    {
        IsAuthorized = true;
        var action = "ec2:" + parameters.Action;
        if (isDenied(parameters.Action))
        {
            var arn = resources.Length == 0 ? null : account.Ec2Arn(resources[0]);
            throw Ec2Authorization.Denied(caller.Principal, action, arn, $"because no identity-based policy allows the {action} action");
        }

        Authorization = new Ec2Authorization(account, identity, caller, parameters, Present, Now);
        Authorization.Require(resources, roleArn);
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
