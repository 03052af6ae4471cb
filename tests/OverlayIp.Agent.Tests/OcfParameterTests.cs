using System.Xml.Linq;
using OverlayIp.Agent.Ocf;
using OverlayIp.Agent.Tests.Support;

namespace OverlayIp.Agent.Tests;

/// <summary>The parameters: those of <c>ocf:heartbeat:aws-vpc-move-ip</c>, and what is said of wrong ones.</summary>
public class OcfParameterTests
{
    private const string Role = "arn:aws:iam::123456789012:role/network";

    // As its own meta-data had them in resource-agents 4.12 and later; "required" as its users know it.
    [Theory]
    [InlineData("awscli", "string", "/usr/bin/aws", false)]
    [InlineData("auth_type", "string", "key", false)]
    [InlineData("profile", "string", "default", false)]
    [InlineData("region", "string", null, false)]
    [InlineData("ip", "string", null, true)]
    [InlineData("address", "string", null, false)]
    [InlineData("routing_table", "string", null, true)]
    [InlineData("routing_table_role", "string", null, false)]
    [InlineData("interface", "string", "eth0", false)]
    [InlineData("iflabel", "string", null, false)]
    [InlineData("monapi", "boolean", "false", false)]
    [InlineData("lookup_type", "string", "InstanceId", false)]
    [InlineData("curl_retries", "integer", null, false)]
    [InlineData("curl_sleep", "integer", null, false)]
    [InlineData("awscli_timeout", "integer", null, false)]
    public void The_meta_data_have_every_parameter_of_the_stock_agent(string name, string type, string? initial, bool isRequired)
    {
        var parameter = XDocument.Parse(OcfMetaData.Write()).Descendants("parameter").Single(p => p.Attribute("name")!.Value == name);
        var content = parameter.Element("content")!;
        Assert.Equal((type, initial), (content.Attribute("type")!.Value, content.Attribute("default")?.Value));
        Assert.Equal(isRequired, parameter.Attribute("required")?.Value == "1");
        Assert.All(["longdesc", "shortdesc"], element => Assert.NotEmpty(parameter.Element(element)!.Value.Trim()));
    }

    [Fact]
    public void The_meta_data_have_every_action() => Assert.Equal(
        ["start", "stop", "monitor", "validate-all", "meta-data"],
        XDocument.Parse(OcfMetaData.Write()).Descendants("action").Select(a => a.Attribute("name")!.Value));

    [Theory]
    [InlineData("ip", null, "The parameter ip is not set.")]
    [InlineData("ip", "node-a", "The parameter ip is 'node-a'.")]
    [InlineData("ip", "10.2.0.0/24", "Expected one address")]
    [InlineData("ip", "127.0.0.1", "cannot be an overlay address")]
    [InlineData("routing_table", null, "The parameter routing_table is not set.")]
    [InlineData("routing_table", " , ", "The parameter routing_table is not set.")]
    [InlineData("routing_table", "rtb-0123456789abcdef0,main", "'main' is not a route table id")]
    [InlineData("routing_table_role", "network", "is not the ARN of a role")]
    [InlineData("routing_table_role", Role + "," + Role, "It has 2 places for 3 route tables")]
    [InlineData("interface", "eth0:1", "The parameter interface is 'eth0:1'.")]
    [InlineData("interface", "an-interface-of-20-xx", "Expected the name of a network interface")]
    [InlineData("iflabel", "longer-than-15", "has 19 characters")]
    [InlineData("iflabel", "a b", "is malformed")]
    [InlineData("monapi", "maybe", "Expected true or false.")]
    [InlineData("lookup_type", "Instance", "Expected InstanceId or NetworkInterfaceId.")]
    [InlineData("auth_type", "password", "Expected key or role.")]
    [InlineData("auth_type", "role", "the parameter region must be set")]
    [InlineData("profile", "", "The parameter profile is not set.")]
    [InlineData("region", "Frankfurt", "'Frankfurt' is not a Region name")]
    [InlineData("awscli_timeout", "soon", "The parameter awscli_timeout is 'soon'.")]
    [InlineData("curl_retries", "-1", "The parameter curl_retries is '-1'.")]
    [InlineData("curl_sleep", "1s", "The parameter curl_sleep is '1s'.")]
    public async Task A_wrong_parameter_is_refused_with_the_reason_before_anything_is_tried(string name, string? value, string reason)
    {
        await using var scene = await OcfScene.StartAsync();
        scene.Set(name, value);
        foreach (var action in new[] { "start", "monitor", "validate-all" })
        {
            var run = await scene.RunAsync(action);
            Assert.Equal((6, ""), (run.Code, run.Output));
            var line = Assert.Single(AgentRun.Lines(run.Error));
            Assert.StartsWith("ocf-exit-reason:", line, StringComparison.Ordinal);
            Assert.Contains(reason, line, StringComparison.Ordinal);
        }

        Assert.Empty(scene.Lab.Server.Calls);
        Assert.Empty(scene.Metadata.Requests);
        Assert.Empty(scene.Addresses.Present);
    }

    [Fact]
    public void Everything_that_can_be_set_is_read()
    {
        var resource = Read(
            ("address", "10.2.0.1"), ("routing_table", "rtb-00000001, rtb-00000002,rtb-00000002"), ("routing_table_role", Role), ("interface", "ens5"), ("iflabel", "ovip"),
            ("lookup_type", "NetworkInterfaceId"), ("region", "eu-west-1"), ("profile", "cluster"), ("awscli_timeout", "7"), ("awscli", "/no/such/aws"));
        Assert.Equal("10.2.0.1/32", resource.Address.ToString());
        Assert.Equal(("ens5", "ens5:ovip", false), (resource.InterfaceName, resource.Label, resource.AcceptsAnyInterface));
        Assert.Equal([("rtb-00000001", Role), ("rtb-00000002", Role)], resource.RouteTables.Select(t => (t.RouteTableId, t.RoleArn!)));
        Assert.Equal(("eu-west-1", "cluster", TimeSpan.FromSeconds(7)), (resource.Connection.Region, resource.Connection.ProfileName, resource.Connection.RequestTimeout));
    }

    [Theory]
    [InlineData("key", "default", null)]
    [InlineData("key", "cluster", "cluster")]
    [InlineData("role", "cluster", null)]
    public void A_profile_counts_when_somebody_named_one(string authType, string profile, string? expected) =>
        Assert.Equal(expected, Read(("ip", "10.2.0.1"), ("routing_table", "rtb-00000001"), ("region", "eu-west-1"), ("auth_type", authType), ("profile", profile)).Connection.ProfileName);

    [Fact]
    public void Ip_wins_over_its_old_name() =>
        Assert.Equal("10.2.0.1/32", Read(("ip", "10.2.0.1"), ("address", "10.2.0.2"), ("routing_table", "rtb-00000001")).Address.ToString());

    [Fact]
    public void An_IPv6_address_is_one_of_128_bits() =>
        Assert.Equal("fd00:2::1/128", Read(("ip", "fd00:2::1"), ("routing_table", "rtb-00000001"), ("interface", "eth0")).Address.ToString());

    [Theory]
    [InlineData("180000", 177)]
    [InlineData("20000", 17)]
    [InlineData("4000", 3)]
    [InlineData(null, 57)]
    [InlineData("", 57)]
    [InlineData("soon", 57)]
    public void The_time_of_an_action_is_less_than_the_clusters(string? milliseconds, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), new OcfSettings(name => name == "OCF_RESKEY_CRM_meta_timeout" ? milliseconds : null).Timeout);

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("4", "3", 12)]
    [InlineData("0", "3", 1)]
    [InlineData("2", null, 6)]
    public void The_patience_with_metadata_is_retries_times_sleep(string? retries, string? sleep, int? seconds) => Assert.Equal(
        seconds is { } s ? TimeSpan.FromSeconds(s) : null,
        new OcfSettings(name => name switch { "OCF_RESKEY_curl_retries" => retries, "OCF_RESKEY_curl_sleep" => sleep, _ => null }).MetadataPatience);

    private static Engine.Failover.ClusterResource Read(params (string Name, string Value)[] parameters)
    {
        var all = parameters.ToDictionary(p => "OCF_RESKEY_" + p.Name, p => p.Value, StringComparer.Ordinal);
        return new OcfSettings(all.GetValueOrDefault).ReadResource();
    }
}
