using System.Text.RegularExpressions;
using OverlayIp.Agent.CommandLine;
using OverlayIp.Agent.Tests.Support;

namespace OverlayIp.Agent.Tests;

/// <summary>The engine's advice is worded for PowerShell; nobody may be sent to a parameter that this command line does not have.</summary>
public partial class CommandLineWordsTests
{
    // Only commands that this executable does not have can run into it.
    private static readonly string[] Unreachable = ["Give -RouteTableId for some tables,"];

    [Theory]
    [InlineData("Give -Region, or start a lab with Start-OverlayLab.", "Give --region, or start a lab with 'overlayip lab'.")]
    [InlineData("Check -Region, -EndpointUrl and AWS_ENDPOINT_URL.", "Check --region, --endpoint-url and AWS_ENDPOINT_URL.")]
    [InlineData("Name the network interface with -NetworkInterfaceId.", "Name the network interface with --to eni-….")]
    [InlineData("Check the destination; Switch-OverlayRoute -Force replaces it all the same.", "Check the destination; 'overlayip switch --force' replaces it all the same.")]
    [InlineData(
        "No packet will arrive until Disable-SourceDestCheck has turned it off.",
        "No packet will arrive until 'aws ec2 modify-network-interface-attribute --no-source-dest-check' has turned it off.")]
    [InlineData("See what there is with Get-OverlayRoute; create it with New-OverlayRoute or -CreateMissing.", "See what there is with 'overlayip status'; create it with 'overlayip switch --create-missing'.")]
    [InlineData("Leave -Port out, or give -Protocol Tcp or Udp.", "Leave --port out, or give --protocol Tcp or Udp.")]
    [InlineData("name the VPC, or pipe in routes, to see those", "name the VPC with --vpc to see those")]
    public void Advice_names_the_options_of_this_command_line(string powerShell, string here) =>
        Assert.Equal(here, CommandLineWords.Translate(powerShell));

    [Fact]
    public void No_cmdlet_or_parameter_of_PowerShell_is_left_in_anything_that_the_engine_says()
    {
        var literals =
            from folder in (string[])["Routing", "Connections"]
            from file in Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, "src", "OverlayIp.Engine", folder), "*.cs")
            from line in File.ReadLines(file)
            where !line.TrimStart().StartsWith("//", StringComparison.Ordinal)
            from Match literal in Literal().Matches(line)
            select literal.Groups[1].Value;
        var all = literals.ToList();
        Assert.Contains(all, text => CmdletOrParameter().IsMatch(text));
        Assert.DoesNotContain(
            all, text => !Unreachable.Any(u => text.StartsWith(u, StringComparison.Ordinal)) && CmdletOrParameter().IsMatch(CommandLineWords.Translate(text)));
    }

    [GeneratedRegex("\"([^\"]*)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Literal();

    [GeneratedRegex(@"(?<![\w'-])-[A-Z][A-Za-z]+|\b[A-Z][a-z]+-(Overlay|SourceDestCheck)", RegexOptions.CultureInvariant)]
    private static partial Regex CmdletOrParameter();
}
