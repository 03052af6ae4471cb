using OverlayIp.Lab.Actions;
using OverlayIp.Lab.Faults;
using OverlayIp.Lab.Http;
using OverlayIp.Lab.Iam;
using OverlayIp.Lab.Query;
using OverlayIp.Lab.Signing;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab;

/// <summary>The EC2 API.</summary>
internal sealed class Ec2Service(LabAccount account, LabIdentity identity, StateStore store, SigV4Verifier verifier) : ApiService
{
    public override Credential Verify(HttpRequest request) => verifier.Verify(request);

    public override byte[] Carry(QueryParameters parameters, Caller caller, OverlayLabFault fault, string requestId)
    {
        var (context, content) = Handle(parameters, caller, fault, _ => { });
        return context.IsAuthorized
            ? Ec2Xml.Response(parameters.Action, requestId, content)
            : throw new InvalidOperationException($"{parameters.Action} did not authorize.");
    }

    /// <summary>What the caller's policies say to a request. It is handled as a dry run, so that it is asked about what EC2 would ask about.</summary>
    /// <param name="parameters">The request, with <c>DryRun</c>.</param>
    /// <param name="caller">Whose request it is.</param>
    public LabDecision Decide(QueryParameters parameters, Caller caller)
    {
        ActionContext? context = null;
        try
        {
            Handle(parameters, caller, new OverlayLabFault(), made => context = made);
            throw new InvalidOperationException($"{parameters.Action} was carried out as a dry run.");
        }
        catch (ApiException answer)
        {
            var decisions = context?.Authorization?.Decisions;
            return new LabDecision
            {
                IsAllowed = decisions is null or [] ? null : decisions[^1].IsAllowed,
                Resources = context?.Authorization?.Asked ?? [],
                StatementId = decisions is null or [] ? null : decisions[^1].Statement?.Sid,
                Code = answer.Code,
                Message = answer.Message,
            };
        }
    }

    private (ActionContext Context, Action<Ec2Xml>? Content) Handle(
        QueryParameters parameters, Caller caller, OverlayLabFault fault, Action<ActionContext> onStart)
    {
        var action = parameters.Action;
        if (action.Length == 0)
        {
            throw new Ec2Exception("MissingAction", "The request must contain the parameter Action");
        }

        // API versions are dates, and EC2 answers every one that it ever had.
        if (!DateOnly.TryParseExact(parameters.Version, "yyyy-MM-dd", out _) || ActionTable.Ec2.Find(action) is not { } entry)
        {
            throw new Ec2Exception("InvalidAction", $"The action {action} is not valid for this web service.");
        }

        parameters.RequireDeclared(entry.Parameters);
        var delay = FaultPlan.Concerns(fault, action) ? fault.ConsistencyDelay : TimeSpan.Zero;
        var context = new ActionContext(parameters, account, identity, caller, store, delay, name => FaultPlan.IsDenied(fault, name));
        onStart(context);
        return (context, entry.Handler(context));
    }

    public override byte[] Error(ApiException error, string requestId) => Ec2Xml.Error(error.Code, error.Message, requestId);

    public override ApiException? ErrorOf(FaultOutcome outcome) => outcome switch
    {
        FaultOutcome.Throttled => new Ec2Exception("RequestLimitExceeded", "Request limit exceeded.", 503),
        FaultOutcome.Unavailable => new Ec2Exception("Unavailable", "The service is unavailable. Please try again shortly.", 503),
        FaultOutcome.InternalError => new Ec2Exception("InternalError", "An internal error has occurred", 500),
        _ => null,
    };

    public override ApiException Failed(string message) => new Ec2Exception("InternalError", message, 500);
}
