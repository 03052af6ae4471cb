using System.Globalization;
using System.Security.Cryptography;
using OverlayIp.Lab.Metadata;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Network;

/// <summary>A networked lab's file: it is there before the first namespace is, and goes after the last.</summary>
internal sealed class LabPresence
{
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly ICredentialSource _credentials;
    private readonly NetworkNames _names;
    private NetworkedLab _lab;

    private LabPresence(NetworkedLab lab, OverlayLab description, ICredentialSource credentials)
    {
        _lab = lab;
        _names = new NetworkNames(lab.Id);
        _environment = description.EnvironmentVariables;
        _credentials = credentials;
    }

    /// <summary>The lab with the instances that run.</summary>
    public NetworkedLab Lab => Volatile.Read(ref _lab);

    public NetworkNames Names => _names;

    /// <summary>Takes an id that no other lab has.</summary>
    public static LabPresence Claim(OverlayLab description, ICredentialSource credentials)
    {
        while (true)
        {
            var lab = new NetworkedLab
            {
                Id = RandomNumberGenerator.GetInt32(0x1_0000).ToString("x4", CultureInfo.InvariantCulture),
                Name = description.Name,
                ProcessId = System.Environment.ProcessId,
                ProcessStart = NetworkedLabs.StartOf(System.Environment.ProcessId) ?? 0,
                EndpointUrl = description.EndpointUrl,
            };
            if (NetworkedLabs.Write(lab, isNew: true))
            {
                return new LabPresence(lab, description, credentials);
            }
        }
    }

    /// <summary>Tells which instances run now.</summary>
    public void Update(LabState state)
    {
        var nodes = state.Instances.Values
            .Where(instance => instance.State is InstanceState.Running)
            .Select(instance => new NetworkedLabNode
            {
                Name = instance.Name ?? instance.Id,
                InstanceId = instance.Id,
                Namespace = _names.NodeNamespace(instance.Id),
                Environment = EnvironmentOf(instance.Id),
            })
            .OrderBy(node => node.Name, StringComparer.Ordinal)
            .ToArray();
        if (nodes.Length == Lab.Nodes.Count && nodes.Zip(Lab.Nodes).All(pair => IsSame(pair.First, pair.Second)))
        {
            return;
        }

        Volatile.Write(ref _lab, Lab with { Nodes = nodes });
        NetworkedLabs.Write(Lab, isNew: false);
    }

    public void Leave() => NetworkedLabs.Delete(_lab.Id);

    // Where a role gives credentials, those of the environment would hide them.
    private SortedDictionary<string, string> EnvironmentOf(string instanceId)
    {
        var hasRole = _credentials.CredentialsForInstance(instanceId) is not null;
        return new SortedDictionary<string, string>(
            _environment.Where(variable => !hasRole || !variable.Key.Contains("KEY", StringComparison.Ordinal)).ToDictionary(StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    private static bool IsSame(NetworkedLabNode left, NetworkedLabNode right) =>
        left.Name == right.Name && left.InstanceId == right.InstanceId && left.Environment.SequenceEqual(right.Environment);
}
