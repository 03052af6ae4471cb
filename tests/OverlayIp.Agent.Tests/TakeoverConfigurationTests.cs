using System.Text.Json;
using OverlayIp.Agent.Tests.Support;
using OverlayIp.Engine.Failover;

namespace OverlayIp.Agent.Tests;

/// <summary>The configuration file: how commands use it, and that schema, examples and reader agree.</summary>
public class TakeoverConfigurationTests
{
    private static readonly string Schemas = Path.Combine(AppContext.BaseDirectory, "schemas");
    private static readonly JsonElement Schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Schemas, "overlayip.schema.json"))).RootElement;

    public static TheoryData<string> Objects => ["", "connection", "routeSets"];

    [Fact]
    public async Task The_file_says_all_and_options_win()
    {
        await using var scene = await TakeoverScene.StartAsync();
        var path = scene.WriteConfiguration($$"""
            {
              "connection": { "region": "{{scene.Lab.Lab.Region}}", "endpointUrl": "{{scene.Lab.Lab.EndpointUrl}}" },
              "node": "{{scene.Lab.B.NetworkInterfaceId}}",
              "lockDirectory": "{{scene.Locks.Replace(@"\", @"\\", StringComparison.Ordinal)}}",
              "routeSets": [ { "destination": "10.2.0.1", "routeTableIds": ["{{scene.Lab.RouteTableIds[0]}}"] } ]
            }
            """);

        Assert.Equal(0, (await AgentRun.InProcessAsync("takeover", "--config", path)).Code);
        Assert.Equal([scene.Lab.B.InstanceId, scene.Lab.A.InstanceId, scene.Lab.A.InstanceId], await scene.Lab.TargetsAsync());

        Assert.Equal(0, (await AgentRun.InProcessAsync("takeover", "--config", path, "10.2.0.1", "--vpc", scene.Lab.B.VpcId)).Code);
        await scene.AssertTargetAsync(scene.Lab.B);

        Assert.Equal(0, (await AgentRun.InProcessAsync("takeover", "--config", path, "--vpc", scene.Lab.B.VpcId, "--network-interface", scene.Lab.A.NetworkInterfaceId)).Code);
        await scene.AssertTargetAsync(scene.Lab.A);
    }

    [Fact]
    public async Task Keepalives_states_take_over_what_follows_their_instance_and_nothing_else()
    {
        await using var scene = await TakeoverScene.StartAsync();
        var path = scene.WriteConfiguration($$"""
            {
              "connection": { "region": "{{scene.Lab.Lab.Region}}", "endpointUrl": "{{scene.Lab.Lab.EndpointUrl}}" },
              "node": "{{scene.Lab.B.NetworkInterfaceId}}",
              "routeSets": [ { "destination": "10.2.0.1", "vrrpInstance": "VI_1" } ]
            }
            """);
        Task<AgentRun> NotifyAsync(params string[] args) => AgentRun.InProcessAsync(["notify", "--config", path, "--lock-directory", scene.Locks, .. args]);

        var other = await NotifyAsync("INSTANCE", "VI_2", "MASTER", "100");
        Assert.Equal(0, other.Code);
        Assert.Contains("VI_2", other.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await NotifyAsync("INSTANCE", "VI_1", "BACKUP", "100")).Code);
        Assert.Equal(0, (await NotifyAsync("GROUP", "VI_1", "FAULT")).Code);
        await scene.AssertTargetAsync(scene.Lab.A);

        Assert.Equal(0, (await NotifyAsync("INSTANCE", "VI_1", "MASTER", "100")).Code);
        await scene.AssertTargetAsync(scene.Lab.B);

        Assert.Equal(2, (await NotifyAsync("INSTANCE", "VI_1", "PRESIDENT")).Code);
        Assert.Equal(2, (await NotifyAsync("PERSON", "VI_1", "MASTER")).Code);
    }

    [Theory]
    [InlineData("""{ "routeSets": [ { "destination": "10.2.0.1", "adress": true } ] }""", 2, "ConfigurationInvalid", "$.routeSets[0].adress")]
    [InlineData("{", 2, "ConfigurationNotJson", "line 1")]
    [InlineData(null, 4, "ConfigurationNotFound", "overlayip.json")]
    public async Task A_file_that_is_wrong_stops_every_command(string? text, int code, string errorId, string place)
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}-overlayip.json");
        if (text is not null)
            await File.WriteAllTextAsync(path, text);

        foreach (var command in (string[][])[["takeover"], ["release"], ["notify", "INSTANCE", "VI_1", "MASTER"], ["status", "--node"], ["check"]])
        {
            var run = await AgentRun.InProcessAsync([.. command, "--config", path]);
            Assert.Equal((code, ""), (run.Code, run.Output));
            Assert.Equal([errorId], run.ErrorIds);
            Assert.Contains(place, run.Error, StringComparison.Ordinal);
            Assert.Contains(path, run.Error, StringComparison.Ordinal);
        }

        File.Delete(path);
    }

    [Fact]
    public async Task Without_a_file_a_destination_must_be_named()
    {
        Assert.False(File.Exists(FailoverConfigurationReader.DefaultPath));
        var run = await AgentRun.InProcessAsync("takeover");
        Assert.Equal(2, run.Code);
        Assert.Equal(["NothingConfigured"], run.ErrorIds);
    }

    [Theory]
    [InlineData("overlayip.example.json")]
    [InlineData("overlayip.minimal.json")]
    public void The_examples_are_read_and_keep_to_the_schema(string name)
    {
        var path = Path.Combine(Schemas, name);
        Assert.NotEmpty(FailoverConfigurationReader.ReadFile(path).RouteSets);
        var example = JsonDocument.Parse(File.ReadAllText(path), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip }).RootElement;
        AssertKeepsTo(Schema, example, "$");
    }

    [Theory]
    [MemberData(nameof(Objects))]
    public void Reader_and_schema_know_the_same_properties(string where)
    {
        var schema = SchemaOf(where);
        Assert.False(schema.GetProperty("additionalProperties").GetBoolean());
        var error = Assert.Throws<OverlayIpException>(() => Read(where, """ "no such": 1 """));
        var known = error.Message[(error.Message.IndexOf("one of: ", StringComparison.Ordinal) + 8)..].TrimEnd('.').Split(", ");
        Assert.Equal(schema.GetProperty("properties").EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal), known.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Objects))]
    public void The_reader_accepts_every_example_of_the_schema_and_refuses_other_types(string where)
    {
        foreach (var property in SchemaOf(where).GetProperty("properties").EnumerateObject().Where(p => p.Value.TryGetProperty("examples", out _)))
        {
            // These two are of no use without the third.
            var company = property.Name is "addressInterface" or "addressLabel" ? """, "address": true""" : "";
            var example = property.Value.GetProperty("examples")[0];
            if (property.Name != "destination")
                Read(where, $"\"{property.Name}\": {example.GetRawText()}{company}");

            Assert.Throws<OverlayIpException>(() => Read(where, $"\"{property.Name}\": {{ }}{company}"));
        }
    }

    private static JsonElement SchemaOf(string where) => where switch
    {
        "" => Schema,
        "routeSets" => Schema.GetProperty("properties").GetProperty("routeSets").GetProperty("items"),
        _ => Schema.GetProperty("properties").GetProperty(where),
    };

    private static FailoverConfiguration Read(string where, string property)
    {
        var text = where switch
        {
            "" => $$"""{ {{property}}, "routeSets": [ { "destination": "10.2.0.1" } ] }""",
            "routeSets" when property.Contains("\"destination\"", StringComparison.Ordinal) => $$"""{ "routeSets": [ { {{property}} } ] }""",
            "routeSets" => $$"""{ "routeSets": [ { "destination": "10.2.0.1", {{property}} } ] }""",
            _ => $$"""{ "{{where}}": { {{property}} }, "routeSets": [ { "destination": "10.2.0.1" } ] }""",
        };
        return FailoverConfigurationReader.Parse(System.Text.Encoding.UTF8.GetBytes(text));
    }

    // As much of JSON Schema as this one uses.
    private static void AssertKeepsTo(JsonElement schema, JsonElement value, string path)
    {
        Assert.Equal(schema.GetProperty("type").GetString(), value.ValueKind switch
        {
            JsonValueKind.Object => "object",
            JsonValueKind.Array => "array",
            JsonValueKind.String => "string",
            JsonValueKind.Number => "integer",
            _ => "boolean",
        });
        if (schema.TryGetProperty("pattern", out var pattern))
            Assert.Matches(pattern.GetString()!, value.GetString());

        if (value.ValueKind == JsonValueKind.Array)
            Assert.All(value.EnumerateArray(), item => AssertKeepsTo(schema.GetProperty("items"), item, path + "[]"));

        if (value.ValueKind != JsonValueKind.Object)
            return;

        foreach (var property in value.EnumerateObject())
            AssertKeepsTo(schema.GetProperty("properties").GetProperty(property.Name), property.Value, $"{path}.{property.Name}");

        if (schema.TryGetProperty("required", out var required))
            Assert.All(required.EnumerateArray(), name => Assert.True(value.TryGetProperty(name.GetString()!, out _), $"{path} lacks {name}"));
    }
}
