namespace OverlayIp;

/// <summary>What an IAM policy is for, and so which calls it must allow.</summary>
public enum OverlayPolicyPurpose
{
    /// <summary>To create, replace and delete the routes, and to set the source/destination check of the nodes.</summary>
    Setup,

    /// <summary>To move the address: Switch-OverlayRoute, Invoke-OverlayDrill and <c>overlayip takeover</c>. Routes are replaced, neither created nor deleted.</summary>
    Failover,

    /// <summary>To test that the address works and could be moved. Nothing can be changed.</summary>
    Validate,

    /// <summary>To read the routes and the source/destination checks. Nothing can be changed.</summary>
    Audit,
}
