using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>ModifyInstanceAttribute and DescribeInstanceAttribute.</summary>
internal static class InstanceAttributeActions
{
    private static readonly (string Parameter, string Attribute)[] Modifiable =
    [
        ("SourceDestCheck.Value", "sourceDestCheck"),
        ("DisableApiTermination.Value", "disableApiTermination"),
        ("DisableApiStop.Value", "disableApiStop"),
        ("InstanceType.Value", "instanceType"),
        ("UserData.Value", "userData"),
    ];

    public static void Register(ActionTable table)
    {
        table.Add(
            "ModifyInstanceAttribute",
            Modify,
            "InstanceId Attribute Value GroupId.N " + string.Join(' ', Modifiable.Select(attribute => attribute.Parameter)));
        table.Add("DescribeInstanceAttribute", Describe, "InstanceId Attribute");
    }

    private static Action<Ec2Xml> Modify(ActionContext context)
    {
        var parameters = context.Parameters;
        var id = parameters.RequiredId("InstanceId", ResourceKind.Instance);
        context.Present.Instance(id);
        var groups = parameters.Ids("GroupId", ResourceKind.SecurityGroup);
        context.Authorize([$"instance/{id}", .. groups.Select(group => $"security-group/{group}")]);
        var (attribute, value) = Wanted(parameters, groups);
        context.Mutate(state =>
        {
            var instance = state.Instance(id);
            return attribute switch
            {
                "sourceDestCheck" => state.With(OnlyInterface(state, instance) with { SourceDestCheck = Boolean(value) }),
                "groupSet" => state.With(WithGroups(state, instance, groups)),
                "disableApiTermination" => state.With(instance with { DisableApiTermination = Boolean(value) }),
                "disableApiStop" => state.With(instance with { DisableApiStop = Boolean(value) }),
                "instanceType" => state.With(RequireStopped(instance) with { InstanceType = value }),
                _ => state.With(RequireStopped(instance) with { UserData = value }),
            };
        });
        return xml => xml.Text("return", true);
    }

    // The attribute is given by its own parameter, or by name and value: an older form that the SDKs still have.
    private static (string Attribute, string Value) Wanted(QueryParameters parameters, IReadOnlyList<string> groups)
    {
        var given = Modifiable
            .Where(attribute => parameters.Optional(attribute.Parameter) is not null)
            .Select(attribute => (attribute.Attribute, Value: parameters.Optional(attribute.Parameter)!))
            .ToList();
        if (groups.Count > 0)
        {
            given.Add(("groupSet", ""));
        }

        if (parameters.Optional("Attribute") is { } name)
        {
            given.Add((
                Modifiable.Any(attribute => attribute.Attribute == name)
                    ? name
                    : throw Ec2Errors.InvalidValue(name, "attribute", "Unknown attribute."),
                parameters.Required("Value")));
        }

        return given.Count switch
        {
            1 => given[0],
            0 => throw Ec2Errors.InvalidParameterCombination("No attributes specified."),
            _ => throw Ec2Errors.InvalidParameterCombination(
                $"Fields for multiple attribute types specified: {string.Join(", ", given.Select(attribute => attribute.Attribute))}"),
        };
    }

    private static bool Boolean(string value) => value.ToLowerInvariant() switch
    {
        "true" or "1" => true,
        "false" or "0" => false,
        _ => throw Ec2Errors.InvalidValue(value, "value", "Invalid boolean value."),
    };

    private static NetworkInterfaceResource OnlyInterface(LabState state, InstanceResource instance) =>
        state.InterfacesOf(instance.Id) switch
        {
            [var only] => only,
            [] => throw new Ec2Exception("IncorrectInstanceState", $"The instance '{instance.Id}' is not in a valid state for this operation."),
            _ => throw RouteTargetParameters.MultipleInterfaces(instance.Id),
        };

    private static NetworkInterfaceResource WithGroups(LabState state, InstanceResource instance, IReadOnlyList<string> groups)
    {
        var eni = OnlyInterface(state, instance);
        return eni with { GroupIds = [.. SecurityGroups.Require(state, eni.VpcId, groups)] };
    }

    private static InstanceResource RequireStopped(InstanceResource instance) => instance.State == InstanceState.Stopped
        ? instance
        : throw new Ec2Exception("IncorrectInstanceState", $"The instance '{instance.Id}' is not in the 'stopped' state.");

    private static Action<Ec2Xml> Describe(ActionContext context)
    {
        var id = context.Parameters.RequiredId("InstanceId", ResourceKind.Instance);
        var attribute = context.Parameters.Required("Attribute");
        var state = context.Seen;
        var instance = state.Instance(id);
        context.Authorize($"instance/{id}");
        var interfaces = state.InterfacesOf(id);
        return xml =>
        {
            xml.Text("instanceId", id);
            switch (attribute)
            {
                case "sourceDestCheck" when interfaces.Count > 1:
                    throw RouteTargetParameters.MultipleInterfaces(id);
                case "sourceDestCheck":
                    xml.Element("sourceDestCheck", item => item.Text("value", interfaces.Count == 1 && interfaces[0].SourceDestCheck));
                    break;
                case "groupSet":
                    NetworkInterfaceXml.WriteGroups(xml, state, interfaces.Take(1).SelectMany(eni => eni.GroupIds));
                    break;
                case "disableApiTermination":
                    xml.Element("disableApiTermination", item => item.Text("value", instance.DisableApiTermination));
                    break;
                case "disableApiStop":
                    xml.Element("disableApiStop", item => item.Text("value", instance.DisableApiStop));
                    break;
                case "instanceType":
                    xml.Element("instanceType", item => item.Text("value", instance.InstanceType));
                    break;
                case "userData":
                    xml.Element("userData", item => item.Text("value", instance.UserData));
                    break;
                case "instanceInitiatedShutdownBehavior":
                    xml.Element("instanceInitiatedShutdownBehavior", item => item.Text("value", "stop"));
                    break;
                case "rootDeviceName":
                    xml.Element("rootDeviceName", item => item.Text("value", "/dev/xvda"));
                    break;
                case "ebsOptimized":
                    xml.Element("ebsOptimized", item => item.Text("value", false));
                    break;
                default:
                    throw Ec2Errors.InvalidValue(attribute, "attribute", "Unknown attribute.");
            }
        };
    }
}
