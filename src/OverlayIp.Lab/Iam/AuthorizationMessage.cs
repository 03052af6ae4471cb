using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace OverlayIp.Lab.Iam;

/// <summary>
/// The encoded authorization failure message, which says to those who may ask (sts:DecodeAuthorizationMessage) what was
/// evaluated. AWS encrypts it; the lab has no secret to keep from its own users.
/// </summary>
internal static class AuthorizationMessage
{
    // Whoever sends a message can have packed anything; what the lab packs is far shorter.
    private const int LongestJson = 256 * 1024;

    public static string Encode(Principal principal, string action, string resource, AccessDecision decision, ConditionContext context) =>
        Convert.ToBase64String(Packed(Json(principal, action, resource, decision, context))).Replace('+', '-').Replace('/', '_').TrimEnd('=');

    /// <summary>The JSON text of a message, or null when it is none.</summary>
    public static string? Decode(string message)
    {
        var text = message.Trim().Replace('-', '+').Replace('_', '/');
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='), bytes, out var length))
        {
            return null;
        }

        try
        {
            using var packed = new DeflateStream(new MemoryStream(bytes, 0, length), CompressionMode.Decompress);
            var json = new byte[LongestJson];
            var count = packed.ReadAtLeast(json, LongestJson, throwOnEndOfStream: false);
            return json.AsSpan(0, count).StartsWith("{\"allowed\":"u8) ? Encoding.UTF8.GetString(json, 0, count) : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static byte[] Packed(byte[] json)
    {
        using var buffer = new MemoryStream();
        using (var packing = new DeflateStream(buffer, CompressionLevel.Optimal))
        {
            packing.Write(json);
        }

        return buffer.ToArray();
    }

    private static byte[] Json(Principal principal, string action, string resource, AccessDecision decision, ConditionContext context)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteBoolean("allowed", decision.IsAllowed);
            writer.WriteBoolean("explicitDeny", decision.IsExplicit);
            Items(writer, "matchedStatements", decision.Statement is null ? [] : new[] { decision.Statement }, statement =>
            {
                writer.WriteString("statementId", statement.Sid ?? "");
                writer.WriteString("effect", statement.IsDeny ? "DENY" : "ALLOW");
                writer.WriteString("policyName", decision.Policy!.Name);
            });
            Items<string>(writer, "failures", [], static _ => { });
            writer.WriteStartObject("context");
            writer.WriteStartObject("principal");
            writer.WriteString("id", principal.UserId);
            writer.WriteString("arn", principal.Arn);
            writer.WriteEndObject();
            writer.WriteString("action", action);
            writer.WriteString("resource", resource);
            Items(writer, "conditions", context.All.OrderBy(key => key.Key, StringComparer.OrdinalIgnoreCase), key =>
            {
                writer.WriteString("key", key.Key);
                Items(writer, "values", key.Value, value => writer.WriteString("value", value));
            });
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void Items<T>(Utf8JsonWriter writer, string name, IEnumerable<T> items, Action<T> content)
    {
        writer.WriteStartObject(name);
        writer.WriteStartArray("items");
        foreach (var item in items)
        {
            writer.WriteStartObject();
            content(item);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
