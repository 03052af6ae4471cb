namespace OverlayIp.Agent.Output;

/// <summary>
/// A running lab, with its keys: they are made up for it, open nothing else, and whoever started it needs them.
/// </summary>
internal sealed record LabReport
{
    /// <summary>The lab's name.</summary>
    public required string Name { get; init; }

    /// <summary>The process to stop, with SIGINT or SIGTERM.</summary>
    public required int ProcessId { get; init; }

    /// <summary>Where it answers.</summary>
    public required string EndpointUrl { get; init; }

    /// <summary>The Region that it plays.</summary>
    public required string Region { get; init; }

    /// <summary>The account that owns everything in it.</summary>
    public required string AccountId { get; init; }

    /// <summary>The access key id that it accepts.</summary>
    public required string AccessKeyId { get; init; }

    /// <summary>The secret access key that it accepts.</summary>
    public required string SecretAccessKey { get; init; }

    /// <summary>The default VPC; null for an empty lab.</summary>
    public required string? VpcId { get; init; }

    /// <summary>The block of the default VPC; null for an empty lab.</summary>
    public required string? VpcCidr { get; init; }

    /// <summary>The route tables of the default VPC, the main one first.</summary>
    public required IReadOnlyList<string> RouteTableIds { get; init; }

    /// <summary>The nodes that addresses move between.</summary>
    public required IReadOnlyList<OverlayLabNode> Nodes { get; init; }

    /// <summary>The instances that ask for what the nodes serve; none unless the lab is a network.</summary>
    public required IReadOnlyList<OverlayLabNode> Clients { get; init; }

    /// <summary>The environment variables that point this program, the AWS CLI and every AWS SDK at it.</summary>
    public required IReadOnlyDictionary<string, string> EnvironmentVariables { get; init; }

    /// <summary>The report of a lab of this process.</summary>
    public static LabReport Of(OverlayLab lab) => new()
    {
        Name = lab.Name,
        ProcessId = Environment.ProcessId,
        EndpointUrl = lab.EndpointUrl,
        Region = lab.Region,
        AccountId = lab.AccountId,
        AccessKeyId = lab.AccessKeyId,
        SecretAccessKey = lab.SecretAccessKey,
        VpcId = lab.VpcId,
        VpcCidr = lab.VpcCidr,
        RouteTableIds = lab.RouteTableIds,
        Nodes = lab.Nodes,
        Clients = lab.Clients,
        EnvironmentVariables = lab.EnvironmentVariables,
    };

    /// <summary>Writes it for people.</summary>
    public void WriteTo(TextWriter writer)
    {
        writer.WriteLine($"Lab {Name}: an EC2 endpoint on this machine, with a VPC of its own. Nothing of it reaches AWS.");
        writer.WriteLine();
        writer.WriteLine($"  Endpoint      {EndpointUrl}");
        writer.WriteLine($"  Region        {Region}");
        writer.WriteLine($"  Account       {AccountId}");
        writer.WriteLine($"  VPC           {(VpcId is null ? "none" : $"{VpcId} ({VpcCidr})")}");
        foreach (var routeTableId in RouteTableIds)
            writer.WriteLine($"  Route table   {routeTableId}");

        if (Nodes.Count > 0)
        {
            writer.WriteLine();
            var table = new TextTable("NODE", "INSTANCE", "NETWORK INTERFACE", "ADDRESS", "ZONE", "STATE");
            foreach (var node in Nodes.Concat(Clients))
                table.Add(node.Name, node.InstanceId, node.NetworkInterfaceId, node.PrivateIpAddress, node.AvailabilityZone, node.State);

            table.WriteTo(writer, "  ");
        }

        writer.WriteLine();
        writer.WriteLine("Paste this into another shell, and every AWS tool started there talks to the lab (an AWS CLI before 2.13 or");
        writer.WriteLine($"1.29 needs --endpoint-url {EndpointUrl} besides):");
        writer.WriteLine();
        foreach (var assignment in Assignments(OperatingSystem.IsWindows()))
            writer.WriteLine($"  {assignment}");

        writer.WriteLine();
        if (Nodes is [var first, ..])
        {
            writer.WriteLine($"Then try, for example: overlayip switch 10.2.0.1 --to {first.InstanceId} --create-missing --force");
            writer.WriteLine("                       aws ec2 describe-route-tables");
            writer.WriteLine();
        }

        if (Clients is [var client, ..])
        {
            writer.WriteLine($"It is a real network. In it, for example: overlayip lab exec {client.Name} -- ping 10.2.0.1");
            writer.WriteLine();
        }

        writer.WriteLine("Press Ctrl+C to stop.");
    }

    /// <summary>The commands that set the environment variables, for a POSIX shell or for PowerShell.</summary>
    public IEnumerable<string> Assignments(bool isPowerShell) => EnvironmentVariables
        .OrderBy(variable => variable.Key, StringComparer.Ordinal)
        .Select(variable => isPowerShell ? $"$env:{variable.Key} = '{variable.Value}'" : $"export {variable.Key}='{variable.Value}'");
}
