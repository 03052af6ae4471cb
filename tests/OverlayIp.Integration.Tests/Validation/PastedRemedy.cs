using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using OverlayIp.Engine;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Routing;
using OverlayIp.Engine.SourceDestCheck;
using OverlayIp.Engine.Validation;

namespace OverlayIp.Integration.Tests.Validation;

/// <summary>
/// Does what a pasted remedy would do: this module's cmdlets through the engine below them, the AWS CLI's commands as the calls that it
/// would make. That PowerShell and the AWS CLI read them likewise, the Pester tests show.
/// </summary>
internal sealed partial class PastedRemedy(OverlayVpc vpc, Ec2Connection connection)
{
    /// <summary>Runs the commands, and answers the request as it is afterwards: a remedy may be to name another candidate.</summary>
    public async Task<ValidationRequest> RunAsync(OverlayCheck check, ValidationRequest request)
    {
        foreach (var command in check.Remedy!.Split("; "))
        {
            var words = WordPattern().Matches(command).Select(m => m.Value.Replace("'", "", StringComparison.Ordinal)).ToList();
            request = await RunAsync(words, check, request);
        }

        return request;
    }

    private async Task<ValidationRequest> RunAsync(List<string> words, OverlayCheck check, ValidationRequest request)
    {
        switch (words)
        {
            case ["aws", "ec2", "wait", var state, _, var id, ..]:
                await vpc.UntilAsync(id, state["instance-".Length..]);
                return request;
            case ["aws", "ec2", var action, .. var options]:
                await vpc.DoAsync(ActionOf(action), [.. ParametersOf(action, options)]);
                return request;
            case ["Disable-SourceDestCheck", "-NetworkInterfaceId", var id]:
                var service = new SourceDestCheckService(connection);
                await foreach (var present in service.GetAsync(new SourceDestCheckQuery { NetworkInterfaceIds = [id] }, CancellationToken.None))
                {
                    await service.SetAsync(present, enabled: false, CancellationToken.None);
                }

                return request;
            case ["New-OverlayRoute", var destination, .. var parameters]:
                await ExecuteAsync(await new RoutePlanner(connection).PlanCreateAsync(
                    new CreateRoutePlanRequest { Destination = RouteDestination.Parse(destination), Scope = ScopeIn(parameters), Target = TargetIn(parameters), Force = parameters.Contains("-Force") },
                    CancellationToken.None));
                return request;
            case ["Switch-OverlayRoute", var destination, .. var parameters]:
                await ExecuteAsync(await new RoutePlanner(connection).PlanSwitchAsync(
                    new SwitchRoutePlanRequest { Destination = RouteDestination.Parse(destination), Scope = ScopeIn(parameters), Target = TargetIn(parameters), Force = parameters.Contains("-Force") },
                    CancellationToken.None));
                return request;
            case ["Remove-OverlayRoute", var destination, .. var parameters]:
                await ExecuteAsync(await new RoutePlanner(connection).PlanRemoveAsync(
                    new RemoveRoutePlanRequest { Destination = RouteDestination.Parse(destination), Scope = ScopeIn(parameters) }, CancellationToken.None));
                return request;
            case ["New-OverlayTransitRoute", var destination, .. var parameters]:
                await vpc.DoAsync(
                    "CreateTransitGatewayRoute",
                    ("DestinationCidrBlock", destination),
                    ("TransitGatewayRouteTableId", After(parameters, "-TransitGatewayRouteTableId")!),
                    ("TransitGatewayAttachmentId", After(parameters, "-TransitGatewayAttachmentId")!));
                return request;
            case ["Test-OverlayIp", _, .. var parameters]:
                // Another choice of the person's: where it is left open, there is node A.
                var chosen = After(parameters, "-Candidate")!;
                return request with
                {
                    Candidates = [.. request.Candidates.Where(c => c.ToString() != check.Subject),
                        RouteTarget.Parse(chosen.StartsWith('<') ? vpc.A.InstanceId : chosen)],
                };
            default:
                throw new InvalidOperationException($"No way to run {string.Join(' ', words)}.");
        }
    }

    private async Task ExecuteAsync(RoutePlan plan)
    {
        var execution = await new RouteExecutor(connection).ExecuteAsync(plan, new RouteExecutionOptions(), SilentObserver.Instance, CancellationToken.None);
        Assert.True(execution.Succeeded, string.Join(' ', execution.Reports.Select(r => r.Error?.Message)));
    }

    private static RouteScope ScopeIn(List<string> parameters) => new()
    {
        RouteTableIds = After(parameters, "-RouteTableId") is { } id ? [id] : [],
        VpcId = After(parameters, "-VpcId"),
    };

    private static RouteTarget TargetIn(List<string> parameters) => RouteTarget.Parse(After(parameters, "-NetworkInterfaceId") ?? After(parameters, "-InstanceId")!);

    private static string? After(List<string> words, string name) => words.IndexOf(name) is >= 0 and var at ? words[at + 1] : null;

    private static string ActionOf(string command) => string.Concat(command.Split('-').Select(Capital));

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    private static IEnumerable<(string, string)> ParametersOf(string action, List<string> options)
    {
        for (var i = 0; i < options.Count; i++)
        {
            var name = options[i];
            switch (name)
            {
                case "--region" or "--endpoint-url":
                    i++;
                    break;
                case "--ingress" or "--egress":
                    yield return ("Egress", name == "--egress" ? "true" : "false");
                    break;
                case "--amazon-provided-ipv6-cidr-block":
                    yield return ("AmazonProvidedIpv6CidrBlock", "true");
                    break;
                case "--protocol=-1":
                    yield return ("Protocol", "-1");
                    break;
                case "--instance-ids":
                    yield return ("InstanceId.1", options[++i]);
                    break;
                case "--port-range":
                    foreach (var pair in options[++i].Split(','))
                    {
                        yield return ($"PortRange.{pair.Split('=')[0]}", pair.Split('=')[1]);
                    }

                    break;
                case "--ip-permissions":
                    for (var number = 1; i + 1 < options.Count && !options[i + 1].StartsWith("--", StringComparison.Ordinal); number++)
                    {
                        foreach (var field in Permission(number, options[++i]))
                        {
                            yield return field;
                        }
                    }

                    break;
                default:
                    Assert.True(name.StartsWith("--", StringComparison.Ordinal), $"{action} with {name}");
                    yield return (string.Concat(name[2..].Split('-').Select(Capital)), options[++i]);
                    break;
            }
        }
    }

    private static IEnumerable<(string, string)> Permission(int number, string shorthand)
    {
        var prefix = string.Create(CultureInfo.InvariantCulture, $"IpPermissions.{number}.");
        var ranges = RangePattern().Match(shorthand);
        foreach (var pair in shorthand[..ranges.Index].TrimEnd(',').Split(','))
        {
            yield return (prefix + pair.Split('=')[0], pair.Split('=')[1]);
        }

        var index = 0;
        foreach (var range in ranges.Groups["items"].Value.Split(',').Select(r => r.Trim('{', '}').Split('=')))
        {
            yield return (string.Create(CultureInfo.InvariantCulture, $"{prefix}{ranges.Groups["name"].Value}.{++index}.{range[0]}"), range[1]);
        }
    }

    [GeneratedRegex(@"(?:'[^']*'|<[^>]*>|[^\s'<])+")]
    private static partial Regex WordPattern();

    [GeneratedRegex(@"(?<name>IpRanges|Ipv6Ranges)=\[(?<items>[^\]]*)\]")]
    private static partial Regex RangePattern();
}
