using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OverlayIp.Lab.Http;
using OverlayIp.Lab.Query;

namespace OverlayIp.Lab.Signing;

/// <summary>
/// Verifies AWS Signature Version 4 in the Authorization header
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html), and answers as EC2 does what is wrong.
/// </summary>
internal sealed class SigV4Verifier(string region, string service, TimeProvider clock)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private static readonly TimeSpan AllowedSkew = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<string, Credential> _credentials = new(StringComparer.Ordinal);
    // Deriving the signing key is four of the five HMACs of a request, and it is the same all day.
    private readonly ConcurrentDictionary<(string AccessKeyId, string Date), byte[]> _signingKeys = new();

    public void Add(Credential credential) => _credentials[credential.AccessKeyId] = credential;

    /// <summary>The access key id that a request claims, or null. It proves nothing.</summary>
    public static string? ClaimedKey(HttpRequest request) =>
        request.Header("authorization") is { } header && Fields(header).TryGetValue("Credential", out var scope)
            ? scope.Split('/')[0]
            : null;

    /// <summary>Verifies a request.</summary>
    /// <returns>The credential that signed it.</returns>
    /// <exception cref="Ec2Exception">It is not signed, or not rightly.</exception>
    public Credential Verify(HttpRequest request)
    {
        if (request.Header("authorization") is not { Length: > 0 } header)
        {
            // The name is Signature Version 2's; this is what EC2 says to an unsigned request to this day.
            throw Ec2Errors.MissingParameter("AWSAccessKeyId");
        }

        if (!header.StartsWith(Algorithm + " ", StringComparison.Ordinal))
        {
            throw Incomplete("Unsupported authorization type");
        }

        var fields = Fields(header);
        var scope = Require(fields, "Credential").Split('/');
        var signedHeaders = Require(fields, "SignedHeaders").Split(';');
        var signature = Require(fields, "Signature");
        var timestamp = Timestamp(request);
        RequireScope(scope, timestamp);
        RequireFresh(timestamp);
        if (!signedHeaders.Contains("host"))
        {
            throw Incomplete("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
        }

        if (!_credentials.TryGetValue(scope[0], out var credential))
        {
            throw Ec2Errors.AuthFailure();
        }

        RequireToken(request, credential);
        var expected = Sign(request, credential, timestamp, scope, signedHeaders);
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(signature)))
        {
            throw Ec2Errors.AuthFailure();
        }

        return credential;
    }

    private static Dictionary<string, string> Fields(string header)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        var start = header.IndexOf(' ', StringComparison.Ordinal) + 1;
        foreach (var part in header[start..].Split(','))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                fields[part[..equals].Trim()] = part[(equals + 1)..].Trim();
            }
        }

        return fields;
    }

    private static string Require(Dictionary<string, string> fields, string name) =>
        fields.TryGetValue(name, out var value) && value.Length > 0
            ? value
            : throw Incomplete($"Authorization header requires '{name}' parameter.");

    private static Ec2Exception Incomplete(string message) => new("IncompleteSignature", message, 400);

    private static DateTimeOffset Timestamp(HttpRequest request)
    {
        var text = request.Header("x-amz-date") ?? request.Header("date");
        return DateTimeOffset.TryParseExact(
            text,
            ["yyyyMMdd'T'HHmmss'Z'", "r"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var value)
            ? value
            : throw Incomplete("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
    }

    // A key that is right for another Region or service is as good as none.
    private void RequireScope(string[] scope, DateTimeOffset timestamp)
    {
        if (scope.Length != 5 || scope[4] != "aws4_request")
        {
            throw Incomplete("Credential should be scoped to a valid Region.");
        }

        if (scope[1] != Date(timestamp) || scope[2] != region || scope[3] != service)
        {
            throw Ec2Errors.AuthFailure();
        }
    }

    private void RequireFresh(DateTimeOffset timestamp)
    {
        var skew = clock.GetUtcNow() - timestamp;
        if (skew.Duration() > AllowedSkew)
        {
            throw new Ec2Exception("RequestExpired", "Request has expired.", 400);
        }
    }

    private void RequireToken(HttpRequest request, Credential credential)
    {
        if (request.Header("x-amz-security-token") != credential.SessionToken)
        {
            throw Ec2Errors.AuthFailure();
        }

        if (credential.ExpiresAt is { } end && clock.GetUtcNow() >= end)
        {
            throw new Ec2Exception("RequestExpired", "Request has expired.", 400);
        }
    }

    private string Sign(HttpRequest request, Credential credential, DateTimeOffset timestamp, string[] scope, string[] signedHeaders)
    {
        var canonical = CanonicalRequest.Of(request, signedHeaders);
        var toSign = string.Join('\n',
            Algorithm,
            timestamp.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture),
            string.Join('/', scope.Skip(1)),
            CanonicalRequest.HexHash(Encoding.UTF8.GetBytes(canonical)));
        var key = _signingKeys.GetOrAdd((credential.AccessKeyId, scope[1]), _ => SigningKey(credential.SecretAccessKey, scope));
        return Convert.ToHexString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign))).ToLowerInvariant();
    }

    private static byte[] SigningKey(string secret, string[] scope)
    {
        var key = Encoding.UTF8.GetBytes("AWS4" + secret);
        foreach (var part in scope.Skip(1))
        {
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        }

        return key;
    }

    private static string Date(DateTimeOffset timestamp) => timestamp.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}
