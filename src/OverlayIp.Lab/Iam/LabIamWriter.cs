using System.Text.Json;

namespace OverlayIp.Lab.Iam;

/// <summary>Writes definitions in the form that <see cref="LabIamReader"/> reads.</summary>
internal static class LabIamWriter
{
    public static void Write(Utf8JsonWriter writer, LabIam iam)
    {
        writer.WriteStartObject();
        List(writer, "users", iam.Users, user =>
        {
            writer.WriteString("name", user.Name);
            writer.WriteString("path", user.Path);
            List(writer, "accessKeys", user.AccessKeys, key =>
            {
                writer.WriteString("accessKeyId", key.AccessKeyId);
                writer.WriteString("secretAccessKey", key.SecretAccessKey);
            });
            Policies(writer, user.Policies);
            Tags(writer, user.Tags);
        });
        List(writer, "roles", iam.Roles, role =>
        {
            writer.WriteString("name", role.Name);
            writer.WriteString("path", role.Path);
            Document(writer, "trustPolicy", role.TrustPolicy);
            Policies(writer, role.Policies);
            writer.WriteNumber("maxSessionDuration", role.MaxSessionDuration);
            Tags(writer, role.Tags);
        });
        List(writer, "instanceProfiles", iam.InstanceProfiles, profile =>
        {
            writer.WriteString("name", profile.Name);
            writer.WriteString("path", profile.Path);
            if (profile.Role is not null)
            {
                writer.WriteString("role", profile.Role);
            }
        });
        writer.WriteEndObject();
    }

    private static void Policies(Utf8JsonWriter writer, IReadOnlyList<LabIamPolicy> policies) => List(writer, "policies", policies, policy =>
    {
        writer.WriteString("name", policy.Name);
        Document(writer, "document", policy.Document);
    });

    // Through the parser, which leaves comments behind: the saved file has none.
    private static void Document(Utf8JsonWriter writer, string name, string json)
    {
        writer.WritePropertyName(name);
        DefinitionElement.Parse(json, name).Json.WriteTo(writer);
    }

    private static void Tags(Utf8JsonWriter writer, IReadOnlyDictionary<string, string> tags)
    {
        writer.WriteStartObject("tags");
        foreach (var (key, value) in tags)
        {
            writer.WriteString(key, value);
        }

        writer.WriteEndObject();
    }

    private static void List<T>(Utf8JsonWriter writer, string name, IReadOnlyList<T> items, Action<T> content)
    {
        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            writer.WriteStartObject();
            content(item);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
