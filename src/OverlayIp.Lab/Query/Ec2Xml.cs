using System.Globalization;
using System.Text;

namespace OverlayIp.Lab.Query;

/// <summary>Writes the XML of EC2's answers: elements and text only, no attribute but the namespace.</summary>
internal sealed class Ec2Xml
{
    public const string Namespace = "http://ec2.amazonaws.com/doc/2016-11-15/";

    private readonly StringBuilder _text = new(1024);

    /// <summary>The whole answer of an action.</summary>
    public static byte[] Response(string action, string requestId, Action<Ec2Xml>? content)
    {
        var xml = new Ec2Xml();
        xml._text.Append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<")
            .Append(action).Append("Response xmlns=\"").Append(Namespace).Append("\">");
        xml.Text("requestId", requestId);
        content?.Invoke(xml);
        xml._text.Append("</").Append(action).Append("Response>");
        return Encoding.UTF8.GetBytes(xml._text.ToString());
    }

    /// <summary>The answer that is an error.</summary>
    public static byte[] Error(string code, string message, string requestId)
    {
        var xml = new Ec2Xml();
        xml._text.Append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.Element("Response", response =>
        {
            response.Element("Errors", errors => errors.Element("Error", error =>
            {
                error.Text("Code", code);
                error.Text("Message", message);
            }));
            response.Text("RequestID", requestId);
        });
        return Encoding.UTF8.GetBytes(xml._text.ToString());
    }

    public void Element(string name, Action<Ec2Xml> content)
    {
        _text.Append('<').Append(name).Append('>');
        content(this);
        _text.Append("</").Append(name).Append('>');
    }

    /// <summary>A list: <c>&lt;name&gt;&lt;item&gt;…&lt;/item&gt;…&lt;/name&gt;</c>, empty when there is nothing.</summary>
    public void Set<T>(string name, IEnumerable<T> items, Action<Ec2Xml, T> content) => Element(name, set =>
    {
        foreach (var item in items)
        {
            _text.Append("<item>");
            content(set, item);
            _text.Append("</item>");
        }
    });

    /// <summary>A list of texts.</summary>
    public void TextSet(string name, IEnumerable<string> items) => Set(name, items, static (set, item) => set.Escape(item));

    /// <summary>An element with text; nothing for null.</summary>
    public void Text(string name, string? value)
    {
        if (value is null)
        {
            return;
        }

        _text.Append('<').Append(name).Append('>');
        Escape(value);
        _text.Append("</").Append(name).Append('>');
    }

    public void Text(string name, bool value) => Text(name, value ? "true" : "false");

    public void Text(string name, int value) => Text(name, value.ToString(CultureInfo.InvariantCulture));

    public void Text(string name, DateTimeOffset value) =>
        Text(name, value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));

    private void Escape(string value)
    {
        foreach (var character in value)
        {
            switch (character)
            {
                case '&':
                    _text.Append("&amp;");
                    break;
                case '<':
                    _text.Append("&lt;");
                    break;
                case '>':
                    _text.Append("&gt;");
                    break;
                // XML 1.0 has no way at all to write the other control characters.
                case < ' ' when character is not ('\t' or '\n' or '\r'):
                    _text.Append('\uFFFD');
                    break;
                case '\r':
                    _text.Append("&#13;");
                    break;
                default:
                    _text.Append(character);
                    break;
            }
        }
    }
}
