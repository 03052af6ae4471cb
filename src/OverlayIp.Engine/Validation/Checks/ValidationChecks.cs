namespace OverlayIp.Engine.Validation.Checks;

/// <summary>All checks, in the order in which they are shown, and in which what they find is best mended: nodes before routes.</summary>
internal static class ValidationChecks
{
    public static IReadOnlyList<ValidationCheck> All { get; } =
    [
        new TargetRunningCheck(),
        new CandidateRunningCheck(),
        new CandidateInVpcCheck(),
        new OneInterfaceCheck(),
        new NodeHealthyCheck(),
        new SourceDestCheckOffCheck(),
        new RouteInEveryTableCheck(),
        new TablesAgreeCheck(),
        new RouteActiveCheck(),
        new NotShadowedCheck(),
        new RouteQuotaCheck(),
        new OutsideVpcCheck(),
        new OutsidePeersCheck(),
        new Ipv6EnabledCheck(),
        new ReachableFromCheck(),
        new SecurityGroupInCheck(),
        new SecurityGroupOutCheck(),
        new NetworkAclInCheck(),
        new NetworkAclOutCheck(),
        new MaySwitchCheck(),
        new RoleMaySwitchCheck(),
        new LocalAddressCheck(),
        new KernelSettingsCheck(),
    ];
}
