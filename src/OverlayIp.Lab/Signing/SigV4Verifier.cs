using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OverlayIp.Lab.Http;
using OverlayIp.Lab.Query;

namespace OverlayIp.Lab.Signing;

/// <summary>
/// Verifies AWS Signature Version 4 in the Authorization header
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html), and answers what is wrong as the API does
/// that the request is for.
/// </summary>
internal sealed class SigV4Verifier(string region, string service, TimeProvider clock, CredentialStore credentials, SignatureErrors errors)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private static readonly TimeSpan AllowedSkew = TimeSpan.FromMinutes(15);

    // Temporary keys come and go; past this many, those that are in use are soon derived again.
    private const int MostSigningKeys = 1000;

    // Deriving the signing key is four of the five HMACs of a request, and it is the same all day.
    private readonly ConcurrentDictionary<(string AccessKeyId, string Date, string Region), byte[]> _signingKeys = new();

    /// <summary>Another Region that a signature may be for, or null: the global endpoint's, of a service that has one.</summary>
    public string? GlobalRegion { get; init; }

    /// <summary>The access key id that a request claims, or null. It proves nothing.</summary>
    public static string? ClaimedKey(HttpRequest request) => ClaimedScope(request)?[0];

    /// <summary>The service that a request claims to be signed for, or null. It proves nothing.</summary>
    public static string? ClaimedService(HttpRequest request) => ClaimedScope(request) is [_, _, _, var service, ..] ? service : null;

    /// <summary>Verifies a request.</summary>
    /// <returns>The credential that signed it.</returns>
    /// <exception cref="ApiException">It is not signed, or not rightly.</exception>
    public Credential Verify(HttpRequest request)
    {
        if (request.Header("authorization") is not { Length: > 0 } header)
        {
            throw errors.Unsigned();
        }

        if (!header.StartsWith(Algorithm + " ", StringComparison.Ordinal))
        {
            throw errors.Incomplete("Unsupported authorization type");
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
            throw errors.Incomplete("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
        }

        var credential = credentials.Find(scope[0]) ?? throw errors.UnknownKey();
        RequireToken(request, credential);
        var expected = Sign(request, credential, timestamp, scope, signedHeaders);
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(signature)))
        {
            throw errors.Mismatch();
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

    private static string[]? ClaimedScope(HttpRequest request) =>
        request.Header("authorization") is { } header && Fields(header).TryGetValue("Credential", out var scope) ? scope.Split('/') : null;

    private string Require(Dictionary<string, string> fields, string name) =>
        fields.TryGetValue(name, out var value) && value.Length > 0
            ? value
            : throw errors.Incomplete($"Authorization header requires '{name}' parameter.");

    private DateTimeOffset Timestamp(HttpRequest request)
    {
        var text = request.Header("x-amz-date") ?? request.Header("date");
        return DateTimeOffset.TryParseExact(
            text,
            ["yyyyMMdd'T'HHmmss'Z'", "r"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var value)
            ? value
            : throw errors.Incomplete("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
    }

    private void RequireScope(string[] scope, DateTimeOffset timestamp)
    {
        if (scope.Length != 5 || scope[4] != "aws4_request")
        {
            throw errors.Incomplete("Credential should be scoped to a valid Region.");
        }

        if (scope[1] != Date(timestamp))
        {
            throw errors.WrongScope(
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
                + $"'{scope[1]}' != '{Date(timestamp)}', from '{Stamp(timestamp)}'.");
        }

        if (scope[2] != region && scope[2] != GlobalRegion)
        {
            throw errors.WrongScope("Credential should be scoped to a valid region.");
        }

        if (scope[3] != service)
        {
            throw errors.WrongScope($"Credential should be scoped to correct service: '{service}'.");
        }
    }

    private void RequireFresh(DateTimeOffset timestamp)
    {
        var now = clock.GetUtcNow();
        if ((now - timestamp).Duration() > AllowedSkew)
        {
            throw errors.Skewed(timestamp, now, AllowedSkew);
        }
    }

    private void RequireToken(HttpRequest request, Credential credential)
    {
        if (request.Header("x-amz-security-token") != credential.SessionToken)
        {
            throw errors.UnknownKey();
        }

        if (credential.ExpiresAt is { } end && clock.GetUtcNow() >= end)
        {
            throw errors.ExpiredKey();
        }
    }

    private string Sign(HttpRequest request, Credential credential, DateTimeOffset timestamp, string[] scope, string[] signedHeaders)
    {
        var canonical = CanonicalRequest.Of(request, signedHeaders);
        var toSign = string.Join('\n',
            Algorithm,
            Stamp(timestamp),
            string.Join('/', scope.Skip(1)),
            CanonicalRequest.HexHash(Encoding.UTF8.GetBytes(canonical)));
        if (_signingKeys.Count > MostSigningKeys)
        {
            _signingKeys.Clear();
        }

        var key = _signingKeys.GetOrAdd((credential.AccessKeyId, scope[1], scope[2]), _ => SigningKey(credential.SecretAccessKey, scope));
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

    private static string Stamp(DateTimeOffset timestamp) => timestamp.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string Date(DateTimeOffset timestamp) => timestamp.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}
