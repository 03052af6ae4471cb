using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>A tag of a resource.</summary>
public class Tag : IXmlShape
{
    /// <summary>Creates a tag to be filled in.</summary>
    public Tag()
    {
    }

    /// <summary>Creates a tag without a value.</summary>
    /// <param name="key">The tag's key.</param>
    public Tag(string key) => Key = key;

    /// <summary>Creates a tag.</summary>
    /// <param name="key">The tag's key.</param>
    /// <param name="value">The tag's value.</param>
    public Tag(string key, string value)
    {
        Key = key;
        Value = value;
    }

    /// <summary>The tag's key.</summary>
    public string? Key { get; set; }

    /// <summary>The tag's value.</summary>
    public string? Value { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "key":
                Key = xml.String();
                break;
            case "value":
                Value = xml.String();
                break;
        }
    }
}
