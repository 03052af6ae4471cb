using OverlayIp.Lab.Query;

namespace OverlayIp.Lab.Signing;

/// <summary>What an API answers to a request that is not rightly signed. Each has its own words for it.</summary>
internal abstract class SignatureErrors
{
    /// <summary>There is no signature at all.</summary>
    public abstract ApiException Unsigned();

    /// <summary>The signature lacks something, or is of another kind.</summary>
    public abstract ApiException Incomplete(string message);

    /// <summary>The signature is for another day, Region or service.</summary>
    public abstract ApiException WrongScope(string message);

    /// <summary>The request's time is too far from the lab's.</summary>
    public abstract ApiException Skewed(DateTimeOffset signedAt, DateTimeOffset now, TimeSpan allowed);

    /// <summary>Nobody has that key, or the session token is not the key's.</summary>
    public abstract ApiException UnknownKey();

    /// <summary>The temporary key has expired.</summary>
    public abstract ApiException ExpiredKey();

    /// <summary>The signature was not made with the key's secret, or not over this request.</summary>
    public abstract ApiException Mismatch();
}
