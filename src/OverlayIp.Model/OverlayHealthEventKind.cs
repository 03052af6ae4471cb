namespace OverlayIp;

/// <summary>What a watch noticed or did.</summary>
public enum OverlayHealthEventKind
{
    /// <summary>The watch has found the routes and knows where they point to.</summary>
    Watching,

    /// <summary>A node passed its probes often enough in a row to count as healthy.</summary>
    Healthy,

    /// <summary>A node failed its probes often enough in a row to count as failed.</summary>
    Unhealthy,

    /// <summary>A node keeps failing and coming back: it is chosen last until it has been healthy for longer.</summary>
    Flapping,

    /// <summary>The routes were moved away from a failed node.</summary>
    Switched,

    /// <summary>The routes were moved back to a preferred node that is healthy again.</summary>
    FailedBack,

    /// <summary>Route tables that disagreed point to one node again.</summary>
    Reunited,

    /// <summary>Routes were to be moved and at least one was not.</summary>
    SwitchFailed,

    /// <summary>The move was not confirmed, or was only planned (-WhatIf).</summary>
    Declined,

    /// <summary>Somebody else has moved the routes; the new target is the one that is watched from now on.</summary>
    Adopted,

    /// <summary>The route tables point to different targets.</summary>
    Divided,

    /// <summary>No route table has the destination any more.</summary>
    RouteMissing,

    /// <summary>The failed node was stopped before the routes were moved.</summary>
    Fenced,

    /// <summary>The failed node could not be stopped, so the routes were not moved.</summary>
    FenceFailed,

    /// <summary>The target has failed, but the routes were moved a short time ago and stay until that time is over.</summary>
    HeldDown,

    /// <summary>The target has failed and there is no healthy node to move to.</summary>
    NoCandidate,

    /// <summary>The witnesses are out of reach: the watch itself is cut off, so what it sees of the nodes does not count.</summary>
    CutOff,

    /// <summary>The witnesses are within reach again.</summary>
    Reconnected,

    /// <summary>EC2 cannot be asked at present. The watch goes on.</summary>
    ApiUnavailable,

    /// <summary>EC2 answers again.</summary>
    ApiAvailable,

    /// <summary>A watch that looks once has ended without moving the routes.</summary>
    Kept,
}
