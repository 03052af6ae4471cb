using System.Globalization;
using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>CreateVpcPeeringConnection, AcceptVpcPeeringConnection, DeleteVpcPeeringConnection and DescribeVpcPeeringConnections.</summary>
internal static class VpcPeeringActions
{
    // https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html#vpc-peering-lifecycle
    private static readonly TimeSpan Patience = TimeSpan.FromDays(7);

    private static readonly FilterTable<VpcPeeringResource> Filters = new(new()
    {
        ["vpc-peering-connection-id"] = (_, peering) => [peering.Id],
        ["requester-vpc-info.vpc-id"] = (_, peering) => [peering.RequesterVpcId],
        ["requester-vpc-info.owner-id"] = (context, _) => [context.Account.AccountId],
        ["requester-vpc-info.cidr-block"] = (context, peering) => Blocks(context.Seen, peering.RequesterVpcId, isIpv6: false),
        ["accepter-vpc-info.vpc-id"] = (_, peering) => [peering.AccepterVpcId],
        ["accepter-vpc-info.owner-id"] = (_, peering) => [peering.AccepterAccountId],
        ["accepter-vpc-info.cidr-block"] = (context, peering) => ShowsAccepter(context, peering) ? Blocks(context.Seen, peering.AccepterVpcId, isIpv6: false) : [],
        ["expiration-time"] = (context, peering) => [ShowsExpiration(context, peering) ? Stamp(peering.ExpirationTime) : null],
        ["status-code"] = (context, peering) => [CodeOf(StatusOf(context, peering))],
        ["status-message"] = (context, peering) => [MessageOf(context, peering)],
    });

    private static readonly PageLimits Limits = new(5, 1000);

    public static void Register(ActionTable table)
    {
        table.Add("DescribeVpcPeeringConnections", Describe, "VpcPeeringConnectionId.N Filter.N.Name Filter.N.Value.N MaxResults NextToken");
        table.Add("CreateVpcPeeringConnection", Create, "VpcId PeerVpcId PeerOwnerId PeerRegion " + TagParameters.Names);
        table.Add("AcceptVpcPeeringConnection", Accept, "VpcPeeringConnectionId");
        table.Add("DeleteVpcPeeringConnection", Delete, "VpcPeeringConnectionId");
    }

    /// <summary>The state without the peering connections of a VPC, which are deleted with it.</summary>
    public static LabState DeleteOf(LabState state, string vpcId) => state.VpcPeerings.Values
        .Where(peering => peering.Joins(vpcId) && peering.Status is VpcPeeringStatus.Active or VpcPeeringStatus.PendingAcceptance)
        .Aggregate(state, (current, peering) => current.With(peering with { Status = VpcPeeringStatus.Deleted }));

    private static Action<Ec2Xml> Describe(ActionContext context)
    {
        var ids = context.Parameters.Ids("VpcPeeringConnectionId", ResourceKind.VpcPeering);
        context.Authorize();
        var found = Filters.Apply(context, Lookup.Select(context.Seen.VpcPeerings, ids, ResourceKind.VpcPeering));
        var page = Paging.Cut(context, found, peering => peering.Id, Limits);
        return xml =>
        {
            xml.Set("vpcPeeringConnectionSet", page.Items, (item, peering) => Write(context, item, context.Seen, peering, CodeOf(StatusOf(context, peering))));
            xml.Text("nextToken", page.NextToken);
        };
    }

    private static Action<Ec2Xml> Create(ActionContext context)
    {
        var parameters = context.Parameters;
        var vpcId = parameters.RequiredId("VpcId", ResourceKind.Vpc);
        var peerId = parameters.RequiredId("PeerVpcId", ResourceKind.Vpc);
        var tags = TagParameters.OfNew(parameters, ResourceKind.VpcPeering);
        context.Authorize($"vpc/{vpcId}", "vpc-peering-connection/*");
        var (state, made) = context.Mutate(before =>
        {
            var peering = new VpcPeeringResource
            {
                Id = context.Ids.New(ResourceKind.VpcPeering.Prefix),
                RequesterVpcId = before.Vpc(vpcId).Id,
                AccepterVpcId = peerId,
                AccepterAccountId = parameters.Optional("PeerOwnerId") ?? context.Account.AccountId,
                AccepterRegion = parameters.Optional("PeerRegion") ?? context.Account.Region,
                ExpirationTime = context.Now + Patience,
                Status = VpcPeeringStatus.PendingAcceptance,
                Tags = tags,
            };
            peering = peering with { Status = CanBe(context, before, peering) ? VpcPeeringStatus.PendingAcceptance : VpcPeeringStatus.Failed };
            var after = before.With(peering);
            return (after, (after, peering));
        });
        return xml => xml.Element("vpcPeeringConnection", item => Write(context, item, state, made, "initiating-request"));
    }

    private static Action<Ec2Xml> Accept(ActionContext context)
    {
        var id = context.Parameters.RequiredId("VpcPeeringConnectionId", ResourceKind.VpcPeering);
        context.Authorize($"vpc/{context.Present.VpcPeerings.GetValueOrDefault(id)?.AccepterVpcId ?? "*"}", $"vpc-peering-connection/{id}");
        var (state, accepted) = context.Mutate(before =>
        {
            var peering = before.VpcPeering(id);
            RequireStatus(context, peering, "provisioning", VpcPeeringStatus.PendingAcceptance);
            if (before.VpcPeerings.Values.Any(other => other.Status == VpcPeeringStatus.Active && other.Joins(peering.RequesterVpcId) && other.Joins(peering.AccepterVpcId)))
            {
                // The id in the message is that of the request, not of the connection that is there already.
                throw new Ec2Exception("VpcPeeringConnectionAlreadyExists", $"The vpc peering connection identified by {id} already exists.");
            }

            peering = peering with { Status = VpcPeeringStatus.Active };
            var after = before.With(peering);
            return (after, (after, peering));
        });
        return xml => xml.Element("vpcPeeringConnection", item => Write(context, item, state, accepted, "provisioning"));
    }

    // It stays listed as deleted for some hours, and routes that lead to it turn into black holes.
    private static Action<Ec2Xml> Delete(ActionContext context)
    {
        var id = context.Parameters.RequiredId("VpcPeeringConnectionId", ResourceKind.VpcPeering);
        context.Authorize($"vpc-peering-connection/{id}");
        context.Mutate(state =>
        {
            var peering = state.VpcPeering(id);
            RequireStatus(context, peering, "deleting", VpcPeeringStatus.Active, VpcPeeringStatus.PendingAcceptance);
            return state.With(peering with { Status = VpcPeeringStatus.Deleted });
        });
        return xml => xml.Text("return", true);
    }

    // EC2 makes a request that cannot be met all the same, and lets it fail; but a VPC of the same account must exist.
    private static bool CanBe(ActionContext context, LabState state, VpcPeeringResource peering)
    {
        if (peering.AccepterAccountId != context.Account.AccountId || peering.AccepterRegion != context.Account.Region)
        {
            return false;
        }

        var (one, other) = (state.Vpc(peering.RequesterVpcId), state.Vpc(peering.AccepterVpcId));
        return one != other && !one.Cidrs.Any(cidr => other.Cidrs.Any(block => block.Block.Overlaps(cidr.Block)));
    }

    private static void RequireStatus(ActionContext context, VpcPeeringResource peering, string wanted, params VpcPeeringStatus[] allowed)
    {
        var status = StatusOf(context, peering);
        if (!allowed.Contains(status))
        {
            throw new Ec2Exception(
                "InvalidStateTransition", $"Invalid state transition for {peering.Id}, attempted to transition from {CodeOf(status)} to {wanted}");
        }
    }

    private static void Write(ActionContext context, Ec2Xml xml, LabState state, VpcPeeringResource peering, string code)
    {
        xml.Text("vpcPeeringConnectionId", peering.Id);
        xml.Element("requesterVpcInfo", item => WriteVpc(item, state, peering.RequesterVpcId, context.Account.AccountId, context.Account.Region, showsBlocks: true));
        xml.Element("accepterVpcInfo", item => WriteVpc(
            item, state, peering.AccepterVpcId, peering.AccepterAccountId, peering.AccepterRegion, code is "active" or "provisioning"));
        xml.Element("status", item =>
        {
            item.Text("code", code);
            item.Text("message", code switch
            {
                "initiating-request" => $"Initiating Request to {peering.AccepterAccountId}",
                "provisioning" => "Provisioning",
                _ => MessageOf(context, peering),
            });
        });
        if (code == "initiating-request" || ShowsExpiration(context, peering))
        {
            xml.Text("expirationTime", peering.ExpirationTime);
        }

        xml.Tags(peering);
    }

    private static void WriteVpc(Ec2Xml xml, LabState state, string vpcId, string accountId, string region, bool showsBlocks)
    {
        xml.Text("ownerId", accountId);
        xml.Text("vpcId", vpcId);
        xml.Text("region", region);
        if (!showsBlocks || !state.Vpcs.TryGetValue(vpcId, out var vpc))
        {
            return;
        }

        xml.Text("cidrBlock", vpc.Cidrs[0].Block.ToString());
        xml.Set("cidrBlockSet", Blocks(state, vpcId, isIpv6: false), (item, block) => item.Text("cidrBlock", block));
        if (vpc.Cidrs.Any(cidr => cidr.Block.IsIpv6()))
        {
            xml.Set("ipv6CidrBlockSet", Blocks(state, vpcId, isIpv6: true), (item, block) => item.Text("ipv6CidrBlock", block));
        }

        xml.Element("peeringOptions", options =>
        {
            options.Text("allowDnsResolutionFromRemoteVpc", false);
            options.Text("allowEgressFromLocalClassicLinkToRemoteVpc", false);
            options.Text("allowEgressFromLocalVpcToRemoteClassicLink", false);
        });
    }

    private static IEnumerable<string> Blocks(LabState state, string vpcId, bool isIpv6) =>
        state.Vpcs.TryGetValue(vpcId, out var vpc) ? vpc.Cidrs.Where(cidr => cidr.Block.IsIpv6() == isIpv6).Select(cidr => cidr.Block.ToString()) : [];

    private static VpcPeeringStatus StatusOf(ActionContext context, VpcPeeringResource peering) =>
        peering.Status == VpcPeeringStatus.PendingAcceptance && peering.ExpirationTime <= context.Now ? VpcPeeringStatus.Expired : peering.Status;

    private static bool ShowsAccepter(ActionContext context, VpcPeeringResource peering) => StatusOf(context, peering) == VpcPeeringStatus.Active;

    private static bool ShowsExpiration(ActionContext context, VpcPeeringResource peering) => StatusOf(context, peering) == VpcPeeringStatus.PendingAcceptance;

    private static string CodeOf(VpcPeeringStatus status) => status switch
    {
        VpcPeeringStatus.PendingAcceptance => "pending-acceptance",
        VpcPeeringStatus.Active => "active",
        VpcPeeringStatus.Failed => "failed",
        VpcPeeringStatus.Expired => "expired",
        _ => "deleted",
    };

    private static string MessageOf(ActionContext context, VpcPeeringResource peering) => StatusOf(context, peering) switch
    {
        VpcPeeringStatus.PendingAcceptance => $"Pending Acceptance by {peering.AccepterAccountId}",
        VpcPeeringStatus.Active => "Active",
        VpcPeeringStatus.Failed => "Failed due to incorrect VPC-ID, Account ID, or overlapping CIDR range",
        VpcPeeringStatus.Expired => "Expired",
        _ => $"Deleted by {context.Account.AccountId}",
    };

    private static string Stamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
