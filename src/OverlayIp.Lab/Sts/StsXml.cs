using System.Text;
using System.Xml.Linq;
using OverlayIp.Lab.Query;

namespace OverlayIp.Lab.Sts;

/// <summary>The XML of STS's answers, which is not EC2's: results are wrapped, and errors say whose fault they are.</summary>
internal static class StsXml
{
    private static readonly XNamespace Namespace = "https://sts.amazonaws.com/doc/2011-06-15/";

    /// <summary>An element of an answer; one without a value is left out of its parent.</summary>
    public static XElement? Text(string name, string? value) => value is null ? null : new XElement(Namespace + name, value);

    /// <summary>An element with elements.</summary>
    public static XElement Element(string name, params XElement?[] content) => new(Namespace + name, content);

    /// <summary>The whole answer of an action.</summary>
    public static byte[] Response(string action, string requestId, IEnumerable<XElement?> result) => Bytes(Element(
        action + "Response",
        Element(action + "Result", result.ToArray()),
        Element("ResponseMetadata", Text("RequestId", requestId))));

    /// <summary>The answer that is an error.</summary>
    public static byte[] Error(ApiException error, string requestId) => Bytes(Element(
        "ErrorResponse",
        Element("Error", Text("Type", error.Status < 500 ? "Sender" : "Receiver"), Text("Code", error.Code), Text("Message", Printable(error.Message))),
        Text("RequestId", requestId)));

    // XML 1.0 has no way at all to write most control characters, and a message may quote what the caller sent.
    private static string Printable(string text) =>
        string.Concat(text.Select(character => System.Xml.XmlConvert.IsXmlChar(character) || char.IsSurrogate(character) ? character : '\uFFFD'));

    private static byte[] Bytes(XElement root) => Encoding.UTF8.GetBytes(root.ToString());
}
