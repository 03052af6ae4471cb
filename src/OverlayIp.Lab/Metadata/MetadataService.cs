using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using OverlayIp.Lab.Actions;
using OverlayIp.Lab.Http;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Metadata;

/// <summary>
/// The instance metadata service of one instance: version 2 with its session tokens, and version 1 where that is allowed
/// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-v2-how-it-works.html).
/// </summary>
internal sealed partial class MetadataService(
    string instanceId, LabAccount account, StateStore store, ICredentialSource credentials)
{
    private const string TokenHeader = "x-aws-ec2-metadata-token";
    private const string LifeHeader = "x-aws-ec2-metadata-token-ttl-seconds";
    private const string TokenPath = "/latest/api/token";

    private readonly MetadataTokens _tokens = new(account.Clock);

    public ValueTask<HttpResponse> HandleAsync(HttpRequest request, CancellationToken cancellationToken) => ValueTask.FromResult(Handle(request));

    private HttpResponse Handle(HttpRequest request)
    {
        var state = store.Current;
        if (!state.Instances.TryGetValue(instanceId, out var instance))
        {
            return Refused(404);
        }

        if (instance.MetadataEndpointDisabled)
        {
            return Refused(403);
        }

        // What a proxy passes on is somebody else's request.
        if (request.Header("x-forwarded-for") is not null && request.Path == TokenPath)
        {
            return Refused(403);
        }

        if (request.Path == TokenPath)
        {
            return request.Method == "PUT" ? Token(request) : Refused(405);
        }

        if (request.Method is not ("GET" or "HEAD"))
        {
            return Refused(405);
        }

        int? secondsLeft = null;
        if (request.Header(TokenHeader) is { } token)
        {
            secondsLeft = _tokens.SecondsLeft(token);
            if (secondsLeft is null)
            {
                return Refused(401);
            }
        }
        else if (!(instance.MetadataV1Allowed ?? account.Metadata.AllowV1))
        {
            return Refused(401);
        }

        var answer = Read(state, instance, request.Path);
        return secondsLeft is { } left ? WithLife(answer, left) : answer;
    }

    private HttpResponse Token(HttpRequest request)
    {
        if (!int.TryParse(request.Header(LifeHeader), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || seconds is < 1 or > MetadataTokens.MaxSeconds)
        {
            return Refused(400);
        }

        return WithLife(HttpResponse.Text(200, _tokens.Issue(seconds)) with { ContentType = "text/plain", Server = "EC2ws" }, seconds);
    }

    private HttpResponse Read(LabState state, InstanceResource instance, string path)
    {
        if (path == "/")
        {
            return Document("1.0\n2021-07-15\nlatest");
        }

        // Every version that there ever was answers the same here.
        if (VersionedPath().Match(path) is not { Success: true } match)
        {
            return Refused(404);
        }

        var tree = MetadataTree.Of(account, state, instance, credentials.CredentialsForInstance(instanceId), instance.MetadataTags ?? account.Metadata.Tags);
        return tree.Find(Uri.UnescapeDataString(match.Groups["rest"].Value)) is { } text ? Document(text) : Refused(404);
    }

    private static HttpResponse Document(string text) =>
        new(200, Encoding.UTF8.GetBytes(text), text.StartsWith('{') ? "application/json" : "text/plain") { Server = "EC2ws" };

    private static HttpResponse WithLife(HttpResponse answer, int seconds) =>
        answer with { Headers = [("X-Aws-Ec2-Metadata-Token-Ttl-Seconds", seconds.ToString(CultureInfo.InvariantCulture))] };

    private static HttpResponse Refused(int status)
    {
        var title = $"{status} - {HttpResponse.ReasonOf(status)}";
        var page = "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\"\n"
            + "\t\"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd\">\n<html xmlns=\"http://www.w3.org/1999/xhtml\" xml:lang=\"en\" lang=\"en\">\n"
            + $" <head>\n  <title>{title}</title>\n </head>\n <body>\n  <h1>{title}</h1>\n </body>\n</html>\n";
        return new HttpResponse(status, Encoding.UTF8.GetBytes(page), "text/html") { Server = "EC2ws" };
    }

    [GeneratedRegex(@"^/(latest|1\.0|[0-9]{4}-[0-9]{2}-[0-9]{2})/?(?<rest>.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex VersionedPath();
}

/// <summary>What applies to instances that say nothing of their own.</summary>
/// <param name="AllowV1">Whether requests without a token are answered.</param>
/// <param name="Tags">Whether the instance's tags are among the metadata.</param>
internal sealed record MetadataDefaults(bool AllowV1, bool Tags);
