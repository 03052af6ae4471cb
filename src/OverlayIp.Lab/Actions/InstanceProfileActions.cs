using OverlayIp.Lab.Iam;
using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>AssociateIamInstanceProfile, DisassociateIamInstanceProfile, ReplaceIamInstanceProfileAssociation and
/// DescribeIamInstanceProfileAssociations.</summary>
internal static class InstanceProfileActions
{
    private const string AssociationPrefix = "iip-assoc";

    private static readonly FilterTable<InstanceResource> Filters = new(new()
    {
        ["instance-id"] = (_, instance) => [instance.Id],
        ["state"] = (_, _) => ["associated"],
    });

    private static readonly PageLimits Limits = new(5, 1000);

    public static void Register(ActionTable table)
    {
        table.Add("AssociateIamInstanceProfile", Associate, "InstanceId " + InstanceProfileParameters.Names);
        table.Add("DisassociateIamInstanceProfile", Disassociate, "AssociationId");
        table.Add("ReplaceIamInstanceProfileAssociation", Replace, "AssociationId " + InstanceProfileParameters.Names);
        table.Add("DescribeIamInstanceProfileAssociations", Describe, "AssociationId.N Filter.N.Name Filter.N.Value.N MaxResults NextToken");
    }

    /// <summary>An association that is new.</summary>
    public static InstanceProfileAssociation New(IdSource ids, IamProfile profile) => new(ids.New(AssociationPrefix), profile.Name);

    /// <summary>The profile of an instance, as DescribeInstances shows it.</summary>
    public static void WriteProfile(ActionContext context, Ec2Xml xml, InstanceResource instance)
    {
        if (instance.IamInstanceProfile is { } association && context.Identity.Directory.FindProfile(association.ProfileName) is { } profile)
        {
            xml.Element("iamInstanceProfile", item =>
            {
                item.Text("arn", profile.Arn);
                item.Text("id", profile.Id);
            });
        }
    }

    private static Action<Ec2Xml> Associate(ActionContext context)
    {
        var id = context.Parameters.RequiredId("InstanceId", ResourceKind.Instance);
        var profile = RequiredProfile(context);
        context.Present.Instance(id);
        context.AuthorizePassing(profile.Role?.Arn, $"instance/{id}");
        var changed = context.Mutate(state =>
        {
            var instance = state.Instance(id);
            if (instance.IamInstanceProfile is not null)
            {
                throw new Ec2Exception("IncorrectState", $"There is an existing association for instance {id}");
            }

            instance = RequireLiving(instance) with { IamInstanceProfile = New(context.Ids, profile) };
            return (state.With(instance), instance);
        });
        return xml => WriteAssociation(context, xml, "iamInstanceProfileAssociation", changed, "associating");
    }

    private static Action<Ec2Xml> Disassociate(ActionContext context)
    {
        var id = context.Parameters.Required("AssociationId");
        context.Authorize(Target(context, id));
        var before = context.Mutate(state =>
        {
            var instance = Find(state, id);
            return (state.With(instance with { IamInstanceProfile = null }), instance);
        });
        return xml => WriteAssociation(context, xml, "iamInstanceProfileAssociation", before, "disassociating");
    }

    private static Action<Ec2Xml> Replace(ActionContext context)
    {
        var id = context.Parameters.Required("AssociationId");
        var profile = RequiredProfile(context);
        context.AuthorizePassing(profile.Role?.Arn, Target(context, id));
        var changed = context.Mutate(state =>
        {
            var instance = Find(state, id) with { IamInstanceProfile = New(context.Ids, profile) };
            return (state.With(instance), instance);
        });
        return xml => WriteAssociation(context, xml, "iamInstanceProfileAssociation", changed, "associating");
    }

    private static Action<Ec2Xml> Describe(ActionContext context)
    {
        var ids = context.Parameters.List("AssociationId");
        context.Authorize();
        foreach (var id in ids)
        {
            Find(context.Seen, id);
        }

        var found = Filters.Apply(context, context.Seen.Instances.Values
            .Where(instance => instance.IamInstanceProfile is { } association && (ids.Count == 0 || ids.Contains(association.Id))));
        var page = Paging.Cut(context, found, instance => instance.Id, Limits);
        return xml =>
        {
            xml.Set("iamInstanceProfileAssociationSet", page.Items, (item, instance) => Write(context, item, instance, "associated"));
            xml.Text("nextToken", page.NextToken);
        };
    }

    private static IamProfile RequiredProfile(ActionContext context) =>
        InstanceProfileParameters.Read(context) ?? throw Ec2Errors.MissingParameter("iamInstanceProfile");

    private static string Target(ActionContext context, string associationId) =>
        $"instance/{context.Present.Instances.Values.FirstOrDefault(instance => instance.IamInstanceProfile?.Id == associationId)?.Id ?? "*"}";

    private static InstanceResource RequireLiving(InstanceResource instance) =>
        instance.State is InstanceState.ShuttingDown or InstanceState.Terminated
            ? throw new Ec2Exception("IncorrectInstanceState", $"The instance '{instance.Id}' is not in a valid state for this operation.")
            : instance;

    private static InstanceResource Find(LabState state, string associationId) =>
        state.Instances.Values.FirstOrDefault(instance => instance.IamInstanceProfile?.Id == associationId)
        ?? throw new Ec2Exception("InvalidAssociationID.NotFound", $"An invalid association-id of '{associationId}' was given");

    private static void WriteAssociation(ActionContext context, Ec2Xml xml, string name, InstanceResource instance, string state) =>
        xml.Element(name, item => Write(context, item, instance, state));

    private static void Write(ActionContext context, Ec2Xml xml, InstanceResource instance, string state)
    {
        xml.Text("associationId", instance.IamInstanceProfile!.Id);
        xml.Text("instanceId", instance.Id);
        WriteProfile(context, xml, instance);
        xml.Text("state", state);
        xml.Text("timestamp", context.Now);
    }
}
