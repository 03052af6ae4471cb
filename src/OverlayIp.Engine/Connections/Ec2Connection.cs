using System.Collections.Concurrent;
using Amazon.EC2;

namespace OverlayIp.Engine.Connections;

/// <summary>
/// A way to EC2 in one Region with one identity, kept warm: clients, connections, credentials and what was learnt about
/// the account's request limits.
/// </summary>
public sealed class Ec2Connection : IDisposable
{
    private readonly ConcurrentDictionary<string, RequestPacer> _pacers = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;

    /// <summary>Holds the clients.</summary>
    /// <param name="client">The client for reading: it retries by itself.</param>
    /// <param name="unretried">The client for paced changes, whose retries the engine decides; null to use the first for both.</param>
    /// <param name="region">The Region, or null when only an endpoint is known.</param>
    /// <param name="time">The clock, or null for the system's.</param>
    public Ec2Connection(IAmazonEC2 client, IAmazonEC2? unretried = null, string? region = null, TimeProvider? time = null)
    {
        Client = client;
        Unretried = unretried ?? client;
        Region = region;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>The client for reading.</summary>
    public IAmazonEC2 Client { get; }

    /// <summary>The client for paced changes.</summary>
    public IAmazonEC2 Unretried { get; }

    /// <summary>The Region, or null when only an endpoint is known.</summary>
    public string? Region { get; }

    /// <summary>The clock that deadlines and pauses go by.</summary>
    public TimeProvider Time => _time;

    /// <summary>The pacer of one API action. EC2 keeps a token bucket for each action, so each has its own.</summary>
    /// <param name="action">The action's name, such as <c>ReplaceRoute</c>.</param>
    public RequestPacer PacerFor(string action) => _pacers.GetOrAdd(action, _ => new RequestPacer(_time));

    /// <inheritdoc/>
    public void Dispose()
    {
        Client.Dispose();
        if (!ReferenceEquals(Client, Unretried))
        {
            Unretried.Dispose();
        }
    }
}
