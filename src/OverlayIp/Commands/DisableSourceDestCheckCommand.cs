using System.Management.Automation;

namespace OverlayIp.Commands;

/// <summary>Turns the source/destination check off, so that instances receive packets for overlay addresses.</summary>
/// <remarks>
/// <para>Sets the attribute of each network interface (action ModifyNetworkInterfaceAttribute) and reads it back. An interface whose
/// check is off already is emitted with Changed = False; nothing is sent for it.</para>
/// <para>The check is one setting, seen on the interface and, where it has only one, on the instance. Working on interfaces
/// also serves instances that have several. Turn it off on every node that may become the target, before a failover needs it.</para>
/// </remarks>
/// <notes><para>Needs ec2:DescribeInstances and ec2:DescribeNetworkInterfaces on "*", and ec2:ModifyNetworkInterfaceAttribute on the network interfaces.</para></notes>
/// <example>
/// <para>Both nodes of a cluster</para>
/// <code>Disable-SourceDestCheck i-0a11a11dcb42a8210, i-0b22a22eec53b9321</code>
/// <para>All network interfaces of both instances are set, and emitted as they are now.</para>
/// </example>
/// <example>
/// <para>Instances found with AWS.Tools, only their primary network interface</para>
/// <code>(Get-EC2Instance -Filter @{ Name = 'tag:cluster'; Values = 'db' }).Instances | Disable-SourceDestCheck -DeviceIndex 0 -WhatIf</code>
/// <para>Prints what would be changed. Without -WhatIf it is done.</para>
/// </example>
/// <seealso cref="EnableSourceDestCheckCommand"/>
/// <seealso cref="GetSourceDestCheckCommand"/>
/// <seealso topic="about_OverlayIp"/>
/// <seealso topic="about_OverlayIp_Errors"/>
/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyNetworkInterfaceAttribute.html">ModifyNetworkInterfaceAttribute</seealso>
[Cmdlet(VerbsLifecycle.Disable, "SourceDestCheck", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(SourceDestCheck))]
public sealed class DisableSourceDestCheckCommand : SetSourceDestCheckCmdlet
{
    private protected override bool Wanted => false;
}
