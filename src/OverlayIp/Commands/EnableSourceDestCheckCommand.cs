using System.Management.Automation;

namespace OverlayIp.Commands;

/// <summary>Turns the source/destination check on again, for instances that no longer serve overlay addresses.</summary>
/// <remarks>
/// <para>Sets the attribute of each network interface (action ModifyNetworkInterfaceAttribute) and reads it back. From then on EC2 drops
/// packets whose source or destination is not an address of the interface: overlay addresses, NAT and routing through the instance stop working.</para>
/// </remarks>
/// <notes><para>Needs ec2:DescribeInstances and ec2:DescribeNetworkInterfaces on "*", and ec2:ModifyNetworkInterfaceAttribute on the network interfaces.</para></notes>
/// <example>
/// <para>A node that leaves the cluster</para>
/// <code>Enable-SourceDestCheck i-0a11a11dcb42a8210</code>
/// <para>All its network interfaces are set, and emitted as they are now.</para>
/// </example>
/// <example>
/// <para>One network interface</para>
/// <code>Enable-SourceDestCheck -NetworkInterfaceId eni-0bbbbbbbbbbbbbbb1 -Confirm</code>
/// <para>Asks before it is changed.</para>
/// </example>
/// <seealso cref="DisableSourceDestCheckCommand"/>
/// <seealso cref="GetSourceDestCheckCommand"/>
/// <seealso topic="about_OverlayIp"/>
/// <seealso topic="about_OverlayIp_Errors"/>
[Cmdlet(VerbsLifecycle.Enable, "SourceDestCheck", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(SourceDestCheck))]
public sealed class EnableSourceDestCheckCommand : SetSourceDestCheckCmdlet
{
    private protected override bool Wanted => true;
}
