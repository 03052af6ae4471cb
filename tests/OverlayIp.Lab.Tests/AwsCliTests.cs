using System.Text.Json;
using OverlayIp.Lab.Tests.Support;

namespace OverlayIp.Lab.Tests;

/// <summary>The AWS CLI cannot tell the lab from EC2.</summary>
public sealed class AwsCliTests
{
    private const string Overlay = "10.200.0.1/32";

    [SkippableFact]
    public async Task A_VPC_with_an_overlay_address_is_built_from_nothing_moved_and_lost()
    {
        AwsCli.Require();
        await using var lab = await LabServer.StartAsync(new() { Empty = true }, CancellationToken.None);
        using var aws = new AwsCli(lab.Describe());

        var vpc = (await aws.DoAsync("create-vpc", "--cidr-block", "10.50.0.0/16", "--tag-specifications", "ResourceType=vpc,Tags=[{Key=Name,Value=cli}]")).At("Vpc", "VpcId");
        await aws.DoAsync("wait", "vpc-available", "--vpc-ids", vpc);
        var zones = (await aws.DoAsync("describe-availability-zones", "--query", "AvailabilityZones[].ZoneName")).EnumerateArray().Select(zone => zone.GetString()!).ToArray();
        var image = (await aws.DoAsync("describe-images", "--owners", "amazon", "--filters", "Name=name,Values=al2023-*", "--query", "Images[0].ImageId")).GetString()!;
        var nodes = await Task.WhenAll(Enumerable.Range(1, 2).Select(i => LaunchNodeAsync(aws, vpc, $"10.50.{i}.0/24", zones[i - 1], image)));
        var (a, b) = (nodes[0], nodes[1]);
        await aws.DoAsync("wait", "instance-running", "--instance-ids", a.Instance, b.Instance);

        Assert.True((await aws.DoAsync("create-route", "--route-table-id", a.Table, "--destination-cidr-block", Overlay, "--instance-id", a.Instance)).GetProperty("Return").GetBoolean());
        var route = await RouteAsync(aws, a.Table);
        Assert.Equal((a.Instance, "123456789012", a.Interface, "active", "CreateRoute"),
            (route.At("InstanceId"), route.At("InstanceOwnerId"), route.At("NetworkInterfaceId"), route.At("State"), route.At("Origin")));

        Assert.Contains("(DryRunOperation)", await aws.RefusedAsync("replace-route", "--dry-run", "--route-table-id", a.Table, "--destination-cidr-block", Overlay, "--network-interface-id", b.Interface));
        Assert.Equal(a.Instance, (await RouteAsync(aws, a.Table)).At("InstanceId"));
        await aws.DoAsync("replace-route", "--route-table-id", a.Table, "--destination-cidr-block", Overlay, "--network-interface-id", b.Interface);
        Assert.Equal(b.Instance, (await RouteAsync(aws, a.Table)).At("InstanceId"));

        await aws.DoAsync("stop-instances", "--instance-ids", b.Instance);
        await aws.DoAsync("wait", "instance-stopped", "--instance-ids", b.Instance);
        Assert.Equal("blackhole", (await RouteAsync(aws, a.Table)).At("State"));
        await aws.DoAsync("delete-route", "--route-table-id", a.Table, "--destination-cidr-block", Overlay);
        await aws.DoAsync("terminate-instances", "--instance-ids", a.Instance, b.Instance);
        await aws.DoAsync("wait", "instance-terminated", "--instance-ids", a.Instance, b.Instance);
        foreach (var node in nodes)
        {
            await aws.DoAsync("delete-subnet", "--subnet-id", node.Subnet);
            await aws.DoAsync("delete-route-table", "--route-table-id", node.Table);
        }

        await aws.DoAsync("delete-vpc", "--vpc-id", vpc);
        Assert.All(lab.Calls, call => Assert.True(call.HttpStatus is 200 or 412));
    }

    [SkippableFact]
    public async Task The_check_set_on_one_side_shows_on_the_other()
    {
        AwsCli.Require();
        await using var lab = await LabServer.StartAsync(new(), CancellationToken.None);
        using var aws = new AwsCli(lab.Describe());
        var (a, b) = (lab.Describe().Nodes[0], lab.Describe().Nodes[1]);
        await aws.DoAsync("modify-instance-attribute", "--instance-id", a.InstanceId, "--no-source-dest-check");
        await aws.DoAsync("modify-network-interface-attribute", "--network-interface-id", b.NetworkInterfaceId, "--no-source-dest-check");
        var enis = await aws.DoAsync("describe-network-interfaces", "--network-interface-ids", a.NetworkInterfaceId, "--query", "NetworkInterfaces[].SourceDestCheck");
        var instances = await aws.DoAsync("describe-instances", "--instance-ids", b.InstanceId, "--query", "Reservations[].Instances[].SourceDestCheck");
        var attribute = await aws.DoAsync("describe-instance-attribute", "--instance-id", b.InstanceId, "--attribute", "sourceDestCheck");
        Assert.Equal(("[false]", "[false]", false), (Compact(enis), Compact(instances), attribute.GetProperty("SourceDestCheck").GetProperty("Value").GetBoolean()));
    }

    [SkippableFact]
    public async Task Pages_and_tags_work_as_the_CLI_expects()
    {
        AwsCli.Require();
        await using var lab = await LabClient.StartAsync();
        using var aws = new AwsCli(lab.Lab);
        for (var i = 0; i < 12; i++)
        {
            await lab.DoAsync("CreateRouteTable", ("VpcId", lab.Lab.VpcId!));
        }

        var all = await aws.DoAsync("describe-route-tables", "--page-size", "5", "--query", "RouteTables[].RouteTableId");
        Assert.Equal(15, all.GetArrayLength());
        Assert.Equal(3, lab.Server.Calls.Count(call => call.Action == "DescribeRouteTables"));
        var some = await aws.DoAsync("describe-route-tables", "--max-items", "4");
        Assert.Equal(4, some.GetProperty("RouteTables").GetArrayLength());
        var rest = await aws.DoAsync("describe-route-tables", "--starting-token", some.At("NextToken"), "--query", "RouteTables[].RouteTableId");
        Assert.Equal(11, rest.GetArrayLength());

        await aws.DoAsync("create-tags", "--resources", lab.MainTable, "--tags", "Key=owner,Value=db team");
        var tagged = await aws.DoAsync("describe-route-tables", "--filters", "Name=tag:owner,Values=db*", "--query", "RouteTables[].RouteTableId");
        Assert.Equal($"[\"{lab.MainTable}\"]", Compact(tagged));
        await aws.DoAsync("delete-tags", "--resources", lab.MainTable, "--tags", "Key=owner");
        Assert.Equal(0, (await aws.DoAsync("describe-tags", "--filters", "Name=key,Values=owner")).GetProperty("Tags").GetArrayLength());
    }

    [SkippableFact]
    public async Task Errors_read_as_they_do_on_EC2()
    {
        AwsCli.Require();
        await using var lab = await LabServer.StartAsync(new(), CancellationToken.None);
        var described = lab.Describe();
        using var aws = new AwsCli(described);
        var (table, instance) = (described.RouteTableIds[0], described.Nodes[0].InstanceId);
        Assert.Equal("An error occurred (InvalidParameterValue) when calling the ReplaceRoute operation: There is no route defined for '10.200.0.1/32' in the route table. Use CreateRoute instead.",
            await aws.RefusedAsync("replace-route", "--route-table-id", table, "--destination-cidr-block", Overlay, "--instance-id", instance));
        Assert.Equal("An error occurred (InvalidRouteTableID.NotFound) when calling the CreateRoute operation: The routeTable ID 'rtb-0123456789abcdef0' does not exist",
            await aws.RefusedAsync("create-route", "--route-table-id", "rtb-0123456789abcdef0", "--destination-cidr-block", Overlay, "--instance-id", instance));
        using var stranger = new AwsCli(described with { SecretAccessKey = "wrong" });
        Assert.Equal("An error occurred (AuthFailure) when calling the DescribeVpcs operation: AWS was not able to validate the provided access credentials",
            await stranger.RefusedAsync("describe-vpcs"));
        lab.SetFault(new() { Throttles = new Dictionary<string, OverlayLabTokenBucket> { ["DescribeVpcs"] = new(1, 0.001) } });
        await aws.DoAsync("describe-vpcs");
        Assert.Contains("(RequestLimitExceeded) when calling the DescribeVpcs operation", await aws.RefusedAsync("describe-vpcs"));
    }

    private static async Task<(string Instance, string Interface, string Table, string Subnet)> LaunchNodeAsync(AwsCli aws, string vpc, string cidr, string zone, string image)
    {
        var subnet = (await aws.DoAsync("create-subnet", "--vpc-id", vpc, "--cidr-block", cidr, "--availability-zone", zone)).At("Subnet", "SubnetId");
        var table = (await aws.DoAsync("create-route-table", "--vpc-id", vpc)).At("RouteTable", "RouteTableId");
        await aws.DoAsync("associate-route-table", "--route-table-id", table, "--subnet-id", subnet);
        var instance = (await aws.DoAsync("run-instances", "--image-id", image, "--instance-type", "t3.micro", "--subnet-id", subnet,
            "--metadata-options", "HttpTokens=required", "--block-device-mappings", "DeviceName=/dev/xvda,Ebs={VolumeSize=8,VolumeType=gp3}")).GetProperty("Instances")[0];
        return (instance.At("InstanceId"), instance.GetProperty("NetworkInterfaces")[0].At("NetworkInterfaceId"), table, subnet);
    }

    private static async Task<JsonElement> RouteAsync(AwsCli aws, string table)
    {
        var tables = await aws.DoAsync("describe-route-tables", "--route-table-ids", table);
        return tables.GetProperty("RouteTables")[0].GetProperty("Routes").EnumerateArray().Single(route => route.At("DestinationCidrBlock") == Overlay);
    }

    private static string Compact(JsonElement element) => JsonSerializer.Serialize(element);
}

internal static class JsonReading
{
    /// <summary>The text at a path of property names.</summary>
    public static string At(this JsonElement element, params string[] path) =>
        path.Aggregate(element, (current, name) => current.GetProperty(name)).GetString()!;
}
