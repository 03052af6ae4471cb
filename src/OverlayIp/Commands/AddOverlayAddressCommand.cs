using System.Management.Automation;
using OverlayIp.Completion;
using OverlayIp.Engine.Addressing;

namespace OverlayIp.Commands;

/// <summary>Puts overlay addresses on a network interface of this machine, so that its operating system accepts their packets.</summary>
/// <remarks>
/// <para>On Linux the address is set with ip(8) as a /32 (IPv6 /128), on Windows with netsh and skipassource, so that the system does not
/// choose it for its own outgoing connections. It lasts until the next reboot, unless -Persistent.</para>
/// <para>-Persistent also writes it into what configures the interface at boot: NetworkManager, systemd-networkd, netplan, ifupdown, Red
/// Hat's ifcfg files, SUSE's wicked, Amazon Linux's net-utils, the persistent store of Windows, or a systemd unit where there is none of
/// these. It writes a small, marked piece of its own and changes nothing that others wrote; the interface stays up. -WhatIf prints every
/// file with its content. about_OverlayIp_Addresses has a table of the stacks.</para>
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
/// <para>An address that survives a reboot</para>
/// <code>Add-OverlayAddress 10.2.0.1 -Persistent -WhatIf</code>
/// <para>Names the file that would be written and its content. Without -WhatIf it is written, and the address is added at once.</para>
/// </example>
/// <example>
/// <para>An address in an image</para>
/// <code>Add-OverlayAddress 10.2.0.1 -InterfaceName ens5 -Root /mnt/image</code>
/// <para>Writes the file for the network stack that the image uses.</para>
/// </example>
/// <example>
/// <para>The addresses of existing routes</para>
/// <code>Get-OverlayRoute -InstanceId i-0a11a11dcb42a8210 | Add-OverlayAddress -InterfaceName lo</code>
/// <para>Each route's destination is the address; one that several route tables have is added once.</para>
/// </example>
/// <seealso cref="GetOverlayAddressCommand"/>
/// <seealso cref="RemoveOverlayAddressCommand"/>
/// <seealso topic="about_OverlayIp_Addresses"/>
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

    /// <summary>Makes the address permanent as well: it is there after every boot.</summary>
    [Parameter]
    public SwitchParameter Persistent { get; set; }

    /// <summary>The network stack to write it for; implies -Persistent.</summary>
    /// <value>the one that manages the interface</value>
    [Parameter]
    public OverlayAddressStack Stack { get; set; }

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
            Persistent = Persistent || Root is not null || IsTyped(nameof(Stack)),
            Stack = IsTyped(nameof(Stack)) ? Stack : null,
            Force = Force,
        };
        var plan = Run((_, token) => Addresses.PlanAddAsync(request, token));
        WriteWarnings(plan);
        if (plan.IsNoOp)
        {
            WriteVerbose(plan.Description);
            if (IsWhatIf)
            {
                return;
            }
        }
        else if (!Confirms(plan))
        {
            return;
        }

        WriteObject(Run((observer, token) => Addresses.ApplyAsync(plan, observer, token)));
    }
}
