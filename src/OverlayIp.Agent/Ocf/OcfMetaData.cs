using System.Security;
using System.Text;
using OverlayIp.Agent.CommandLine;

namespace OverlayIp.Agent.Ocf;

/// <summary>The description of itself that a resource agent gives: <c>ra-api-1.dtd</c> of the Open Cluster Framework.</summary>
internal static class OcfMetaData
{
    /// <summary>The actions with the least time-outs that are recommended. A start leaves time to wait out a request limit.</summary>
    private static readonly (string Action, string Attributes)[] Actions =
    [
        ("start", "timeout=\"60s\""),
        ("stop", "timeout=\"20s\""),
        ("monitor", "depth=\"0\" timeout=\"30s\" interval=\"20s\""),
        ("validate-all", "timeout=\"10s\""),
        ("meta-data", "timeout=\"5s\""),
    ];

    /// <summary>The XML.</summary>
    public static string Write()
    {
        var text = new StringBuilder($"""
            <?xml version="1.0"?>
            <!DOCTYPE resource-agent SYSTEM "ra-api-1.dtd">
            <resource-agent name="overlay-ip" version="{VersionAction.Version}">
            <version>1.0</version>
            <longdesc lang="en">
            Moves an overlay IP address on AWS: points its route in all route tables to this node's network interface at once, reads them back, and gives
            the address to the operating system. Takes every parameter of ocf:heartbeat:aws-vpc-move-ip with the same meaning. The node finds itself by
            instance metadata (IMDSv2); needed are ec2:DescribeRouteTables and ec2:ReplaceRoute, and that the source/destination check is off.
            </longdesc>
            <shortdesc lang="en">Moves an overlay IP address on AWS</shortdesc>
            <parameters>

            """);
        foreach (var parameter in OcfParameters.All)
        {
            var required = parameter.IsRequired ? " required=\"1\"" : "";
            var initial = parameter.Default.Length > 0 ? $" default=\"{SecurityElement.Escape(parameter.Default)}\"" : "";
            text.Append($"""
                <parameter name="{parameter.Name}"{required}>
                <longdesc lang="en">{SecurityElement.Escape(parameter.Long)}</longdesc>
                <shortdesc lang="en">{SecurityElement.Escape(parameter.Short)}</shortdesc>
                <content type="{parameter.Type}"{initial} />
                </parameter>

                """);
        }

        text.Append("</parameters>\n<actions>\n");
        foreach (var (action, attributes) in Actions)
            text.Append($"<action name=\"{action}\" {attributes} />\n");

        return text.Append("</actions>\n</resource-agent>").ToString();
    }
}
