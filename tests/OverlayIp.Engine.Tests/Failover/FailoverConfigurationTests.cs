using System.Text;
using OverlayIp.Engine.Failover;
using OverlayIp.Engine.Routing;

namespace OverlayIp.Engine.Tests.Failover;

public class FailoverConfigurationTests
{
    [Fact]
    public void A_complete_file_is_read()
    {
        var read = Parse("""
            {
              // A comment, and trailing commas.
              "$schema": "./overlayip.schema.json",
              "connection": { "region": "eu-central-1", "profile": "p", "roleArn": "arn:aws:iam::123456789012:role/r", "endpointUrl": "https://ec2.test", "stsEndpointUrl": "https://sts.test" },
              "node": "eni-00000001",
              "timeoutSeconds": 45,
              "lockDirectory": "/run/elsewhere",
              "routeSets": [
                { "destination": "10.2.0.1", "routeTableIds": ["rtb-00000001", "rtb-00000002"], "vpcId": "vpc-00000001", "interface": "eth1",
                  "address": true, "addressInterface": "lo", "addressLabel": "lo:ovip", "from": "i-00000001", "createMissing": true, "force": true, "vrrpInstance": "VI_1" },
                { "destination": "2001:db8::1" },
              ],
            }
            """);

        Assert.Equal(("eu-central-1", "p", "arn:aws:iam::123456789012:role/r", "https://ec2.test", "https://sts.test"),
            (read.Connection.Region, read.Connection.ProfileName, read.Connection.RoleArn, read.Connection.EndpointUrl, read.Connection.StsEndpointUrl));
        Assert.Equal((RouteTarget.Parse("eni-00000001"), TimeSpan.FromSeconds(45), "/run/elsewhere"), (read.Node, read.Timeout, read.LockDirectory));
        var set = read.RouteSets[0];
        Assert.Equal(["rtb-00000001", "rtb-00000002"], set.Scope.RouteTableIds);
        Assert.Equal(
            new RouteSet
            {
                Destination = RouteDestination.Parse("10.2.0.1/32"),
                Scope = set.Scope,
                Interface = "eth1",
                Address = new RouteSetAddress { InterfaceName = "lo", Label = "lo:ovip" },
                From = RouteTarget.Parse("i-00000001"),
                CreateMissing = true,
                Force = true,
                VrrpInstance = "VI_1",
            },
            set);
        Assert.Equal("vpc-00000001", set.Scope.VpcId);
        Assert.Null(read.RouteSets[1].Address);
    }

    [Fact]
    public void What_is_left_out_has_its_default()
    {
        var read = Parse("\uFEFF" + """{ "routeSets": [ { "destination": "10.2.0.1" } ] }""");
        Assert.Equal((null, TimeSpan.FromSeconds(60), null), (read.Node, read.Timeout, read.LockDirectory));
        Assert.True(Assert.Single(read.RouteSets).Scope.IsEmpty);
    }

    [Theory]
    [InlineData("[]", "$ is [].", "object")]
    [InlineData("{}", "$.routeSets is missing", "")]
    [InlineData("""{ "routeSets": [] }""", "$.routeSets is []", "one at least")]
    [InlineData("""{ "routeSets": {} }""", "$.routeSets is {}", "list")]
    [InlineData("""{ "routeSets": [ 1 ] }""", "$.routeSets[0] is 1", "object")]
    [InlineData("""{ "routeSets": [ {} ] }""", "$.routeSets[0].destination is missing", "")]
    [InlineData("""{ "routeSets": [ { "destination": "10.2.0.256" } ] }""", "$.routeSets[0].destination is wrong", "10.2.0.256")]
    [InlineData("""{ "routeSets": [ { "destination": "10.2.0.1/24" } ] }""", "$.routeSets[0].destination has host bits set", "10.2.0.0/24")]
    [InlineData("""{ "routeSets": [ { "destination": 10 } ] }""", "$.routeSets[0].destination is 10", "text")]
    [InlineData("""{ "routeSets": [ { "destination": "10.2.0.1", "routeTableId": "rtb-00000001" } ] }""", "$.routeSets[0].routeTableId is not a property", "routeTableIds")]
    [InlineData("""{ "routeSets": [ { "destination": "10.2.0.1", "routeTableIds": ["rtb-00000001", "rtb-1"] } ] }""", "$.routeSets[0].routeTableIds[1] is wrong", "rtb-1")]
    [InlineData("""{ "routeSets": [ { "destination": "10.2.0.1", "routeTableIds": "rtb-00000001" } ] }""", "$.routeSets[0].routeTableIds is", "list")]
    [InlineData("""{ "routeSets": [ { "destination": "10.2.0.1", "vpcId": "vpc-x" } ] }""", "$.routeSets[0].vpcId is wrong", "vpc-")]
    [InlineData("""{ "routeSets": [ { "destination": "10.2.0.1", "from": "node-a" } ] }""", "$.routeSets[0].from is wrong", "node-a")]
    [InlineData("""{ "routeSets": [ { "destination": "10.2.0.1", "address": "yes" } ] }""", "$.routeSets[0].address is \"yes\"", "true or false")]
    [InlineData("""{ "routeSets": [ { "destination": "10.2.0.0/24", "address": true } ] }""", "$.routeSets[0].address is true", "single address")]
    [InlineData("""{ "routeSets": [ { "destination": "pl-00000001", "address": true } ] }""", "$.routeSets[0].address is true", "single address")]
    [InlineData("""{ "routeSets": [ { "destination": "10.2.0.1", "addressInterface": "lo" } ] }""", "$.routeSets[0].addressInterface is of no use", "address")]
    [InlineData("""{ "routeSets": [ { "destination": "10.2.0.1", "destination": "10.2.0.2" } ] }""", "$.routeSets[0].destination is there twice", "")]
    [InlineData("""{ "routeSets": [ { "destination": "10.2.0.1" }, { "destination": "10.2.0.1/32" } ] }""", "$.routeSets has 10.2.0.1/32 twice", "one route set")]
    [InlineData("""{ "routeSets": [ { "destination": "10.2.0.1", "interface": "" } ] }""", "$.routeSets[0].interface is \"\"", "not empty")]
    [InlineData("""{ "timeoutSeconds": 0, "routeSets": [ { "destination": "10.2.0.1" } ] }""", "$.timeoutSeconds is 0", "1 to 3600")]
    [InlineData("""{ "timeoutSeconds": 1.5, "routeSets": [ { "destination": "10.2.0.1" } ] }""", "$.timeoutSeconds is 1.5", "whole number")]
    [InlineData("""{ "timeoutSeconds": "60", "routeSets": [ { "destination": "10.2.0.1" } ] }""", "$.timeoutSeconds is \"60\"", "whole number")]
    [InlineData("""{ "node": "vpc-00000001", "routeSets": [ { "destination": "10.2.0.1" } ] }""", "$.node is wrong", "eni-")]
    [InlineData("""{ "lockDirectory": "locks", "routeSets": [ { "destination": "10.2.0.1" } ] }""", "$.lockDirectory is 'locks'", "full path")]
    [InlineData("""{ "connection": { "regoin": "x" }, "routeSets": [ { "destination": "10.2.0.1" } ] }""", "$.connection.regoin is not a property", "region")]
    [InlineData("""{ "connection": { "region": "Frankfurt" }, "routeSets": [ { "destination": "10.2.0.1" } ] }""", "$.connection.region is wrong", "eu-central-1")]
    [InlineData("""{ "connection": { "roleArn": "admin" }, "routeSets": [ { "destination": "10.2.0.1" } ] }""", "$.connection.roleArn is wrong", "arn:aws")]
    [InlineData("""{ "connection": { "endpointUrl": "localhost" }, "routeSets": [ { "destination": "10.2.0.1" } ] }""", "$.connection.endpointUrl is wrong", "http")]
    [InlineData("""{ "connection": { "secretAccessKey": "x" }, "routeSets": [ { "destination": "10.2.0.1" } ] }""", "$.connection.secretAccessKey is not a property", "profile")]
    [InlineData("""{ "odd name": 1, "routeSets": [ { "destination": "10.2.0.1" } ] }""", "$['odd name'] is not a property", "timeoutSeconds")]
    public void A_mistake_is_named_with_its_place_and_what_would_be_right(string text, string place, string right)
    {
        var error = Assert.Throws<OverlayIpException>(() => Parse(text));
        Assert.Equal(("ConfigurationInvalid", OverlayErrorKind.InvalidArgument), (error.ErrorId, error.Kind));
        Assert.StartsWith(place, error.Message, StringComparison.Ordinal);
        Assert.Contains(right, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{ \"routeSets\": [")]
    [InlineData("{\n  routeSets: 1\n}")]
    public void What_is_not_JSON_is_refused_with_line_and_column(string text)
    {
        var error = Assert.Throws<OverlayIpException>(() => Parse(text));
        Assert.Equal("ConfigurationNotJson", error.ErrorId);
        Assert.Matches(@"^line \d+, column \d+: this is not JSON\.", error.Message);
        Assert.DoesNotContain("LineNumber", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_in_a_file_names_the_file()
    {
        var path = Path.Combine(Path.GetTempPath(), $"overlayip-{Guid.NewGuid():N}.json");
        File.WriteAllText(path, "{}");
        try
        {
            Assert.StartsWith($"{path}: $.routeSets is missing", Assert.Throws<OverlayIpException>(() => FailoverConfigurationReader.ReadFile(path)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }

        Assert.Equal("ConfigurationNotFound", Assert.Throws<OverlayIpException>(() => FailoverConfigurationReader.ReadFile(path)).ErrorId);
        Assert.Equal("ConfigurationUnreadable", Assert.Throws<OverlayIpException>(() => FailoverConfigurationReader.ReadFile(Path.GetTempPath())).ErrorId);
    }

    private static FailoverConfiguration Parse(string text) => FailoverConfigurationReader.Parse(Encoding.UTF8.GetBytes(text));
}
