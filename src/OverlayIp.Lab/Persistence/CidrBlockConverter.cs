using System.Text.Json;
using System.Text.Json.Serialization;

namespace OverlayIp.Lab.Persistence;

/// <summary>A block as its text.</summary>
internal sealed class CidrBlockConverter : JsonConverter<CidrBlock>
{
    public override CidrBlock? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return CidrBlock.TryParse(text, out var block) ? block : throw new JsonException($"'{text}' is not a CIDR block.");
    }

    public override void Write(Utf8JsonWriter writer, CidrBlock value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
