using System.Globalization;
using System.Security.Cryptography;

namespace OverlayIp.Lab.Vpc;

/// <summary>Makes ids, keys and random decisions; the same ones each time when it is given a seed.</summary>
internal sealed class IdSource
{
    private const string KeyCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const string SecretCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private readonly Random _random;

    public IdSource(int? seed) =>
        _random = new Random(seed ?? RandomNumberGenerator.GetInt32(int.MaxValue));

    /// <summary>A new id such as <c>rtb-0123456789abcdef0</c>. Real ones begin with a zero.</summary>
    public string New(string prefix)
    {
        lock (_random)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{prefix}-0{_random.NextInt64():x16}");
        }
    }

    /// <summary>An access key id: 20 characters that nobody takes for a real one.</summary>
    public string NewAccessKeyId() => "AKIALAB" + Pick(KeyCharacters, 13);

    /// <summary>The id of a temporary key, which begins with ASIA.</summary>
    public string NewTemporaryKeyId() => "ASIALAB" + Pick(KeyCharacters, 13);

    /// <summary>A session token. It has the characters that a client must take care to encode.</summary>
    public string NewSessionToken() => "IQoLab//+" + Pick(SecretCharacters, 245) + "==";

    /// <summary>A secret access key: 40 characters.</summary>
    public string NewSecret() => Pick(SecretCharacters, 40);

    /// <summary>A locally administered MAC address, as EC2 gives them out.</summary>
    public string NewMacAddress()
    {
        var bytes = new byte[5];
        lock (_random)
        {
            _random.NextBytes(bytes);
        }

        return "02:" + string.Join(':', bytes.Select(value => value.ToString("x2", CultureInfo.InvariantCulture)));
    }

    private string Pick(string alphabet, int length)
    {
        lock (_random)
        {
            return new string(_random.GetItems<char>(alphabet, length));
        }
    }
}
