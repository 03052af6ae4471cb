using OverlayIp.Lab.Iam;

namespace OverlayIp.Lab;

/// <summary>How a lab is to be set up.</summary>
public sealed record LabOptions
{
    /// <summary>A short name that tells running labs apart, or null for one that is made up.</summary>
    public string? Name { get; init; }

    /// <summary>The TCP port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The Region that the lab plays. Requests signed for another one are refused.</summary>
    public string Region { get; init; } = "eu-central-1";

    /// <summary>The account that owns everything in the lab: 12 digits.</summary>
    public string AccountId { get; init; } = "123456789012";

    /// <summary>Who may call the lab, and what they may do; null leaves it to the administrator with the lab's own keys, or with
    /// <see cref="StatePath"/> to those that were saved.</summary>
    public LabIam? Iam { get; init; }

    /// <summary>True starts without the default VPC.</summary>
    public bool Empty { get; init; }

    /// <summary>The VPCs to start with in place of the default one, or null.</summary>
    public LabShape? Shape { get; init; }

    /// <summary>A file that <see cref="LabServer.SaveAsync"/> wrote, to start from; null starts afresh. Region, account and
    /// keys are then those of the file.</summary>
    public string? StatePath { get; init; }

    /// <summary>Makes ids, keys and random faults the same each time; null makes them new.</summary>
    public int? Seed { get; init; }

    /// <summary>False takes unsigned and wrongly signed requests as well.</summary>
    public bool VerifySignatures { get; init; } = true;

    /// <summary>How long an instance stays <c>pending</c>, <c>stopping</c> or <c>shutting-down</c>.</summary>
    public TimeSpan TransitionDelay { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>True makes the lab a real network: a namespace for each instance and one for each VPC's router, in which packets go
    /// where the route tables say. Needs root on Linux with <c>ip</c> and <c>nft</c>. The default VPC then has a client, too.</summary>
    public bool Network { get; init; }

    /// <summary>How long a change by API takes until packets follow it; by default the API's answer waits until they do.</summary>
    public TimeSpan PropagationDelay { get; init; }

    /// <summary>True answers metadata requests without a token (IMDSv1) as well, on instances that do not say otherwise.</summary>
    public bool AllowMetadataV1 { get; init; }

    /// <summary>True shows instances their tags at <c>tags/instance</c>, where they do not say otherwise.</summary>
    public bool InstanceMetadataTags { get; init; }

    /// <summary>The clock that transitions, token buckets, latency, delays of visibility and signatures go by.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
