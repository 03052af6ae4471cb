using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using OverlayIp.Agent.Demo;
using OverlayIp.Agent.Resident;

namespace OverlayIp.Agent.Output;

/// <summary>
/// The JSON of this program, generated at compile time: reflection would slow a cluster manager's switch down.
/// Property names are the documented interface; a null is written, never left out.
/// </summary>
[JsonSerializable(typeof(ErrorLine))]
[JsonSerializable(typeof(WarningLine))]
[JsonSerializable(typeof(VerboseLine))]
[JsonSerializable(typeof(SwitchReport))]
[JsonSerializable(typeof(StatusReport))]
[JsonSerializable(typeof(CheckReport))]
[JsonSerializable(typeof(TakeoverReport))]
[JsonSerializable(typeof(ReleaseReport))]
[JsonSerializable(typeof(NodeStatusReport))]
[JsonSerializable(typeof(ControlRequest))]
[JsonSerializable(typeof(ControlAnswer))]
[JsonSerializable(typeof(JournalLine))]
[JsonSerializable(typeof(LabReport))]
[JsonSerializable(typeof(LabCleanReport))]
[JsonSerializable(typeof(DemoReport))]
internal sealed partial class AgentJson : JsonSerializerContext
{
    /// <summary>Leaves quotes and arrows readable: this goes to terminals and logs, never into HTML.</summary>
    public static AgentJson Relaxed { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
