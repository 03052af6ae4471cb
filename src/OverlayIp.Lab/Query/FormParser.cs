using System.Text;

namespace OverlayIp.Lab.Query;

/// <summary>Decodes <c>application/x-www-form-urlencoded</c> text, strictly.</summary>
internal static class FormParser
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Decodes the pairs, in order. A name without <c>=</c> has the empty value.</summary>
    /// <exception cref="Ec2Exception"><c>MalformedQueryString</c>.</exception>
    public static List<KeyValuePair<string, string>> Parse(ReadOnlySpan<byte> form)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        var scratch = new byte[form.Length];
        while (!form.IsEmpty)
        {
            var end = form.IndexOf((byte)'&');
            var pair = end < 0 ? form : form[..end];
            form = end < 0 ? [] : form[(end + 1)..];
            if (pair.IsEmpty)
            {
                continue;
            }

            var equals = pair.IndexOf((byte)'=');
            var name = Decode(equals < 0 ? pair : pair[..equals], scratch);
            var value = equals < 0 ? "" : Decode(pair[(equals + 1)..], scratch);
            pairs.Add(new(name, value));
        }

        return pairs;
    }

    private static string Decode(ReadOnlySpan<byte> text, byte[] scratch)
    {
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case (byte)'+':
                    scratch[length++] = (byte)' ';
                    break;
                case (byte)'%':
                    if (i + 2 >= text.Length || !TryHex(text[i + 1], out var high) || !TryHex(text[i + 2], out var low))
                    {
                        throw Malformed();
                    }

                    scratch[length++] = (byte)((high << 4) | low);
                    i += 2;
                    break;
                default:
                    scratch[length++] = text[i];
                    break;
            }
        }

        try
        {
            return StrictUtf8.GetString(scratch, 0, length);
        }
        catch (DecoderFallbackException)
        {
            throw Malformed();
        }
    }

    private static bool TryHex(byte digit, out int value)
    {
        value = digit switch
        {
            >= (byte)'0' and <= (byte)'9' => digit - '0',
            >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
            >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
            _ => -1,
        };
        return value >= 0;
    }

    private static Ec2Exception Malformed() => new("MalformedQueryString", "The query string is malformed");
}
