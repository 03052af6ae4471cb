using System.Text.RegularExpressions;
using OverlayIp.Agent.CommandLine;
using OverlayIp.Agent.Tests.Support;
using OverlayIp.Engine.Connections;

namespace OverlayIp.Agent.Tests;

/// <summary>The engine's remedies are cmdlets; whoever reads them here has a shell.</summary>
public partial class RemedyWordsTests
{
    // What no program of a shell does, and so stays as it is.
    private static readonly string[] OnlyCmdlets = ["Find-OverlayAddress", "Get-OverlayPath", "New-OverlayPolicy"];

    [Theory]
    [InlineData("Switch-OverlayRoute 10.2.0.1 -RouteTableId rtb-1 -NetworkInterfaceId eni-1", "overlayip switch 10.2.0.1 --route-table rtb-1 --to eni-1")]
    [InlineData("Switch-OverlayRoute 10.2.0.1 -RouteTableId rtb-1 -NetworkInterfaceId eni-1 -Force", "overlayip switch 10.2.0.1 --route-table rtb-1 --to eni-1 --force")]
    [InlineData("Switch-OverlayRoute 10.2.0.1 -VpcId vpc-1 -InstanceId <instance id>", "overlayip switch 10.2.0.1 --vpc vpc-1 --to <instance id>")]
    [InlineData("New-OverlayRoute pl-1 -RouteTableId rtb-1 -NetworkInterfaceId eni-1", "overlayip switch pl-1 --route-table rtb-1 --to eni-1 --create-missing")]
    [InlineData("Remove-OverlayRoute 10.2.0.0/25 -RouteTableId rtb-1 -Confirm:$false", "aws ec2 delete-route --route-table-id rtb-1 --destination-cidr-block 10.2.0.0/25")]
    [InlineData("Remove-OverlayRoute 2001:db8::/64 -RouteTableId rtb-1 -Confirm:$false", "aws ec2 delete-route --route-table-id rtb-1 --destination-ipv6-cidr-block 2001:db8::/64")]
    [InlineData("Remove-OverlayRoute pl-1 -RouteTableId rtb-1 -Confirm:$false", "aws ec2 delete-route --route-table-id rtb-1 --destination-prefix-list-id pl-1")]
    [InlineData("Disable-SourceDestCheck -NetworkInterfaceId eni-1", "aws ec2 modify-network-interface-attribute --no-source-dest-check --network-interface-id eni-1")]
    [InlineData("Test-OverlayIp 10.2.0.1 -VpcId vpc-1 -Candidate <instance id>", "overlayip check 10.2.0.1 --vpc vpc-1 --candidate <instance id>")]
    [InlineData(
        "New-OverlayTransitRoute 10.2.0.1/32 -TransitGatewayRouteTableId tgw-rtb-1 -TransitGatewayAttachmentId <attachment of the VPC that has the address>",
        "aws ec2 create-transit-gateway-route --transit-gateway-route-table-id tgw-rtb-1 --destination-cidr-block 10.2.0.1/32 --transit-gateway-attachment-id <attachment of the VPC that has the address>")]
    [InlineData(
        "New-OverlayTransitRoute 10.2.0.1/32 -TransitGatewayRouteTableId tgw-rtb-1 -TransitGatewayAttachmentId tgw-attach-1 -Force",
        "aws ec2 replace-transit-gateway-route --transit-gateway-route-table-id tgw-rtb-1 --destination-cidr-block 10.2.0.1/32 --transit-gateway-attachment-id tgw-attach-1")]
    [InlineData(
        "Remove-OverlayTransitRoute 10.2.0.1/32 -TransitGatewayRouteTableId tgw-rtb-1",
        "aws ec2 delete-transit-gateway-route --transit-gateway-route-table-id tgw-rtb-1 --destination-cidr-block 10.2.0.1/32")]
    [InlineData("Find-OverlayAddress -VpcId vpc-1", null)]
    public void A_cmdlet_becomes_what_a_shell_has(string cmdlet, string? here) => Assert.Equal(here, RemedyWords.Counterpart(cmdlet));

    [Theory]
    [InlineData("10.2.0.1", "ip address add 10.2.0.1/32 dev lo")]
    [InlineData("2001:db8::1", "ip address add 2001:db8::1/128 dev lo")]
    public void A_local_address_is_added_with_the_systems_own_tool(string address, string onLinux) =>
        Assert.Equal(OperatingSystem.IsLinux() ? onLinux : null, RemedyWords.Counterpart($"Add-OverlayAddress {address}"));

    [Fact]
    public void Every_cmdlet_of_the_remedies_was_thought_of()
    {
        string[] places = ["Validation", Path.Combine("Reach", "Walking")];
        var cmdlets = places.SelectMany(place => Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, "src", "OverlayIp.Engine", place), "*.cs", SearchOption.AllDirectories))
            .SelectMany(File.ReadLines)
            .Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))
            .SelectMany(line => Remedy().Matches(line).Select(m => m.Groups[1].Value)).Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.Contains("Switch-OverlayRoute", cmdlets);
        Assert.All(cmdlets.Except(OnlyCmdlets), cmdlet => Assert.Contains($"\"{cmdlet}\"", Source(), StringComparison.Ordinal));
    }

    [Fact]
    public void Each_command_leads_to_the_same_account()
    {
        var settings = new ConnectionSettings
        {
            Region = "eu-central-1",
            ProfileName = "it's mine",
            RoleArn = "arn:aws:iam::123456789012:role/x",
            EndpointUrl = "http://127.0.0.1:8080",
        };
        var remedies = RemedyWords.Commands(settings, "eu-central-1");
        const string Profile = @"'it'\''s mine'";
        Assert.Equal(
            $"overlayip switch 10.2.0.1 --vpc vpc-1 --to eni-1 --region eu-central-1 --profile {Profile} --role-arn arn:aws:iam::123456789012:role/x --endpoint-url http://127.0.0.1:8080",
            remedies.Cmdlet("Switch-OverlayRoute 10.2.0.1 -VpcId vpc-1 -NetworkInterfaceId eni-1"));
        Assert.Equal(
            $"aws ec2 modify-network-interface-attribute --no-source-dest-check --network-interface-id eni-1 --profile {Profile} --region eu-central-1 --endpoint-url http://127.0.0.1:8080",
            remedies.Cmdlet("Disable-SourceDestCheck -NetworkInterfaceId eni-1"));
        Assert.Equal($"aws iam get-role --role-name x --profile {Profile} --region eu-central-1", remedies.Aws("iam get-role --role-name x"));
        Assert.StartsWith("Find-OverlayAddress -VpcId vpc-1 -Region eu-central-1 ", remedies.Cmdlet("Find-OverlayAddress -VpcId vpc-1"), StringComparison.Ordinal);
    }

    private static string Source() => File.ReadAllText(Path.Combine(RepositoryRoot.Path, "src", "OverlayIp.Agent", "CommandLine", "RemedyWords.cs"));

    [GeneratedRegex("\"([A-Z][a-z]+-[A-Z][A-Za-z]+) ", RegexOptions.CultureInvariant)]
    private static partial Regex Remedy();
}
