using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>ModifyNetworkInterfaceAttribute and DescribeNetworkInterfaceAttribute.</summary>
internal static class NetworkInterfaceAttributeActions
{
    public static void Register(ActionTable table)
    {
        table.Add(
            "ModifyNetworkInterfaceAttribute",
            Modify,
            "NetworkInterfaceId SourceDestCheck.Value Description.Value SecurityGroupId.N Attachment.AttachmentId Attachment.DeleteOnTermination");
        table.Add("DescribeNetworkInterfaceAttribute", Describe, "NetworkInterfaceId Attribute");
    }

    private static Action<Ec2Xml> Modify(ActionContext context)
    {
        var parameters = context.Parameters;
        var id = parameters.RequiredId("NetworkInterfaceId", ResourceKind.NetworkInterface);
        var groups = parameters.Ids("SecurityGroupId", ResourceKind.SecurityGroup);
        context.Authorize([$"network-interface/{id}", .. groups.Select(group => $"security-group/{group}")]);
        var check = parameters.OptionalBoolean("SourceDestCheck.Value");
        var description = parameters.Optional("Description.Value");
        var attachmentId = parameters.Optional("Attachment.AttachmentId");
        RequireOneAttribute(
            (check is not null, "sourceDestCheck"),
            (description is not null, "description"),
            (groups.Count > 0, "groupSet"),
            (attachmentId is not null, "attachment"));
        context.Mutate(state =>
        {
            var eni = state.NetworkInterface(id);
            eni = eni with
            {
                SourceDestCheck = check ?? eni.SourceDestCheck,
                Description = description ?? eni.Description,
                GroupIds = groups.Count > 0 ? [.. SecurityGroups.Require(state, eni.VpcId, groups)] : eni.GroupIds,
            };
            return state.With(attachmentId is null ? eni : ModifyAttachment(eni, attachmentId, parameters));
        });
        return xml => xml.Text("return", true);
    }

    private static NetworkInterfaceResource ModifyAttachment(NetworkInterfaceResource eni, string attachmentId, QueryParameters parameters)
    {
        if (eni.Attachment is not { } attachment || attachment.Id != ResourceKind.Attachment.RequireWellFormed(attachmentId))
        {
            throw ResourceKind.Attachment.NotFound(attachmentId);
        }

        return eni with { Attachment = attachment with { DeleteOnTermination = parameters.Boolean("Attachment.DeleteOnTermination", attachment.DeleteOnTermination) } };
    }

    private static Action<Ec2Xml> Describe(ActionContext context)
    {
        var id = context.Parameters.RequiredId("NetworkInterfaceId", ResourceKind.NetworkInterface);
        // Unlike DescribeInstanceAttribute, this one has no resource-level permissions.
        context.Authorize();
        var attribute = context.Parameters.Optional("Attribute")
            ?? throw Ec2Errors.InvalidParameterCombination("No attributes specified.");
        var state = context.Seen;
        var eni = state.NetworkInterface(id);
        return xml =>
        {
            xml.Text("networkInterfaceId", eni.Id);
            switch (attribute)
            {
                case "sourceDestCheck":
                    xml.Element("sourceDestCheck", item => item.Text("value", eni.SourceDestCheck));
                    break;
                case "description":
                    xml.Element("description", item => item.Text("value", eni.Description));
                    break;
                case "groupSet":
                    NetworkInterfaceXml.WriteGroups(xml, state, eni.GroupIds);
                    break;
                case "attachment":
                    NetworkInterfaceXml.WriteAttachmentOf(context, xml, eni);
                    break;
                case "associatePublicIpAddress":
                    xml.Text("associatePublicIpAddress", false);
                    break;
                default:
                    throw Ec2Errors.InvalidValue(attribute, "attribute", "Unknown attribute.");
            }
        };
    }

    private static void RequireOneAttribute(params (bool Given, string Name)[] attributes)
    {
        var given = attributes.Where(attribute => attribute.Given).Select(attribute => attribute.Name).ToArray();
        if (given.Length == 0)
        {
            throw Ec2Errors.InvalidParameterCombination("No attributes specified.");
        }

        if (given.Length > 1)
        {
            throw Ec2Errors.InvalidParameterCombination($"Fields for multiple attribute types specified: {string.Join(", ", given)}");
        }
    }
}
