using Amazon.EC2.Internal.Wire;
using Amazon.Runtime;

namespace Amazon.EC2.Model;

/// <summary>A page of prefix lists (<c>DescribeManagedPrefixLists</c>).</summary>
public class DescribeManagedPrefixListsResponse : AmazonWebServiceResponse, IXmlShape
{
    /// <summary>The lists of this page.</summary>
    public List<ManagedPrefixList>? PrefixLists { get; set; } = InitialList.Of<ManagedPrefixList>();

    /// <summary>Where the next page begins; null on the last one.</summary>
    public string? NextToken { get; set; }

    void IXmlShape.ReadMember(string name, XmlShapeReader xml)
    {
        switch (name)
        {
            case "prefixListSet":
                PrefixLists = xml.List(PrefixLists);
                break;
            case "nextToken":
                NextToken = xml.String();
                break;
        }
    }
}
