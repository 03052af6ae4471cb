using System.Xml.Linq;

namespace OverlayIp.Lab.Tests.Support;

/// <summary>An answer of the lab, read as a client would: by local names.</summary>
internal sealed record Ec2Answer(int Status, XDocument Xml)
{
    public string? Code => Text("Code");

    public string? Message => Text("Message");

    /// <summary>The text of the first element of that name, anywhere.</summary>
    public string? Text(string name) => Xml.Descendants().FirstOrDefault(element => element.Name.LocalName == name)?.Value;

    /// <summary>The texts of all elements of that name, in order.</summary>
    public IReadOnlyList<string> Texts(string name) =>
        Xml.Descendants().Where(element => element.Name.LocalName == name).Select(element => element.Value).ToArray();

    /// <summary>The items of the first list of that name.</summary>
    public IReadOnlyList<XElement> Items(string set) =>
        Xml.Descendants().FirstOrDefault(element => element.Name.LocalName == set)?.Elements().ToArray() ?? [];
}

internal static class ElementReading
{
    /// <summary>The text of a direct child, or null.</summary>
    public static string? Child(this XElement element, string name) =>
        element.Elements().FirstOrDefault(child => child.Name.LocalName == name)?.Value;
}
