using OverlayIp.Lab.Http;
using OverlayIp.Lab.Iam;
using OverlayIp.Lab.Query;
using OverlayIp.Lab.Signing;
using OverlayIp.Lab.Sts;

namespace OverlayIp.Lab;

/// <summary>The APIs of a lab, which share one endpoint, and whose each request is.</summary>
internal sealed class LabServices(Ec2Service ec2, StsService sts, LabIdentity identity, CredentialStore credentials, bool verifySignatures)
{
    /// <summary>
    /// The API that a request is for. No two have a version in common, so that it tells them apart even when a request is signed for
    /// the wrong service, and the right one says so.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="parameters">Its parameters, or null when they cannot be read.</param>
    public ApiService For(HttpRequest request, QueryParameters? parameters) => parameters?.Version switch
    {
        StsService.Version => sts,
        null or "" when SigV4Verifier.ClaimedService(request) == StsService.SigningName => sts,
        _ => ec2,
    };

    /// <summary>Whose request it is. Where signatures are not verified, the key that it names is believed.</summary>
    /// <exception cref="ApiException">It is not signed, or not rightly.</exception>
    public Caller CallerOf(ApiService service, HttpRequest request)
    {
        var credential = verifySignatures ? service.Verify(request)
            : SigV4Verifier.ClaimedKey(request) is { } claimed ? credentials.Find(claimed)
            : null;
        return new Caller(identity.PrincipalOf(credential), request.Peer);
    }
}
