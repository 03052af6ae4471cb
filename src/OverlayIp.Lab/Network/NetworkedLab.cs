using System.Text.Json.Serialization;

namespace OverlayIp.Lab.Network;

/// <summary>A lab that runs as a network on this machine, in this process or another: what is needed to run commands in it.</summary>
public sealed record NetworkedLab
{
    /// <summary>The short id that the names of its namespaces begin with, after <c>ovip-</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Its name, such as <c>lab-1</c>. Labs of different processes can have the same.</summary>
    public required string Name { get; init; }

    /// <summary>The process that it runs in.</summary>
    public required int ProcessId { get; init; }

    /// <summary>When that process was started, in the kernel's clock ticks since boot (proc_pid_stat(5), field 22): process ids
    /// are used again.</summary>
    public required long ProcessStart { get; init; }

    /// <summary>Where it answers, on the machine and inside of every instance.</summary>
    public required string EndpointUrl { get; init; }

    /// <summary>Its running instances.</summary>
    public IReadOnlyList<NetworkedLabNode> Nodes { get; init; } = [];

    /// <summary>The instance with this name or id, or null.</summary>
    /// <param name="nameOrId">The Name tag, or the instance id.</param>
    public NetworkedLabNode? FindNode(string nameOrId) =>
        Nodes.FirstOrDefault(node => node.InstanceId == nameOrId)
        ?? Nodes.FirstOrDefault(node => string.Equals(node.Name, nameOrId, StringComparison.OrdinalIgnoreCase));
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(NetworkedLab))]
internal sealed partial class NetworkedLabContext : JsonSerializerContext;
