using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Persistence;

/// <summary>Tags as a JSON object. The built-in converter would compare keys by culture after reading.</summary>
internal sealed class TagsConverter : JsonConverter<ImmutableSortedDictionary<string, string>>
{
    public override ImmutableSortedDictionary<string, string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("Tags must be an object.");
        }

        var tags = Resource.NoTags.ToBuilder();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            reader.Read();
            tags[key] = reader.GetString() ?? throw new JsonException("A tag's value must be a string.");
        }

        return tags.ToImmutable();
    }

    public override void Write(Utf8JsonWriter writer, ImmutableSortedDictionary<string, string> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (key, text) in value)
        {
            writer.WriteString(key, text);
        }

        writer.WriteEndObject();
    }
}
