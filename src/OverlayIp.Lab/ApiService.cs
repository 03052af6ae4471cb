using OverlayIp.Lab.Faults;
using OverlayIp.Lab.Http;
using OverlayIp.Lab.Iam;
using OverlayIp.Lab.Query;
using OverlayIp.Lab.Signing;

namespace OverlayIp.Lab;

/// <summary>One of the APIs that the lab's endpoint answers: it has its own form of answers and its own words for errors.</summary>
internal abstract class ApiService
{
    /// <summary>Verifies the signature of a request.</summary>
    /// <exception cref="ApiException">It is not signed, or not rightly.</exception>
    public abstract Credential Verify(HttpRequest request);

    /// <summary>Carries a request out.</summary>
    /// <param name="parameters">The request's parameters.</param>
    /// <param name="caller">Whose request it is.</param>
    /// <param name="fault">The faults that are switched on.</param>
    /// <param name="requestId">The id of the request.</param>
    /// <returns>The answer's body.</returns>
    /// <exception cref="ApiException">It is refused.</exception>
    public abstract byte[] Carry(QueryParameters parameters, Caller caller, OverlayLabFault fault, string requestId);

    /// <summary>The body of an answer that is an error.</summary>
    public abstract byte[] Error(ApiException error, string requestId);

    /// <summary>The error that a fault is answered with, or null for a fault that has none.</summary>
    public abstract ApiException? ErrorOf(FaultOutcome outcome);

    /// <summary>What a bug of the lab is answered with.</summary>
    public abstract ApiException Failed(string message);
}
