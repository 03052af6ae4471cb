using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>The tag set that every resource's XML ends with.</summary>
internal static class TagXml
{
    public static void Tags(this Ec2Xml xml, Resource resource)
    {
        if (resource.Tags.IsEmpty)
        {
            return;
        }

        xml.Set("tagSet", resource.Tags, (item, tag) =>
        {
            item.Text("key", tag.Key);
            item.Text("value", tag.Value);
        });
    }
}
