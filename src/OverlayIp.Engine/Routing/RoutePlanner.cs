using Amazon.EC2.Model;
using OverlayIp.Engine.Connections;

namespace OverlayIp.Engine.Routing;

/// <summary>
/// Makes plans: reads the route tables and the target, applies the guards and says for each table what is to be done.
/// It never changes anything.
/// </summary>
/// <param name="connection">The way to EC2.</param>
public sealed class RoutePlanner(Ec2Connection connection)
{
    private readonly TargetResolver _targets = new(connection);

    /// <summary>Plans to create routes.</summary>
    /// <param name="request">What to create.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="OverlayIpException">Nothing of it can be done: the destination collides with the VPC
    /// (<c>DestinationInsideVpc</c>, <c>DestinationContainsVpc</c>), the target is unfit, something named does not exist, or a call failed.</exception>
    public async Task<RoutePlan> PlanCreateAsync(CreateRoutePlanRequest request, CancellationToken cancellationToken)
    {
        RequireScope(request.Scope);
        var tables = ReadTablesAsync(request.Scope, null, cancellationToken);
        var target = _targets.ResolveAsync(request.Target, cancellationToken);
        await Task.WhenAll(tables, target);

        var found = await tables;
        RouteGuards.RefuseCollisionWithVpc(request.Destination, found);
        var resolved = await target;
        RouteGuards.RefuseAllOfOtherVpcs(request.Destination, resolved, found);
        if (!request.Force)
        {
            RouteGuards.RefuseIfNotRunning(resolved);
        }

        return new RoutePlan
        {
            Destination = request.Destination,
            Target = resolved,
            Steps = [.. found.Select(table => CreateStep(request, resolved, table))],
            MayReplace = request.Force,
            MayCreate = true,
            Warnings = RouteGuards.WarningsFor(resolved),
            Region = connection.Region,
        };
    }

    /// <summary>Plans to move routes to another target.</summary>
    /// <param name="request">What to move.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="OverlayIpException">Nothing of it can be done: no table has the destination (<c>RouteNotFound</c>), the
    /// target is unfit, something named does not exist, or a call failed.</exception>
    public async Task<RoutePlan> PlanSwitchAsync(SwitchRoutePlanRequest request, CancellationToken cancellationToken)
    {
        List<RouteTableView> tables;
        ResolvedTarget target;
        if (request.Scope.IsEmpty && request.CreateMissing)
        {
            // Which tables lack the route depends on the VPC, and that on the target: the one case that takes two round trips.
            target = await ResolveAsync(request, cancellationToken);
            tables = await ReadTablesAsync(new RouteScope { VpcId = target.VpcId }, null, cancellationToken);
        }
        else
        {
            var onlyWithRoute = request.Scope.RouteTableIds.Count == 0 && !request.CreateMissing ? request.Destination : null;
            var reading = ReadTablesAsync(request.Scope, onlyWithRoute, cancellationToken);
            var resolving = ResolveAsync(request, cancellationToken);
            await Task.WhenAll(reading, resolving);
            tables = await reading;
            target = await resolving;
        }

        if (request.Scope.IsEmpty)
        {
            tables = KeepVpcOf(target, tables, request.Destination);
        }

        if (tables.Count == 0)
        {
            throw RouteGuards.NoRoute(request.Destination, request.Scope);
        }

        if (!request.Force)
        {
            RouteGuards.RefuseAllOfOtherVpcs(request.Destination, target, tables);
            RouteGuards.RefuseUnfit(target);
        }

        var steps = tables.ConvertAll(table => SwitchStep(request, target, table));
        if (steps.Exists(s => s.Action == RouteStepAction.Create))
        {
            RouteGuards.RefuseCollisionWithVpc(request.Destination, tables);
        }

        return new RoutePlan
        {
            Destination = request.Destination,
            Target = target,
            Steps = steps,

            // With -From, a route that somebody made in the meantime is one that has not been compared.
            MayReplace = request.From is null,
            MayCreate = request.CreateMissing,
            Warnings = RouteGuards.WarningsFor(target),
            Region = connection.Region,
        };
    }

    /// <summary>Plans to delete routes.</summary>
    /// <param name="request">What to delete.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="OverlayIpException">Nothing of it can be done: no table has the destination (<c>RouteNotFound</c>),
    /// something named does not exist, or a call failed.</exception>
    public async Task<RoutePlan> PlanRemoveAsync(RemoveRoutePlanRequest request, CancellationToken cancellationToken)
    {
        RequireScope(request.Scope);
        var onlyWithRoute = request.Scope.RouteTableIds.Count == 0 ? request.Destination : null;
        var tables = await ReadTablesAsync(request.Scope, onlyWithRoute, cancellationToken);
        return tables.Count == 0
            ? throw RouteGuards.NoRoute(request.Destination, request.Scope)
            : new RoutePlan
            {
                Destination = request.Destination,
                Steps = [.. tables.Select(table => RemoveStep(request, table))],
                Region = connection.Region,
            };
    }

    private Task<ResolvedTarget> ResolveAsync(SwitchRoutePlanRequest request, CancellationToken cancellationToken) =>
        request.Resolved is { } known ? Task.FromResult(known) : _targets.ResolveAsync(request.Target, cancellationToken);

    private static RouteStep CreateStep(CreateRoutePlanRequest request, ResolvedTarget target, RouteTableView table)
    {
        var step = StepFor(request.Destination, table);
        if (table.VpcId != target.VpcId)
        {
            return Refuse(step, RouteGuards.OtherVpc(target, step));
        }

        return step switch
        {
            { Previous: null } => step with { Action = RouteStepAction.Create },
            _ when PointsTo(step, target) => step,
            _ when request.Force => step with { Action = RouteStepAction.Replace },
            _ => Refuse(step, RouteGuards.Exists(request.Destination, step)),
        };
    }

    private static RouteStep SwitchStep(SwitchRoutePlanRequest request, ResolvedTarget target, RouteTableView table)
    {
        var step = StepFor(request.Destination, table);
        if (table.VpcId != target.VpcId && !request.Force)
        {
            return Refuse(step, RouteGuards.OtherVpc(target, step));
        }

        if (step.Previous is null)
        {
            return request.CreateMissing
                ? step with { Action = RouteStepAction.Create }
                : Refuse(step, RouteGuards.Missing(request.Destination, step));
        }

        if (table.HasLocal(request.Destination))
        {
            return Refuse(step, RouteGuards.IsLocal(request.Destination, step));
        }

        if (PointsTo(step, target))
        {
            return step;
        }

        if (!step.Previous.IsOverlayTarget && !request.Force)
        {
            return Refuse(step, RouteGuards.Foreign(request.Destination, step));
        }

        return request.From is { } from && !IsAt(step, from)
            ? Refuse(step, RouteGuards.LeftExpected(from, step))
            : step with { Action = RouteStepAction.Replace };
    }

    private static RouteStep RemoveStep(RemoveRoutePlanRequest request, RouteTableView table)
    {
        var step = StepFor(request.Destination, table);
        return step.Previous switch
        {
            null => Refuse(step, RouteGuards.Missing(request.Destination, step)),
            _ when table.HasLocal(request.Destination) => Refuse(step, RouteGuards.IsLocal(request.Destination, step)),
            { IsOverlayTarget: false } => Refuse(step, RouteGuards.Foreign(request.Destination, step)),
            _ => step with { Action = RouteStepAction.Delete },
        };
    }

    private static RouteStep StepFor(RouteDestination destination, RouteTableView table)
    {
        var step = new RouteStep
        {
            RouteTableId = table.Id,
            RouteTableName = table.Name,
            VpcId = table.VpcId,
            Action = RouteStepAction.None,
        };
        return table.Find(destination) is not { } route
            ? step
            : step with
            {
                Previous = RouteHop.Of(route),
                PreviousRoute = table.ToOverlayRoute(route, destination),
            };
    }

    private static RouteStep Refuse(RouteStep step, OverlayIpException refusal) =>
        step with { Action = RouteStepAction.Refuse, Refusal = refusal };

    // Only the interface counts: a route can name the right instance by an interface that has been moved elsewhere.
    private static bool PointsTo(RouteStep step, ResolvedTarget target) =>
        step.PreviousRoute?.NetworkInterfaceId == target.NetworkInterfaceId;

    private static bool IsAt(RouteStep step, RouteTarget target) => target.InstanceId is { } instanceId
        ? step.PreviousRoute?.InstanceId == instanceId
        : step.PreviousRoute?.NetworkInterfaceId == target.NetworkInterfaceId;

    private static List<RouteTableView> KeepVpcOf(ResolvedTarget target, List<RouteTableView> tables, RouteDestination destination)
    {
        var kept = tables.FindAll(t => t.VpcId == target.VpcId);
        return kept.Count > 0 || tables.Count == 0 ? kept : throw RouteGuards.OtherVpcs(destination, target, tables);
    }

    private async Task<List<RouteTableView>> ReadTablesAsync(
        RouteScope scope, RouteDestination? onlyWithRoute, CancellationToken cancellationToken)
    {
        var filters = new List<Filter>();
        if (scope.VpcId is { } vpcId)
        {
            filters.Add(RouteTableReader.VpcFilter([vpcId]));
        }

        if (onlyWithRoute is not null)
        {
            filters.Add(RouteTableReader.FilterOf(onlyWithRoute));
        }

        List<RouteTableView> tables;
        try
        {
            tables = await RouteTableReader.ReadAllAsync(connection, scope.RouteTableIds, filters, cancellationToken);
        }
        catch (Exception e) when (AwsErrors.IsCallFailure(e, cancellationToken))
        {
            throw AwsErrors.Translate(e, AwsErrors.NamedIn(e, scope.RouteTableIds) ?? scope.VpcId);
        }

        if (onlyWithRoute is not null)
        {
            // The server's filter also finds propagated routes of the destination, which are nobody's to move.
            tables.RemoveAll(t => t.Find(onlyWithRoute) is null);
        }

        RouteGuards.RequireTables(scope, tables, filtered: onlyWithRoute is not null);

        // EC2 answers in an order of its own; the user's is the one that reports are read in.
        return scope.RouteTableIds.Count == 0 ? tables : [.. scope.RouteTableIds.Distinct(StringComparer.Ordinal).Join(tables, id => id, t => t.Id, (_, t) => t)];
    }

    private static void RequireScope(RouteScope scope)
    {
        if (scope.IsEmpty)
        {
            throw new OverlayIpException("ScopeMissing", OverlayErrorKind.InvalidArgument,
                "It was not said which route tables are meant.")
            { RecommendedAction = "Give -RouteTableId for some tables, -VpcId for all tables of a VPC, or pipe routes in." };
        }
    }
}
