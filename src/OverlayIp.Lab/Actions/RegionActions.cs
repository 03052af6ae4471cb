using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>DescribeRegions, DescribeAvailabilityZones and DescribeImages: what is there without being made.</summary>
internal static class RegionActions
{
    private static readonly FilterTable<Place> RegionFilters = new(new()
    {
        ["region-name"] = (_, region) => [region.Id],
        ["endpoint"] = (context, region) => [Endpoint(context, region)],
        ["opt-in-status"] = (_, _) => ["opt-in-not-required"],
    });

    private static readonly FilterTable<Place> ZoneFilters = new(new()
    {
        ["zone-name"] = (_, zone) => [zone.Id],
        ["zone-id"] = (context, zone) => [context.Account.ZoneId(zone.Id)],
        ["zone-type"] = (_, _) => ["availability-zone"],
        ["region-name"] = (context, _) => [context.Account.Region],
        ["group-name"] = (context, _) => [context.Account.Region],
        ["state"] = (_, _) => ["available"],
        ["opt-in-status"] = (_, _) => ["opt-in-not-required"],
        ["message"] = (_, _) => [],
    });

    private static readonly FilterTable<LabImage> ImageFilters = new(new()
    {
        ["image-id"] = (_, image) => [image.Id],
        ["name"] = (_, image) => [image.ImageName],
        ["description"] = (_, image) => [image.Description],
        ["architecture"] = (_, _) => ["x86_64"],
        ["owner-alias"] = (_, _) => ["amazon"],
        ["owner-id"] = (_, _) => [AmazonId],
        ["state"] = (_, _) => ["available"],
        ["is-public"] = (_, _) => ["true"],
        ["image-type"] = (_, _) => ["machine"],
        ["root-device-type"] = (_, _) => ["ebs"],
        ["virtualization-type"] = (_, _) => ["hvm"],
    });

    private static readonly PageLimits ImageLimits = new(1, 1000);

    private const string AmazonId = "137112412989";

    public static void Register(ActionTable table)
    {
        table.Add("DescribeRegions", DescribeRegions, "RegionName.N AllRegions Filter.N.Name Filter.N.Value.N");
        table.Add("DescribeAvailabilityZones", DescribeZones, "ZoneName.N ZoneId.N AllAvailabilityZones Filter.N.Name Filter.N.Value.N");
        table.Add("DescribeImages", DescribeImages, "ImageId.N Owner.N ExecutableBy.N IncludeDeprecated IncludeDisabled MaxResults NextToken Filter.N.Name Filter.N.Value.N");
    }

    private static Action<Ec2Xml> DescribeRegions(ActionContext context)
    {
        var names = context.Parameters.List("RegionName");
        context.Authorize();
        var unknown = names.Where(name => name != context.Account.Region).ToArray();
        if (unknown.Length > 0)
        {
            throw Ec2Errors.InvalidParameterValue($"Invalid region names [{string.Join(", ", unknown)}] provided.");
        }

        var regions = RegionFilters.Apply(context, [new Place { Id = context.Account.Region }]);
        return xml => xml.Set("regionInfo", regions, (item, region) =>
        {
            item.Text("regionName", region.Id);
            item.Text("regionEndpoint", Endpoint(context, region));
            item.Text("optInStatus", "opt-in-not-required");
        });
    }

    private static Action<Ec2Xml> DescribeZones(ActionContext context)
    {
        var account = context.Account;
        var names = context.Parameters.List("ZoneName");
        var ids = context.Parameters.List("ZoneId");
        context.Authorize();
        var unknown = names.Except(account.Zones).Concat(ids.Except(account.Zones.Select(account.ZoneId))).ToArray();
        if (unknown.Length > 0)
        {
            throw Ec2Errors.InvalidParameterValue($"Invalid availability zone: [{string.Join(", ", unknown)}]");
        }

        var zones = ZoneFilters.Apply(context, account.Zones
            .Where(zone => names.Count == 0 || names.Contains(zone))
            .Where(zone => ids.Count == 0 || ids.Contains(account.ZoneId(zone)))
            .Select(zone => new Place { Id = zone }));
        return xml => xml.Set("availabilityZoneInfo", zones, (item, zone) =>
        {
            item.Text("optInStatus", "opt-in-not-required");
            item.Text("regionName", account.Region);
            item.Text("zoneName", zone.Id);
            item.Text("zoneId", account.ZoneId(zone.Id));
            item.Text("groupName", account.Region);
            item.Text("networkBorderGroup", account.Region);
            item.Text("zoneType", "availability-zone");
            item.Text("zoneState", "available");
            item.Element("messageSet", static _ => { });
        });
    }

    private static Action<Ec2Xml> DescribeImages(ActionContext context)
    {
        var ids = context.Parameters.Ids("ImageId", ResourceKind.Image);
        var owners = context.Parameters.List("Owner");
        context.Authorize();
        foreach (var id in ids)
        {
            if (LabImages.All.All(image => image.Id != id))
            {
                throw ResourceKind.Image.NotFound(id);
            }
        }

        var images = ImageFilters.Apply(context, LabImages.All
            .Where(image => ids.Count == 0 || ids.Contains(image.Id))
            .Where(_ => owners.Count == 0 || owners.Contains("amazon") || owners.Contains(AmazonId))
            .OrderBy(image => image.Id, StringComparer.Ordinal));
        var page = Paging.Cut(context, images, image => image.Id, ImageLimits);
        return xml =>
        {
            xml.Set("imagesSet", page.Items, WriteImage);
            xml.Text("nextToken", page.NextToken);
        };
    }

    private static void WriteImage(Ec2Xml xml, LabImage image)
    {
        xml.Text("imageId", image.Id);
        xml.Text("name", image.ImageName);
        xml.Text("description", image.Description);
        xml.Text("imageLocation", "amazon/" + image.ImageName);
        xml.Text("imageOwnerId", AmazonId);
        xml.Text("imageOwnerAlias", "amazon");
        xml.Text("imageState", "available");
        xml.Text("isPublic", true);
        xml.Text("architecture", "x86_64");
        xml.Text("imageType", "machine");
        xml.Text("creationDate", "2023-03-15T00:00:00.000Z");
        xml.Text("rootDeviceType", "ebs");
        xml.Text("rootDeviceName", "/dev/xvda");
        xml.Element("blockDeviceMapping", static _ => { });
        xml.Text("virtualizationType", "hvm");
        xml.Text("hypervisor", "xen");
        xml.Text("enaSupport", true);
    }

    private static string Endpoint(ActionContext context, Place region) => $"ec2.{region.Id}.{context.Account.DnsSuffix}";

    // A Region or a zone; its id is its name.
    private sealed record Place : Resource;
}
