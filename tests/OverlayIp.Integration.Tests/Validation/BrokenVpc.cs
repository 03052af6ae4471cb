using OverlayIp.Engine.Validation;

namespace OverlayIp.Integration.Tests.Validation;

/// <summary>A VPC with a fault: how it comes about, and which checks must fail for it. All others must pass.</summary>
/// <param name="Name">What is wrong.</param>
/// <param name="Fails">The ids of the checks that fail, in alphabetical order.</param>
/// <param name="BreakAsync">Breaks it.</param>
internal sealed record BrokenVpc(string Name, string Fails, Func<OverlayVpc, Task> BreakAsync)
{
    /// <summary>The ids of the checks that warn.</summary>
    public string Warns { get; init; } = "";

    public bool IsIpv6 { get; init; }

    /// <summary>What is asked, where it is not the usual.</summary>
    public Func<OverlayVpc, ValidationRequest, ValidationRequest> Ask { get; init; } = (_, request) => request;

    /// <summary>Why no command can mend it, or null: then the pasted remedies must.</summary>
    public string? NotMended { get; init; }

    /// <summary>Why no packets are sent in the networked lab, or null.</summary>
    public string? NoPackets { get; init; }

    public override string ToString() => Name;
}
