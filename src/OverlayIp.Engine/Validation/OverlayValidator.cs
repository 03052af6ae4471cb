using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Validation.Checks;
using OverlayIp.Engine.Validation.Facts;
using OverlayIp.Engine.Validation.Reading;

namespace OverlayIp.Engine.Validation;

/// <summary>
/// Tests every condition that must hold for an overlay address to work: reads the facts with few calls, judges them, and says for each
/// condition what was seen and what mends it. It never changes anything.
/// </summary>
/// <param name="connection">The way to EC2.</param>
/// <param name="openRole">Opens a connection as the role whose right to switch is tested too; null when there is none.</param>
/// <param name="local">This machine, or null for the operating system's view of it.</param>
public sealed class OverlayValidator(
    Ec2Connection connection, Func<CancellationToken, Task<Ec2Connection>>? openRole = null, ILocalNodeReader? local = null)
{
    private readonly ILocalNodeReader _local = local ?? new LocalNodeReader();

    /// <summary>The ids of all checks, in the order in which they are reported.</summary>
    public static IReadOnlyList<string> CheckIds { get; } = [.. ValidationChecks.All.Select(c => c.Id)];

    /// <summary>Tests overlay addresses.</summary>
    /// <param name="request">What to test.</param>
    /// <param name="observer">Hears what is being done.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="OverlayIpException">Nothing can be tested: no route table has the destination and neither a VPC nor a candidate was
    /// named (<c>RouteNotFound</c>), something named does not exist, or a call failed for another reason than a missing permission.</exception>
    public async Task<ValidationReport> TestAsync(ValidationRequest request, IOperationObserver observer, CancellationToken cancellationToken)
    {
        var checks = ValidationChecks.All.Where(c => request.Wants(c.Id) && (c.IsQuick || !request.IsQuick)).ToList();
        var kinds = checks.Aggregate(FactKind.None, (all, check) => all | check.Needs(request.IsQuick));
        kinds &= ~((request.RoleArn is null ? FactKind.RoleTrials : 0) | (request.From.Count == 0 ? FactKind.Paths : 0));

        var reader = new VpcFactReader(connection, _local, connection.Time.GetTimestamp());
        var reports = new List<ValidationReport>();
        foreach (var (vpcId, tables, ofVpc) in await ValidationScope.FindAsync(reader, request, cancellationToken))
        {
            observer.Progress("Testing overlay addresses", vpcId ?? "VPC not known", 0, 0);
            var facts = vpcId is null
                ? new VpcFacts { Tables = await tables }
                : await reader.ReadAsync(vpcId, tables, kinds, ofVpc, cancellationToken);
            RequireVpc(facts, ofVpc);
            facts = await TryAsync(reader, facts, kinds, ofVpc, cancellationToken);
            if (kinds.HasFlag(FactKind.Paths) && facts.Tables.Denied is null)
            {
                facts = facts with { Paths = await reader.PathsAsync(facts, ofVpc, observer, cancellationToken) };
            }

            reports.Add(Judge(facts, checks, ofVpc));
        }

        return new ValidationReport([.. reports.SelectMany(r => r.Checks)], [.. reports.SelectMany(r => r.Routes)]);
    }

    // Every VPC has a main route table, so one without any does not exist.
    private static void RequireVpc(VpcFacts facts, ValidationRequest request)
    {
        if (facts.Tables is { IsRead: true, Denied: null, Items.Count: 0 })
        {
            throw new OverlayIpException("VpcNotFound", OverlayErrorKind.NotFound, $"The VPC '{facts.VpcId}' does not exist.")
            { Subject = facts.VpcId, RecommendedAction = "Check the id and the Region." };
        }

        if (facts.Tables.Denied is null && request.RouteTableIds.FirstOrDefault(id => facts.Tables.Items.All(t => t.Id != id)) is { } lost)
        {
            throw new OverlayIpException("RouteTableNotFound", OverlayErrorKind.NotFound, $"The VPC '{facts.VpcId}' has no route table '{lost}'.") { Subject = lost };
        }

        if (facts.Subnets is { IsRead: true, Denied: null } && request.ClientSubnetIds.FirstOrDefault(id => facts.Subnets.Items.All(s => s.Id != id)) is { } strange)
        {
            throw new OverlayIpException("SubnetNotFound", OverlayErrorKind.NotFound, $"The VPC '{facts.VpcId}' has no subnet '{strange}'.") { Subject = strange };
        }
    }

    // The dry runs, which need to know the tables and a node to try with.
    private async Task<VpcFacts> TryAsync(VpcFactReader reader, VpcFacts facts, FactKind kinds, ValidationRequest request, CancellationToken cancellationToken)
    {
        if (facts.Tables.Denied is not null || facts.Instances.Denied is not null)
        {
            return facts;
        }

        var views = VpcFactReader.DestinationsOf(facts.Tables, request).Select(d => new DestinationView(facts, d, request)).ToList();
        var own = kinds.HasFlag(FactKind.Trials) ? reader.TrialsAsync(() => OfAsync(connection), cancellationToken) : Task.FromResult(new Reading<SwitchTrialFact>());
        var role = kinds.HasFlag(FactKind.RoleTrials)
            ? reader.TrialsAsync(() => AsRoleAsync(views, cancellationToken), cancellationToken)
            : Task.FromResult(new Reading<SwitchTrialFact>());
        await Task.WhenAll(own, role);
        return facts with { Trials = await own, RoleTrials = await role };

        async Task<IReadOnlyList<SwitchTrialFact>> OfAsync(Ec2Connection identity) =>
            [.. (await Task.WhenAll(views.Select(view => SwitchTrials.RunAsync(identity, view, cancellationToken)))).SelectMany(t => t)];
    }

    // A role that cannot be assumed cannot switch: that is a finding and no reason to give up.
    private async Task<IReadOnlyList<SwitchTrialFact>> AsRoleAsync(IReadOnlyList<DestinationView> views, CancellationToken cancellationToken)
    {
        var trials = new List<SwitchTrialFact>();
        foreach (var view in views)
        {
            try
            {
                trials.AddRange(await SwitchTrials.RunAsync(await openRole!(cancellationToken), view, cancellationToken));
            }
            catch (Exception e) when (AwsErrors.IsCallFailure(e, cancellationToken))
            {
                trials.Add(new SwitchTrialFact
                {
                    Destination = view.Destination,
                    RouteTableId = view.Request.RoleArn!,
                    Action = SwitchTrialFact.AssumeRole,
                    IsAllowed = false,
                    Message = AwsErrors.Translate(e, null).Message,
                });
            }
        }

        return trials;
    }

    private ValidationReport Judge(VpcFacts facts, IReadOnlyList<ValidationCheck> checks, ValidationRequest request)
    {
        var found = new List<OverlayCheck>();
        var routes = new List<OverlayRoute>();
        foreach (var destination in VpcFactReader.DestinationsOf(facts.Tables, request))
        {
            var view = new DestinationView(facts, destination, request);
            found.AddRange(checks.Where(check => check.AppliesTo(view)).SelectMany(check => Judge(check, view)));
            routes.AddRange(facts.Tables.Items.SelectMany(t => t.OverlayRoutes).Where(r => r.DestinationCidr == destination.ToString()));
        }

        return new ValidationReport(found, routes);
    }

    private IEnumerable<OverlayCheck> Judge(ValidationCheck check, DestinationView view)
    {
        var started = connection.Time.GetTimestamp();
        var rests = view.Facts.Of(check.Needs(view.Request.IsQuick)).ToList();
        var read = rests.Where(r => r.IsRead).Select(r => r.Elapsed).DefaultIfEmpty().Max();
        var denied = rests.Find(r => r.Denied is not null);
        var findings = denied is not null
            ? [new Finding(view.Destination.ToString(), OverlayCheckStatus.Skipped, ReasonOf(denied), RemedyOf(view, denied))]
            : check.Judge(view).ToList();
        var elapsed = read + connection.Time.GetElapsedTime(started);
        return findings.Select(finding => new OverlayCheck
        {
            Id = check.Id,
            DestinationCidr = view.Destination.ToString(),
            Subject = finding.Subject,
            Status = finding.Status,
            Evidence = finding.Evidence,
            Remedy = finding.Remedy,
            Passed = finding.Status is OverlayCheckStatus.Pass or OverlayCheckStatus.Warn || (finding.Status == OverlayCheckStatus.Skipped && denied is null),
            Concerns = finding.Concerns ?? check.Concerns,
            Elapsed = elapsed,
            VpcId = view.Facts.VpcId,
            Region = connection.Region,
        });
    }

    private static string ReasonOf(IReading reading) => reading switch
    {
        { Permission.Length: 0 } => $"This machine could not be looked at: {reading.Denied!.Message}",
        { Denied.Kind: OverlayErrorKind.PermissionDenied } => $"This identity may not call {reading.Permission}: {reading.Denied.Message}",
        _ => $"The endpoint does not have {reading.Permission}: {reading.Denied!.Message}",
    };

    private static string? RemedyOf(DestinationView view, IReading reading) => reading is { Permission.Length: > 0, Denied.Kind: OverlayErrorKind.PermissionDenied }
        ? view.Remedies.Cmdlet("New-OverlayPolicy -Purpose Validate")
        : null;
}
