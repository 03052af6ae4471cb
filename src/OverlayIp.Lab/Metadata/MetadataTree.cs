using System.Globalization;
using System.Text.Json;
using System.Text;
using OverlayIp.Lab.Actions;
using OverlayIp.Lab.Iam;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Metadata;

/// <summary>
/// What there is to know about an instance, by path below <c>/latest/</c>
/// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-metadata.html#instancedata-data-categories).
/// </summary>
internal sealed class MetadataTree
{
    private const string Base = "meta-data/";

    private readonly SortedDictionary<string, string> _leaves = new(StringComparer.Ordinal);

    private MetadataTree()
    {
    }

    /// <summary>The tree as it is at this moment: it is made for one request.</summary>
    public static MetadataTree Of(LabAccount account, LabState state, InstanceResource instance, LabInstanceCredentials? credentials, bool hasTags)
    {
        var tree = new MetadataTree();
        var interfaces = state.InterfacesOf(instance.Id);
        tree.AddInstance(account, instance);
        if (interfaces.Count > 0)
        {
            tree.AddPrimary(account, state, interfaces[0]);
        }

        foreach (var eni in interfaces)
        {
            tree.AddInterface(account, state, eni);
        }

        if (credentials is not null)
        {
            tree.AddCredentials(credentials);
        }

        if (hasTags)
        {
            tree.AddTags(instance);
        }

        tree._leaves["dynamic/instance-identity/document"] = IdentityDocument(account, instance, interfaces);
        if (instance.UserData is { Length: > 0 } userData)
        {
            tree._leaves["user-data"] = Decoded(userData);
        }

        return tree;
    }

    /// <summary>The document at a path, or the names of what is in that folder; null for neither.</summary>
    public string? Find(string path)
    {
        var name = path.TrimEnd('/');
        if (_leaves.TryGetValue(name, out var leaf))
        {
            return leaf;
        }

        var folder = name.Length == 0 ? "" : name + "/";
        var children = _leaves.Keys
            .Where(key => key.StartsWith(folder, StringComparison.Ordinal))
            .Select(key => key[folder.Length..])
            .Select(rest => rest.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 ? rest[..(slash + 1)] : rest)
            // The version's own listing is the one that has no slashes.
            .Select(child => folder.Length == 0 ? child.TrimEnd('/') : child)
            .Distinct(StringComparer.Ordinal)
            .ToArray();
        return children.Length == 0 ? null : string.Join('\n', children);
    }

    private void AddInstance(LabAccount account, InstanceResource instance)
    {
        Add("ami-id", instance.ImageId);
        Add("ami-launch-index", instance.LaunchIndex.ToString(CultureInfo.InvariantCulture));
        Add("ami-manifest-path", "(unknown)");
        Add("block-device-mapping/ami", "/dev/xvda");
        Add("block-device-mapping/root", "/dev/xvda");
        Add("instance-action", "none");
        Add("instance-id", instance.Id);
        Add("instance-life-cycle", "on-demand");
        Add("instance-type", instance.InstanceType);
        Add("placement/availability-zone", instance.Zone);
        Add("placement/availability-zone-id", account.ZoneId(instance.Zone));
        Add("placement/region", account.Region);
        Add("profile", "default-hvm");
        Add("reservation-id", instance.ReservationId);
        Add("services/domain", account.Region.StartsWith("cn-", StringComparison.Ordinal) ? "amazonaws.com.cn" : "amazonaws.com");
        Add("services/partition", account.Region.StartsWith("cn-", StringComparison.Ordinal) ? "aws-cn"
            : account.Region.StartsWith("us-gov-", StringComparison.Ordinal) ? "aws-us-gov" : "aws");
    }

    private void AddPrimary(LabAccount account, LabState state, NetworkInterfaceResource eni)
    {
        var host = NetworkInterfaceXml.PrivateDnsName(account, eni.PrivateIp);
        Add("hostname", host);
        Add("local-hostname", host);
        Add("local-ipv4", eni.PrivateIp);
        Add("mac", eni.MacAddress);
        Add("security-groups", GroupNames(state, eni));
        if (!eni.Ipv6Addresses.IsEmpty)
        {
            Add("ipv6", eni.Ipv6Addresses[0]);
        }
    }

    private void AddInterface(LabAccount account, LabState state, NetworkInterfaceResource eni)
    {
        var subnet = state.Subnets[eni.SubnetId];
        var blocks = state.Vpcs[eni.VpcId].Cidrs.Select(cidr => cidr.Block).ToLookup(block => block.IsIpv6());
        void Own(string name, string value) => Add($"network/interfaces/macs/{eni.MacAddress}/{name}", value);
        Own("device-number", eni.Attachment!.DeviceIndex.ToString(CultureInfo.InvariantCulture));
        Own("interface-id", eni.Id);
        Own("local-hostname", NetworkInterfaceXml.PrivateDnsName(account, eni.PrivateIp));
        Own("local-ipv4s", string.Join('\n', eni.SecondaryIps.Insert(0, eni.PrivateIp)));
        Own("mac", eni.MacAddress);
        Own("owner-id", account.AccountId);
        Own("security-group-ids", string.Join('\n', eni.GroupIds));
        Own("security-groups", GroupNames(state, eni));
        Own("subnet-id", subnet.Id);
        Own("subnet-ipv4-cidr-block", subnet.Cidr.ToString());
        Own("vpc-id", eni.VpcId);
        Own("vpc-ipv4-cidr-block", blocks[false].First().ToString());
        Own("vpc-ipv4-cidr-blocks", string.Join('\n', blocks[false]));
        if (!eni.Ipv6Addresses.IsEmpty)
        {
            Own("ipv6s", string.Join('\n', eni.Ipv6Addresses));
        }

        if (subnet.Ipv6Cidr is not null)
        {
            Own("subnet-ipv6-cidr-blocks", subnet.Ipv6Cidr.ToString());
        }

        if (blocks[true].Any())
        {
            Own("vpc-ipv6-cidr-blocks", string.Join('\n', blocks[true]));
        }
    }

    private void AddCredentials(LabInstanceCredentials credentials)
    {
        Add("iam/info", Json(json =>
        {
            json.WriteString("Code", credentials.Code);
            json.WriteString("LastUpdated", Stamp(credentials.LastUpdated));
            json.WriteString("InstanceProfileArn", credentials.InstanceProfileArn);
            json.WriteString("InstanceProfileId", credentials.InstanceProfileId);
        }));
        Add($"iam/security-credentials/{credentials.RoleName}", Json(json =>
        {
            json.WriteString("Code", credentials.Code);
            json.WriteString("LastUpdated", Stamp(credentials.LastUpdated));
            if (credentials.Code != "Success")
            {
                json.WriteString("Message", credentials.Message);
                return;
            }

            json.WriteString("Type", "AWS-HMAC");
            json.WriteString("AccessKeyId", credentials.AccessKeyId);
            json.WriteString("SecretAccessKey", credentials.SecretAccessKey);
            json.WriteString("Token", credentials.SessionToken);
            json.WriteString("Expiration", Stamp(credentials.Expiration));
        }));
    }

    // A key that would be two path segments cannot be asked for; EC2 refuses to enable tags then.
    private void AddTags(InstanceResource instance)
    {
        foreach (var (key, value) in instance.Tags.Where(tag => !tag.Key.Contains('/', StringComparison.Ordinal)))
        {
            Add($"tags/instance/{key}", value);
        }
    }

    private void Add(string path, string value) => _leaves[Base + path] = value;

    private static string GroupNames(LabState state, NetworkInterfaceResource eni) =>
        string.Join('\n', eni.GroupIds.Select(id => state.SecurityGroups.TryGetValue(id, out var group) ? group.GroupName : id));

    private static string IdentityDocument(LabAccount account, InstanceResource instance, IReadOnlyList<NetworkInterfaceResource> interfaces) => Json(json =>
    {
        json.WriteString("accountId", account.AccountId);
        json.WriteString("architecture", "x86_64");
        json.WriteString("availabilityZone", instance.Zone);
        json.WriteNull("billingProducts");
        json.WriteNull("devpayProductCodes");
        json.WriteNull("marketplaceProductCodes");
        json.WriteString("imageId", instance.ImageId);
        json.WriteString("instanceId", instance.Id);
        json.WriteString("instanceType", instance.InstanceType);
        json.WriteNull("kernelId");
        json.WriteString("pendingTime", Stamp(instance.LaunchTime));
        json.WriteString("privateIp", interfaces.Count > 0 ? interfaces[0].PrivateIp : null);
        json.WriteNull("ramdiskId");
        json.WriteString("region", account.Region);
        json.WriteString("version", "2017-09-30");
    });

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static string Stamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Decoded(string userData)
    {
        var bytes = new byte[userData.Length];
        return Convert.TryFromBase64String(userData, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : userData;
    }
}
