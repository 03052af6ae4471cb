using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace OverlayIp.Lab.Metadata;

/// <summary>The session tokens of one instance (IMDSv2). They are good for nothing on another one, as on EC2.</summary>
internal sealed class MetadataTokens(TimeProvider clock)
{
    /// <summary>The longest life that can be asked for, in seconds: six hours.</summary>
    public const int MaxSeconds = 21600;

    private readonly ConcurrentDictionary<string, DateTimeOffset> _expiries = new(StringComparer.Ordinal);

    public string Issue(int seconds)
    {
        var now = clock.GetUtcNow();
        foreach (var (old, expiry) in _expiries)
        {
            if (expiry <= now)
            {
                _expiries.TryRemove(old, out _);
            }
        }

        // 40 bytes: the 56 characters of the real ones.
        var token = Convert.ToBase64String(RandomNumberGenerator.GetBytes(40)).Replace('+', '-').Replace('/', '_');
        _expiries[token] = now.AddSeconds(seconds);
        return token;
    }

    /// <summary>The seconds that a token has left; null for one that is unknown or has expired.</summary>
    public int? SecondsLeft(string token)
    {
        var left = _expiries.TryGetValue(token, out var expiry) ? expiry - clock.GetUtcNow() : TimeSpan.Zero;
        return left > TimeSpan.Zero ? (int)Math.Ceiling(left.TotalSeconds) : null;
    }
}
