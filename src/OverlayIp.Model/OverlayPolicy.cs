using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OverlayIp;

/// <summary>An IAM policy that allows what one purpose needs, on the resources that it was made for, and nothing else.</summary>
/// <remarks>Its lists are arrays, whatever they were made of: PowerShell cannot index every kind of list.</remarks>
public sealed record OverlayPolicy
{
    /// <summary>The longest managed policy, in characters without white space.</summary>
    public const int MaxManagedSize = 6144;

    // What is in a policy is never put into a web page, and <, > and & read better as they are.
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonWriterOptions Compact = Readable with { Indented = false };

    /// <summary>A name for the policy.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for.</summary>
    public required OverlayPolicyPurpose Purpose { get; init; }

    /// <summary>The statements.</summary>
    public required IReadOnlyList<OverlayPolicyStatement> Statements { get; init => field = value.ToArray(); }

    /// <summary>The Region that it is for.</summary>
    public required string Region { get; init; }

    /// <summary>The partition of the Region: <c>aws</c>, <c>aws-cn</c>, <c>aws-us-gov</c> and others.</summary>
    public required string Partition { get; init; }

    /// <summary>The account that it was made for, or null when no ARN of it needs one.</summary>
    public string? AccountId { get; init; }

    /// <summary>The route tables, instances and network interfaces that it was made for.</summary>
    public IReadOnlyList<OverlayPolicyResource> Resources { get; init => field = value.ToArray(); } = [];

    /// <summary>The tags that whatever it lets change must have.</summary>
    public IReadOnlyDictionary<string, string> RequiredTags { get; init; } = new Dictionary<string, string>();

    /// <summary>True when it lets a failover create the route where it is missing.</summary>
    public bool CreateMissing { get; init; }

    /// <summary>What the one who attaches it should know: that it is too large, or lacks something that was not named.</summary>
    public IReadOnlyList<string> Warnings { get; init => field = value.ToArray(); } = [];

    /// <summary>The route tables that it was made for.</summary>
    public IReadOnlyList<string> RouteTableIds => IdsOf(Ec2Arn.RouteTable);

    /// <summary>The instances that it was made for.</summary>
    public IReadOnlyList<string> InstanceIds => IdsOf(Ec2Arn.Instance);

    /// <summary>The network interfaces that it was made for.</summary>
    public IReadOnlyList<string> NetworkInterfaceIds => IdsOf(Ec2Arn.NetworkInterface);

    /// <summary>How many characters IAM counts: white space is none of them. A managed policy may have 6,144, the inline policies of a role
    /// together 10,240, those of a user 2,048.</summary>
    public int Size => Write(Compact).Length;

    /// <summary>The policy document, the same text each time. Lines end with a line feed on every system.</summary>
    public string ToJson() => Write(Readable).Replace("\r\n", "\n", StringComparison.Ordinal);

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    private string[] IdsOf(string type) => [.. Resources.Where(r => r.Arn.Type == type).Select(r => r.Id)];

    private string Write(JsonWriterOptions options)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, options))
        {
            writer.WriteStartObject();
            writer.WriteString("Version", "2012-10-17");
            writer.WriteStartArray("Statement");
            foreach (var statement in Statements)
            {
                Write(writer, statement);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, OverlayPolicyStatement statement)
    {
        writer.WriteStartObject();
        writer.WriteString("Sid", statement.Sid);
        writer.WriteString("Effect", statement.Effect);
        Write(writer, "Action", statement.Actions);
        Write(writer, "Resource", statement.Resources);
        if (statement.Conditions.Count > 0)
        {
            writer.WriteStartObject("Condition");
            foreach (var conditions in statement.Conditions.GroupBy(c => c.Operator))
            {
                writer.WriteStartObject(conditions.Key);
                foreach (var condition in conditions)
                {
                    Write(writer, condition.Key, condition.Values);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<string> values)
    {
        if (values is [var only])
        {
            writer.WriteString(name, only);
            return;
        }

        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }
}
