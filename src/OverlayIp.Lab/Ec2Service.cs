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
        var content = entry.Handler(context);
        return context.IsAuthorized
            ? Ec2Xml.Response(action, requestId, content)
            : throw new InvalidOperationException($"{action} did not authorize.");
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
