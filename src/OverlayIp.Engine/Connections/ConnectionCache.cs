using System.Collections;
using System.Collections.Concurrent;
using Amazon.Runtime.CredentialManagement;

namespace OverlayIp.Engine.Connections;

/// <summary>
/// Keeps one open connection for each distinct way to EC2, so that the second command of a session finds warm
/// connections, credentials and request limits.
/// </summary>
public sealed class ConnectionCache : IDisposable
{
    private readonly ConcurrentDictionary<Key, Ec2Connection> _open = new();

    /// <summary>Finds or opens the connection for these settings.</summary>
    /// <param name="settings">What the user said.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    /// <exception cref="OverlayIpException">See <see cref="Ec2ConnectionFactory.OpenAsync"/>.</exception>
    public async Task<Ec2Connection> GetAsync(ConnectionSettings settings, CancellationToken cancellationToken)
    {
        var key = Key.Of(settings);
        if (_open.TryGetValue(key, out var open))
        {
            return open;
        }

        var opened = await Ec2ConnectionFactory.OpenAsync(settings, cancellationToken);
        var kept = _open.GetOrAdd(key, opened);
        if (!ReferenceEquals(kept, opened))
        {
            opened.Dispose();
        }

        return kept;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var key in _open.Keys)
        {
            if (_open.TryRemove(key, out var connection))
            {
                connection.Dispose();
            }
        }
    }

    // Where nothing was said, the environment and the profile files decide; so what they say is part of the key, or a changed
    // AWS_PROFILE or 'aws configure' would silently go on using the old account.
    private sealed record Key(ConnectionSettings Settings, string Environment, string Files)
    {
        public static Key Of(ConnectionSettings settings) => new(
            settings,
            string.Join('\n', System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
                .Select(v => $"{v.Key}={v.Value}").Where(v => v.StartsWith("AWS_", StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal)),
            $"{StampOf(SharedCredentialsFile.DefaultConfigFilePath)} {StampOf(SharedCredentialsFile.DefaultFilePath)}");

        // It holds secrets.
        public override string ToString() => nameof(Key);

        // A file that is not there has a time as well, and always the same.
        private static long StampOf(string path) => File.GetLastWriteTimeUtc(path).Ticks;
    }
}
