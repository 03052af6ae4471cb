using Amazon.EC2.Internal.Wire;
using Amazon.Runtime;

namespace Amazon.EC2.Model;

/// <summary>A page of a prefix list's entries (<c>GetManagedPrefixListEntries</c>).</summary>
public class GetManagedPrefixListEntriesResponse : AmazonWebServiceResponse, IXmlShape
{
    /// <summary>The entries of this page.</summary>
    public List<PrefixListEntry>? Entries { get; set; } = InitialList.Of<PrefixListEntry>();

    /// <summary>Where the next page begins; null on the last one.</summary>
    public string? NextToken { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "entrySet":
                Entries = xml.List(Entries);
                break;
            case "nextToken":
                NextToken = xml.String();
                break;
        }
    }
}
