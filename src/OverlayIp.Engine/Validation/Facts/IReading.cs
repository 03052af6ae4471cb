namespace OverlayIp.Engine.Validation.Facts;

/// <summary>A reading, whatever it read: what a check must know before it may look.</summary>
internal interface IReading
{
    /// <summary>True when it was tried.</summary>
    bool IsRead { get; }

    /// <summary>Why there is nothing, or null.</summary>
    OverlayIpException? Denied { get; }

    /// <summary>What the identity must be allowed, such as <c>ec2:DescribeSubnets</c>.</summary>
    string Permission { get; }

    /// <summary>When the answer had come, counted from the first call of the test.</summary>
    TimeSpan Elapsed { get; }
}
