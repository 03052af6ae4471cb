using System.Diagnostics;
using OverlayIp.Lab.Actions;
using OverlayIp.Lab.Faults;
using OverlayIp.Lab.Http;
using OverlayIp.Lab.Iam;
using OverlayIp.Lab.Query;
using OverlayIp.Lab.Signing;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab;

/// <summary>Carries one HTTP request through: parameters, faults, signature, action, answer, call list.</summary>
internal sealed class RequestPipeline(LabAccount account, LabServices services, StateStore store, FaultPlan faults, CallLog calls)
{
    private const string XmlContentType = "text/xml;charset=UTF-8";

    /// <summary>Waits until packets follow a version of the state; null where there are none.</summary>
    public Func<long, Task>? InForceAsync { get; set; }

    public async ValueTask<HttpResponse> HandleAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        calls.Arrive();
        var started = Stopwatch.GetTimestamp();
        var requestId = Guid.NewGuid().ToString();
        var call = new OverlayLabCall
        {
            Timestamp = account.Clock.GetUtcNow(),
            Action = "",
            RequestId = requestId,
            AccessKeyId = SigV4Verifier.ClaimedKey(request),
        };
        var service = services.For(request, null);
        var response = HttpResponse.Reset;
        try
        {
            var parameters = ReadParameters(request);
            service = services.For(request, parameters);
            call = call with { Action = parameters.Action, Parameters = Loggable(parameters) };
            response = await AnswerAsync(service, request, parameters, requestId, arn => call = call with { CallerArn = arn }, cancellationToken);
        }
        catch (ApiException error)
        {
            call = call with { ErrorCode = error.Code };
            response = Error(service, error, requestId);
        }
#pragma warning disable CA1031 // The one boundary: a bug in an action must not take the connection, or the lab, with it.
        catch (Exception bug) when (bug is not OperationCanceledException)
#pragma warning restore CA1031
        {
            var failure = service.Failed($"The lab failed: {bug.GetType().Name}: {bug.Message}");
            call = call with { ErrorCode = failure.Code };
            response = Error(service, failure, requestId);
        }
        finally
        {
            calls.Add(call with { HttpStatus = response.Status, Elapsed = Stopwatch.GetElapsedTime(started) });
        }

        return response;
    }

    private async ValueTask<HttpResponse> AnswerAsync(
        ApiService service,
        HttpRequest request,
        QueryParameters parameters,
        string requestId,
        Action<string> callerKnown,
        CancellationToken cancellationToken)
    {
        var setting = faults.Present;
        var fault = setting.Fault;
        var action = parameters.Action;
        if (fault.Latency > TimeSpan.Zero && FaultPlan.Concerns(fault, action))
        {
            await Task.Delay(fault.Latency, cancellationToken);
        }

        var outcome = faults.Decide(setting, action, parameters.All);
        if (outcome == FaultOutcome.ResetBefore)
        {
            return HttpResponse.Reset;
        }

        // The limits are an account's: whose call it is comes first, except when there is nobody to say so.
        if (outcome is FaultOutcome.Unavailable or FaultOutcome.InternalError)
        {
            throw service.ErrorOf(outcome)!;
        }

        var caller = services.CallerOf(service, request);
        callerKnown(caller.Principal.Arn);
        if (service.ErrorOf(outcome) is { } error)
        {
            throw error;
        }

        if (outcome == FaultOutcome.ResetAfter)
        {
            return CarryUnanswered(service, parameters, caller, fault, requestId);
        }

        var content = service.Carry(parameters, caller, fault, requestId);
        // Also for a describe call: an instance that it shows as stopped is dark by then.
        if (InForceAsync is not null)
        {
            await InForceAsync(store.Version);
        }

        return new HttpResponse(200, content, XmlContentType) { RequestId = requestId };
    }

    // A refusal is lost as well: the caller learns neither of the two.
    private static HttpResponse CarryUnanswered(ApiService service, QueryParameters parameters, Caller caller, OverlayLabFault fault, string requestId)
    {
        try
        {
            service.Carry(parameters, caller, fault, requestId);
        }
        catch (ApiException)
        {
            // Would have been the answer.
        }

        return HttpResponse.Reset;
    }

    private static QueryParameters ReadParameters(HttpRequest request)
    {
        if (request.Path != "/")
        {
            throw new Ec2Exception("InvalidAction", "The path of a request is /.", 404);
        }

        var form = request.Method switch
        {
            "POST" when request.QueryString.Length == 0 => request.Body,
            "POST" => [.. System.Text.Encoding.ASCII.GetBytes(request.QueryString + "&"), .. request.Body],
            "GET" => System.Text.Encoding.ASCII.GetBytes(request.QueryString),
            _ => throw new Ec2Exception("UnsupportedOperation", $"The method {request.Method} is not supported.", 405),
        };
        return QueryParameters.Of(FormParser.Parse(form));
    }

    // User data may hold a secret, and so may a code of a token; nothing else that EC2 and STS take in a parameter of these
    // actions does. Lengths are bounded because the list outlives the request.
    private static Dictionary<string, string> Loggable(QueryParameters parameters) => parameters.All
        .Where(parameter => parameter.Key is not ("Action" or "Version") && !parameter.Key.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase))
        .ToDictionary(
            parameter => parameter.Key,
            parameter => parameter.Key.StartsWith("UserData", StringComparison.Ordinal) || parameter.Key == "TokenCode" ? "…"
                : parameter.Value.Length > 1024 ? parameter.Value[..1024] + "…" : parameter.Value,
            StringComparer.Ordinal);

    private static HttpResponse Error(ApiService service, ApiException error, string requestId) =>
        new(error.Status, service.Error(error, requestId), XmlContentType) { RequestId = requestId };
}
