using System.Collections.Concurrent;

namespace OverlayIp.Lab.Signing;

/// <summary>The keys that a lab accepts, for all of its APIs.</summary>
internal sealed class CredentialStore
{
    // An expired key is answered "expired" for as long as that explains something, and then as one that never was.
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<string, Credential> _credentials = new(StringComparer.Ordinal);

    public void Add(Credential credential) => _credentials[credential.AccessKeyId] = credential;

    public Credential? Find(string accessKeyId) => _credentials.GetValueOrDefault(accessKeyId);

    /// <summary>Forgets what has expired a day ago, so that a lab that runs for weeks does not grow by its temporary keys.</summary>
    public void Forget(DateTimeOffset now)
    {
        foreach (var (id, credential) in _credentials)
        {
            if (credential.ExpiresAt + Remembered < now)
            {
                _credentials.TryRemove(id, out _);
            }
        }
    }
}
