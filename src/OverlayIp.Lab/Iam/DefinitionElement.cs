using System.Text.Json;

namespace OverlayIp.Lab.Iam;

/// <summary>A part of a JSON text that knows where it is, so that whatever is wrong with it can be found.</summary>
internal readonly struct DefinitionElement(JsonElement element, string path)
{
    private static readonly JsonDocumentOptions HandWritten = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Where it is.</summary>
    public string Path => path;

    public JsonElement Json => element;

    /// <summary>Reads a JSON text.</summary>
    /// <param name="json">The text.</param>
    /// <param name="path">Where the text itself is.</param>
    /// <exception cref="LabIamException">It is no JSON.</exception>
    public static DefinitionElement Parse(string json, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(json, HandWritten);
            return new DefinitionElement(document.RootElement.Clone(), path);
        }
        catch (JsonException cause)
        {
            throw new LabIamException(path, $"it is not JSON: {cause.Message}");
        }
    }

    public LabIamException Problem(string problem) => new(path, problem);

    /// <summary>Requires an object with no members but these.</summary>
    public DefinitionElement RequireObject(params string[] known)
    {
        foreach (var (name, value) in Members())
        {
            if (!known.Contains(name, StringComparer.Ordinal))
            {
                throw value.Problem($"it is not known here. Expected {string.Join(", ", known)}.");
            }
        }

        return this;
    }

    /// <summary>The members of what must be an object.</summary>
    public IReadOnlyList<(string Name, DefinitionElement Value)> Members()
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Problem($"it is {Kind}. Expected an object.");
        }

        var members = new List<(string Name, DefinitionElement Value)>();
        foreach (var property in element.EnumerateObject())
        {
            var member = new DefinitionElement(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}");
            // Which of the two would count is anybody's guess.
            if (members.Exists(other => other.Name == property.Name))
            {
                throw member.Problem("it is given twice.");
            }

            members.Add((property.Name, member));
        }

        return members;
    }

    public DefinitionElement? Member(string name)
    {
        foreach (var (present, value) in Members())
        {
            if (present == name)
            {
                return value;
            }
        }

        return null;
    }

    public DefinitionElement Required(string name) => Member(name) ?? throw Problem($"{name} is missing.");

    public string Text() => element.ValueKind == JsonValueKind.String ? element.GetString()! : throw Problem($"it is {Kind}. Expected a text.");

    public int Integer() => element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var value)
        ? value
        : throw Problem($"it is {Kind}. Expected a whole number.");

    /// <summary>The items of what must be a list.</summary>
    public IReadOnlyList<DefinitionElement> Items()
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            throw Problem($"it is {Kind}. Expected a list.");
        }

        var place = path;
        return element.EnumerateArray().Select((item, index) => new DefinitionElement(item, $"{place}[{index}]")).ToArray();
    }

    /// <summary>The items of a list, or the one thing that stands in place of a list.</summary>
    public IReadOnlyList<DefinitionElement> OneOrMore() => element.ValueKind == JsonValueKind.Array ? Items() : [this];

    private string Kind => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => element.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "null",
    };
}
