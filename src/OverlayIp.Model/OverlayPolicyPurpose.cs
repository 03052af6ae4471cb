namespace OverlayIp;

/// <summary>What an IAM policy is for, and so which calls it must allow.</summary>
public enum OverlayPolicyPurpose
{
    /// <summary>To create, replace and delete the routes, and to set the source/destination check of the nodes: New- and Remove-OverlayRoute, Disable- and Enable-SourceDestCheck.</summary>
    Setup,

    /// <summary>To move the address: Switch-OverlayRoute, Invoke-OverlayDrill and <c>overlayip takeover</c>. Routes are replaced, neither created nor deleted.</summary>
    Failover,

    /// <summary>To test that the address works and could be moved: Test-OverlayIp, Get-OverlayPath, Find-OverlayAddress. Nothing can be changed.</summary>
    Validate,

    /// <summary>To read the routes and the source/destination checks: Get-OverlayRoute, Get-SourceDestCheck. Nothing can be changed.</summary>
    Audit,
}
