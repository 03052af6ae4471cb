using System.Diagnostics;
using OverlayIp.Lab.Actions;
using OverlayIp.Lab.Faults;
using OverlayIp.Lab.Http;
using OverlayIp.Lab.Query;
using OverlayIp.Lab.Signing;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab;

/// <summary>Carries one HTTP request through: parameters, faults, signature, action, answer, call list.</summary>
internal sealed class RequestPipeline(LabAccount account, StateStore store, FaultPlan faults, SigV4Verifier? verifier, CallLog calls)
{
    private const string XmlContentType = "text/xml;charset=UTF-8";

    /// <summary>Waits until packets follow a version of the state; null where there are none.</summary>
    public Func<long, Task>? InForceAsync { get; set; }

    public async ValueTask<HttpResponse> HandleAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var requestId = Guid.NewGuid().ToString();
        var call = new OverlayLabCall
        {
            Timestamp = account.Clock.GetUtcNow(),
            Action = "",
            RequestId = requestId,
            AccessKeyId = SigV4Verifier.ClaimedKey(request),
        };
        var response = HttpResponse.Reset;
        try
        {
            var parameters = ReadParameters(request);
            call = call with { Action = parameters.Action, Parameters = Loggable(parameters) };
            response = await AnswerAsync(request, parameters, requestId, cancellationToken);
        }
        catch (Ec2Exception error)
        {
            call = call with { ErrorCode = error.Code };
            response = Error(error, requestId);
        }
#pragma warning disable CA1031 // The one boundary: a bug in an action must not take the connection, or the lab, with it.
        catch (Exception bug) when (bug is not OperationCanceledException)
#pragma warning restore CA1031
        {
            call = call with { ErrorCode = "InternalError" };
            response = Error(new Ec2Exception("InternalError", $"The lab failed: {bug.GetType().Name}: {bug.Message}", 500), requestId);
        }
        finally
        {
            calls.Add(call with { HttpStatus = response.Status, Elapsed = Stopwatch.GetElapsedTime(started) });
        }

        return response;
    }

    private async ValueTask<HttpResponse> AnswerAsync(HttpRequest request, QueryParameters parameters, string requestId, CancellationToken cancellationToken)
    {
        var fault = faults.Fault;
        var action = parameters.Action;
        if (fault.Latency > TimeSpan.Zero && FaultPlan.Concerns(fault, action))
        {
            await Task.Delay(fault.Latency, cancellationToken);
        }

        var outcome = faults.Decide(fault, action, parameters.All);
        if (outcome == FaultOutcome.ResetBefore)
        {
            return HttpResponse.Reset;
        }

        // The limits are an account's: whose call it is comes first, except when there is nobody to say so.
        if (outcome is FaultOutcome.None or FaultOutcome.ResetAfter or FaultOutcome.Throttled)
        {
            verifier?.Verify(request);
        }

        Fail(outcome);
        if (outcome == FaultOutcome.ResetAfter)
        {
            return CarryUnanswered(parameters, fault);
        }

        var version = store.Version;
        var content = Carry(parameters, fault);
        if (InForceAsync is not null && store.Version != version)
        {
            await InForceAsync(store.Version);
        }

        return new HttpResponse(200, Ec2Xml.Response(action, requestId, content), XmlContentType) { RequestId = requestId };
    }

    // A refusal is lost as well: the caller learns neither of the two.
    private HttpResponse CarryUnanswered(QueryParameters parameters, OverlayLabFault fault)
    {
        try
        {
            Carry(parameters, fault);
        }
        catch (Ec2Exception)
        {
            // Would have been the answer.
        }

        return HttpResponse.Reset;
    }

    private static void Fail(FaultOutcome outcome)
    {
        switch (outcome)
        {
            case FaultOutcome.Throttled:
                throw new Ec2Exception("RequestLimitExceeded", "Request limit exceeded.", 503);
            case FaultOutcome.Unavailable:
                throw new Ec2Exception("Unavailable", "The service is unavailable. Please try again shortly.", 503);
            case FaultOutcome.InternalError:
                throw new Ec2Exception("InternalError", "An internal error has occurred", 500);
        }
    }

    private Action<Ec2Xml>? Carry(QueryParameters parameters, OverlayLabFault fault)
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
        var context = new ActionContext(parameters, account, store, delay, name => FaultPlan.IsDenied(fault, name));
        var content = entry.Handler(context);
        return context.IsAuthorized ? content : throw new InvalidOperationException($"{action} did not authorize.");
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

    // User data may hold a secret; nothing else that EC2 takes in a parameter of these actions does. Lengths are bounded
    // because the list outlives the request.
    private static Dictionary<string, string> Loggable(QueryParameters parameters) => parameters.All
        .Where(parameter => parameter.Key is not ("Action" or "Version") && !parameter.Key.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase))
        .ToDictionary(
            parameter => parameter.Key,
            parameter => parameter.Key.StartsWith("UserData", StringComparison.Ordinal) ? "…"
                : parameter.Value.Length > 1024 ? parameter.Value[..1024] + "…" : parameter.Value,
            StringComparer.Ordinal);

    private static HttpResponse Error(Ec2Exception error, string requestId) =>
        new(error.Status, Ec2Xml.Error(error.Code, error.Message, requestId), XmlContentType) { RequestId = requestId };
}
