namespace OverlayIp.Engine.Policies;

/// <summary>An account in a Region, with the resources that calls are tried on. Two worlds can have the same ids in different places.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Region">The Region.</param>
public sealed record PolicyWorld(string AccountId, string Region)
{
    /// <summary>The tags that everything in it has.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>The VPCs.</summary>
    public required IReadOnlyList<PolicyWorldVpc> Vpcs { get; init; }
}
