using System.Management.Automation;
using OverlayIp.Binding;
using OverlayIp.Completion;

namespace OverlayIp.Commands;

/// <summary>Shows the source/destination check of instances and network interfaces.</summary>
/// <remarks>
/// <para>While the check is enabled, EC2 drops every packet whose source or destination is not an address of the network interface.
/// Overlay addresses are none, so every node that can be their target needs it off.</para>
/// <para>Without parameters it lists the interfaces of all instances in the Region.</para>
/// </remarks>
/// <notes><para>Needs ec2:DescribeInstances and ec2:DescribeNetworkInterfaces on "*".</para></notes>
/// <example>
/// <para>Both nodes of a cluster</para>
/// <code>Get-SourceDestCheck i-0a11a11dcb42a8210, i-0b22a22eec53b9321</code>
/// <para>One line for each network interface; Enabled must be False for overlay addresses.</para>
/// </example>
/// <example>
/// <para>Is the present target of an address fit for it?</para>
/// <code>Get-OverlayRoute 10.2.0.1 | Get-SourceDestCheck</code>
/// <para>The network interfaces that the routes point to are looked at, each once.</para>
/// </example>
/// <seealso cref="DisableSourceDestCheckCommand"/>
/// <seealso cref="EnableSourceDestCheckCommand"/>
/// <seealso topic="about_OverlayIp"/>
/// <seealso topic="about_OverlayIp_Errors"/>
/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/eni-basics.html">Network interface attributes</seealso>
[Cmdlet(VerbsCommon.Get, "SourceDestCheck")]
[OutputType(typeof(SourceDestCheck))]
public sealed class GetSourceDestCheckCommand : SourceDestCheckCmdlet
{
    /// <summary>The interfaces of all instances in these VPCs.</summary>
    [Parameter]
    [ResourceId(Ec2ResourceId.Vpc)]
    [ArgumentCompleter(typeof(VpcIdCompleter))]
    public string[]? VpcId { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForItem(
        InstanceId ?? NetworkInterfaceId,
        () => ForEachCheck(VpcId ?? [], (_, check) => WriteObject(check)));
}
