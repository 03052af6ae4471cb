using System.Collections.Concurrent;

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

    // Where nothing was said, the environment decides; so what it says is part of the key, or a changed AWS_PROFILE would
    // silently go on using the old account.
    private sealed record Key(ConnectionSettings Settings, string Environment)
    {
        private static readonly string[] Variables =
        [
            "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
            "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_EC2", "AWS_ENDPOINT_URL_STS", "AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT",
            "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
        ];

        public static Key Of(ConnectionSettings settings) => new(
            settings,
            string.Join('\n', Variables.Select(System.Environment.GetEnvironmentVariable)));
    }
}
