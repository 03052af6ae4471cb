using System.Management.Automation;
using OverlayIp.Completion;
using OverlayIp.Engine.Addressing;

namespace OverlayIp.Commands;

/// <summary>Puts overlay addresses on a network interface of this machine, so that its operating system accepts their packets.</summary>
/// <remarks>
/// <para>On Linux the address is set with ip(8) as a /32 (IPv6 /128), on Windows with netsh and skipassource, so that the system does not
/// choose it for its own outgoing connections. It lasts until the next reboot.</para>
/// <para>An address that is there already is left alone. One that another interface has is an error (AddressDuplicate), unless -Force.
/// The address is read back before it is emitted.</para>
/// </remarks>
/// <notes><para>Needs root (CAP_NET_ADMIN) or an elevated session.</para></notes>
/// <example>
/// <para>On the interface of the default route</para>
/// <code>Add-OverlayAddress 10.2.0.1</code>
/// <para>The interface and the address are emitted.</para>
/// </example>
/// <example>
/// <para>With a label that ifconfig shows, on a chosen interface</para>
/// <code>Add-OverlayAddress 10.2.0.1 -InterfaceName eth0 -Label eth0:ovip -WhatIf</code>
/// <para>Prints what would be done. A label begins with the interface's name and has at most 15 characters.</para>
/// </example>
/// <example>
/// <para>The addresses of existing routes</para>
/// <code>Get-OverlayRoute -InstanceId i-0a11a11dcb42a8210 | Add-OverlayAddress -InterfaceName lo</code>
/// <para>Each route's destination is the address; one that several route tables have is added once.</para>
/// </example>
/// <seealso cref="GetOverlayAddressCommand"/>
/// <seealso cref="RemoveOverlayAddressCommand"/>
/// <seealso topic="about_OverlayIp"/>
/// <seealso topic="about_OverlayIp_Errors"/>
/// <seealso href="https://man7.org/linux/man-pages/man8/ip-address.8.html">ip-address(8)</seealso>
[Cmdlet(VerbsCommon.Add, "OverlayAddress", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(OverlayAddress))]
public sealed class AddOverlayAddressCommand : AddressCmdlet
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>The addresses, such as <c>10.2.0.1</c>; one with a prefix length must be a single address (/32, IPv6 /128).</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("DestinationCidr", "IPAddress")]
    [AllowNull]
    public string[]? Address { get; set; }

    /// <summary>The network interface.</summary>
    /// <value>the interface of the default route</value>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("InterfaceAlias")]
    [ArgumentCompleter(typeof(InterfaceNameCompleter))]
    public string? InterfaceName { get; set; }

    /// <summary>A label for an IPv4 address on Linux, such as <c>eth0:ovip</c>: at most 15 characters that begin with the interface's name.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Label { get; set; }

    /// <summary>Adds the address though another interface has it.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!TakesInput(Address))
        {
            return;
        }

        foreach (var text in (IEnumerable<string?>)(Address ?? [null!]))
        {
            ForItem(text, () => Add(ReadAddress(text)));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => RefuseEmptyPipeline("nothing was added");

    private void Add(CidrBlock address)
    {
        if (!_seen.Add($"{address} {InterfaceName}"))
        {
            return;
        }

        var request = new AddRequest
        {
            Address = address,
            InterfaceName = string.IsNullOrEmpty(InterfaceName) ? null : InterfaceName,
            Label = string.IsNullOrEmpty(Label) ? null : Label,
            Force = Force,
        };
        var plan = Run((_, token) => Addresses.PlanAddAsync(request, token));
        if (plan.IsNoOp)
        {
            WriteVerbose(plan.Description);
            if (IsWhatIf)
            {
                return;
            }
        }
        else if (!ShouldProcess(plan.InterfaceName, plan.Description))
        {
            return;
        }

        WriteObject(Run((_, token) => Addresses.ApplyAsync(plan, token)));
    }
}
