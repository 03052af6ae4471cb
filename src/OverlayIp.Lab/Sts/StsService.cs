using System.Xml.Linq;
using OverlayIp.Lab.Actions;
using OverlayIp.Lab.Faults;
using OverlayIp.Lab.Http;
using OverlayIp.Lab.Iam;
using OverlayIp.Lab.Query;
using OverlayIp.Lab.Signing;

namespace OverlayIp.Lab.Sts;

/// <summary>The STS API (https://docs.aws.amazon.com/STS/latest/APIReference/): GetCallerIdentity, AssumeRole and
/// DecodeAuthorizationMessage.</summary>
internal sealed class StsService(LabAccount account, LabIdentity identity, SigV4Verifier verifier) : ApiService
{
    /// <summary>Its one version.</summary>
    public const string Version = "2011-06-15";

    /// <summary>The name that signatures have for it.</summary>
    public const string SigningName = "sts";

    public override Credential Verify(HttpRequest request) => verifier.Verify(request);

    public override byte[] Carry(QueryParameters parameters, Caller caller, OverlayLabFault fault, string requestId)
    {
        var context = new StsContext(parameters, account, identity, caller, account.Clock.GetUtcNow(), FaultPlan.IsDenied(fault, parameters.Action));
        IEnumerable<XElement?> result = parameters.Action switch
        {
            "AssumeRole" => AssumeRoleAction.Carry(context),
            "GetCallerIdentity" => GetCallerIdentity(context),
            "DecodeAuthorizationMessage" => Decode(context),
            "" => throw new StsException("MissingAction", "Missing Action"),
            { } other => throw new StsException("InvalidAction", $"Could not find operation {other} for version {parameters.Version}"),
        };
        return StsXml.Response(parameters.Action, requestId, result);
    }

    public override byte[] Error(ApiException error, string requestId) => StsXml.Error(error, requestId);

    public override ApiException? ErrorOf(FaultOutcome outcome) => outcome switch
    {
        FaultOutcome.Throttled => new StsException("Throttling", "Rate exceeded"),
        FaultOutcome.Unavailable => new StsException("ServiceUnavailable", "The service is unavailable. Please try again shortly.", 503),
        FaultOutcome.InternalError => new StsException("InternalFailure", "An internal error has occurred", 500),
        _ => null,
    };

    public override ApiException Failed(string message) => new StsException("InternalFailure", message, 500);

    // Needs no permission, and none can be withheld: whoever can sign may know who he is.
    private static XElement?[] GetCallerIdentity(StsContext context)
    {
        var caller = context.Caller.Principal;
        return [StsXml.Text("Arn", caller.Arn), StsXml.Text("UserId", caller.UserId), StsXml.Text("Account", caller.AccountId)];
    }

    private static XElement?[] Decode(StsContext context)
    {
        var message = context.Parameters.Optional("EncodedMessage")
            ?? throw StsContext.Invalid("Value null at 'encodedMessage' failed to satisfy constraint: Member must not be null");
        const string action = "sts:DecodeAuthorizationMessage";
        var decision = PolicyEvaluator.Decide(context.Caller.Principal, action, "*", context.NewContext());
        if (!decision.IsAllowed || context.IsDenied)
        {
            throw context.Denied(action, null, decision);
        }

        return [StsXml.Text("DecodedMessage", AuthorizationMessage.Decode(message)
            ?? throw new StsException("InvalidAuthorizationMessageException", "Message is not valid"))];
    }
}
