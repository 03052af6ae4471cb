using System.Globalization;
using System.Xml;

namespace Amazon.EC2.Internal.Wire;

/// <summary>
/// Reads shapes straight from the response stream: one pass, nothing buffered but the parser's own window. Every method
/// that returns a value consumes the element that the reader stands on.
/// </summary>
internal sealed class XmlShapeReader
{
    // Whoever answers, no external entity is fetched and no DTD is expanded.
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Ignore,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
    };

    private readonly XmlReader _xml;
    private string? _requestId;
    private bool _consumed;

    private XmlShapeReader(XmlReader xml) => _xml = xml;

    /// <summary>Fills <paramref name="response"/> from a whole document and gives the request id that it carried.</summary>
    internal static string? ReadDocument(Stream stream, IXmlShape response)
    {
        using var xml = XmlReader.Create(stream, Settings);
        var reader = new XmlShapeReader(xml);
        xml.MoveToContent();
        reader.ReadMembers(response, isRoot: true);
        return reader._requestId;
    }

    internal string String()
    {
        _consumed = true;
        return _xml.ReadElementContentAsString();
    }

    internal bool? Bool() => String() is { Length: > 0 } text ? bool.Parse(text) : null;

    internal int? Int() => String() is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    internal long? Long() => String() is { Length: > 0 } text ? long.Parse(text, CultureInfo.InvariantCulture) : null;

    internal DateTime? Time() => String() is { Length: > 0 } text
        ? DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal)
        : null;

    /// <summary>An attribute wrapped as <c>&lt;name&gt;&lt;value&gt;text&lt;/value&gt;&lt;/name&gt;</c>.</summary>
    internal string? WrappedString()
    {
        var wrapper = new ValueWrapper();
        ReadMembers(wrapper, isRoot: false);
        return wrapper.Value;
    }

    /// <summary>A yes-or-no attribute wrapped as <see cref="WrappedString"/> describes.</summary>
    internal bool? WrappedBool() => WrappedString() is { Length: > 0 } text ? bool.Parse(text) : null;

    internal T Shape<T>()
        where T : IXmlShape, new()
    {
        var shape = new T();
        ReadMembers(shape, isRoot: false);
        return shape;
    }

    /// <summary>
    /// Appends the <c>item</c> elements. A list without items leaves <paramref name="list"/> as it was, which is null
    /// unless <see cref="AWSConfigs.InitializeCollections"/> is set.
    /// </summary>
    internal List<T>? List<T>(List<T>? list)
        where T : IXmlShape, new()
    {
        if (EnterElement())
        {
            while (NextChild())
            {
                if (_xml.LocalName == "item")
                    (list ??= []).Add(Shape<T>());
                else
                    _xml.Skip();
            }
        }

        _consumed = true;
        return list;
    }

    /// <summary>As <see cref="List{T}"/>, for lists of plain text.</summary>
    internal List<string>? Strings(List<string>? list)
    {
        if (EnterElement())
        {
            while (NextChild())
            {
                if (_xml.LocalName == "item")
                    (list ??= []).Add(String());
                else
                    _xml.Skip();
            }
        }

        _consumed = true;
        return list;
    }

    private void ReadMembers(IXmlShape shape, bool isRoot)
    {
        if (EnterElement())
        {
            while (NextChild())
            {
                _consumed = false;
                if (isRoot && _xml.LocalName == "requestId")
                    _requestId = String();
                else
                    shape.ReadMember(_xml.LocalName, this);
                if (!_consumed)
                    _xml.Skip();
            }
        }

        _consumed = true;
    }

    private bool EnterElement()
    {
        var hasContent = !_xml.IsEmptyElement;
        _xml.Read();
        return hasContent;
    }

    private bool NextChild()
    {
        while (true)
        {
            switch (_xml.MoveToContent())
            {
                case XmlNodeType.Element:
                    return true;
                case XmlNodeType.EndElement:
                    _xml.Read();
                    return false;
                default:
                    _xml.Read();
                    break;
            }
        }
    }

    private sealed class ValueWrapper : IXmlShape
    {
        internal string? Value { get; private set; }

        public void ReadMember(string name, XmlShapeReader xml)
        {
            if (name == "value")
                Value = xml.String();
        }
    }
}
