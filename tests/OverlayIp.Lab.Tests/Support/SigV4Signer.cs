using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OverlayIp.Lab.Tests.Support;

/// <summary>Signs requests with Signature Version 4, written apart from the lab's verifier: SignatureTests
/// holds it to AWS's published test vectors.</summary>
internal sealed record SigV4Signer(string AccessKeyId, string Secret, string Region, string Service)
{
    /// <summary>The value of the Authorization header.</summary>
    public string Authorize(
        string method, string path, string query, IEnumerable<(string Name, string Value)> headers, byte[] body, DateTimeOffset at)
    {
        var sorted = headers.Select(header => (Name: header.Name.ToLowerInvariant(), Value: header.Value.Trim()))
            .OrderBy(header => header.Name, StringComparer.Ordinal).ToArray();
        var names = string.Join(';', sorted.Select(header => header.Name));
        var canonical = $"{method}\n{path}\n{query}\n{string.Concat(sorted.Select(header => $"{header.Name}:{header.Value}\n"))}\n{names}\n{Hex(SHA256.HashData(body))}";
        var stamp = Stamp(at);
        var scope = $"{stamp[..8]}/{Region}/{Service}/aws4_request";
        var toSign = $"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = Hmac(Hmac(Hmac(Hmac(Encoding.UTF8.GetBytes("AWS4" + Secret), stamp[..8]), Region), Service), "aws4_request");
        return $"AWS4-HMAC-SHA256 Credential={AccessKeyId}/{scope}, SignedHeaders={names}, Signature={Hex(Hmac(key, toSign))}";
    }

    public static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hex(byte[] bytes) => Convert.ToHexString(bytes).ToLowerInvariant();
}
