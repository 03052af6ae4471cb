using System.Text.RegularExpressions;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Validation;

namespace OverlayIp.Agent.CommandLine;

/// <summary>
/// Puts the engine's remedies, which are cmdlets, into commands for a shell: this executable's own, the AWS CLI's, or Linux's.
/// What none of them has stays a cmdlet.
/// </summary>
internal static partial class RemedyWords
{
    /// <summary>Remedies that lead to the same account and Region.</summary>
    /// <param name="settings">What the command line and the configuration file say.</param>
    /// <param name="region">The Region that it came to, or null.</param>
    public static RemedyCommands Commands(ConnectionSettings settings, string? region) => new()
    {
        Counterpart = Counterpart,
        AgentOptions = Options(
            ("--region", settings.Region), ("--profile", settings.ProfileName), ("--role-arn", settings.RoleArn), ("--endpoint-url", settings.EndpointUrl)),
        AwsOptions = Options(("--profile", settings.ProfileName), ("--region", region)),

        // The AWS CLI reads these variables only since 2.13; an older one would mend something else than was looked at.
        Ec2Option = Options(("--endpoint-url", settings.EndpointUrl ?? Variable("AWS_ENDPOINT_URL_EC2") ?? Variable("AWS_ENDPOINT_URL"))),
        CmdletParameters = Options(("-Region", settings.Region), ("-ProfileName", settings.ProfileName), ("-EndpointUrl", settings.EndpointUrl)),
    };

    /// <summary>What does in a shell what a cmdlet does; null for what no program here does.</summary>
    public static string? Counterpart(string cmdlet)
    {
        // A choice that is left to a person stands in angle brackets, and may have spaces.
        var words = Word().Matches(cmdlet).Select(m => m.Value).ToList();
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 1; i < words.Count; i++)
        {
            if (!words[i].StartsWith('-'))
                parameters.TryAdd("", words[i]);
            else
                parameters[words[i]] = i + 1 < words.Count && !words[i + 1].StartsWith('-') ? words[++i] : "";
        }

        var destination = parameters.GetValueOrDefault("", "");
        return words[0] switch
        {
            "Switch-OverlayRoute" => Switch(destination, parameters) + (parameters.ContainsKey("-Force") ? " --force" : ""),
            "New-OverlayRoute" => Switch(destination, parameters) + " --create-missing",
            "Remove-OverlayRoute" => $"aws ec2 delete-route --route-table-id {parameters["-RouteTableId"]} {DestinationOption(destination)} {destination}",
            "Disable-SourceDestCheck" => $"aws ec2 modify-network-interface-attribute --no-source-dest-check --network-interface-id {parameters["-NetworkInterfaceId"]}",
            "Test-OverlayIp" => $"overlayip check {destination} --vpc {parameters["-VpcId"]} --candidate {parameters["-Candidate"]}",
            "New-OverlayTransitRoute" => $"aws ec2 {(parameters.ContainsKey("-Force") ? "replace" : "create")}-transit-gateway-route {TransitRoute(destination, parameters)}"
                + $" --transit-gateway-attachment-id {parameters["-TransitGatewayAttachmentId"]}",
            "Remove-OverlayTransitRoute" => $"aws ec2 delete-transit-gateway-route {TransitRoute(destination, parameters)}",

            // On lo no other interface has to be up for it; for which one the packets come in does not matter to the kernel.
            "Add-OverlayAddress" when OperatingSystem.IsLinux() => $"ip address add {CidrBlock.Parse(destination)} dev lo",
            _ => null,
        };
    }

    private static string Switch(string destination, Dictionary<string, string> parameters) =>
        $"overlayip switch {destination}"
        + (parameters.TryGetValue("-VpcId", out var vpcId) ? $" --vpc {vpcId}" : "")
        + (parameters.TryGetValue("-RouteTableId", out var tableId) ? $" --route-table {tableId}" : "")
        + $" --to {parameters.GetValueOrDefault("-NetworkInterfaceId") ?? parameters["-InstanceId"]}";

    private static string TransitRoute(string destination, Dictionary<string, string> parameters) =>
        $"--transit-gateway-route-table-id {parameters["-TransitGatewayRouteTableId"]} --destination-cidr-block {destination}";

    private static string DestinationOption(string destination) =>
        destination.StartsWith(Ec2ResourceId.PrefixList + "-", StringComparison.Ordinal) ? "--destination-prefix-list-id"
        : destination.Contains(':', StringComparison.Ordinal) ? "--destination-ipv6-cidr-block"
        : "--destination-cidr-block";

    private static string Options(params (string Name, string? Value)[] options) =>
        string.Join(' ', options.Where(o => o.Value is not null).Select(o => $"{o.Name} {Quote(o.Value!)}"));

    // A quote within single quotes ends them in a shell, is written by itself, and begins them again.
    private static string Quote(string value) => Plain().IsMatch(value) ? value : $"'{value.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    [GeneratedRegex(@"<[^>]*>|\S+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    [GeneratedRegex(@"^[\w@%+=:,./-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();
}
