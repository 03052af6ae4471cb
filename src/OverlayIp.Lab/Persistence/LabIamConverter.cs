using System.Text.Json;
using System.Text.Json.Serialization;
using OverlayIp.Lab.Iam;

namespace OverlayIp.Lab.Persistence;

/// <summary>IAM's definitions in the form that a user writes them in, and read with the same care.</summary>
internal sealed class LabIamConverter : JsonConverter<LabIam>
{
    public override LabIam Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        try
        {
            return LabIamReader.Read(new DefinitionElement(document.RootElement.Clone(), "iam"));
        }
        catch (LabIamException problem)
        {
            throw new JsonException(problem.Message, problem);
        }
    }

    public override void Write(Utf8JsonWriter writer, LabIam value, JsonSerializerOptions options) => LabIamWriter.Write(writer, value);
}
