using System.Management.Automation;
using OverlayIp.Completion;
using OverlayIp.Engine.Addressing;

namespace OverlayIp.Commands;

/// <summary>Shows the overlay addresses of this machine.</summary>
/// <remarks>
/// <para>Overlay addresses are those of host length (/32, IPv6 /128) that are neither an interface's own address nor loopback or
/// link-local. -All shows every address; one that is named is always found, whatever its prefix length.</para>
/// <para>Each is shown as it is now (Present) and as it will be after a reboot (Persistent), with the network stack and the file that has
/// it; those that only a file has are shown too. Duplicate is true when several interfaces have the address or several files
/// configure it.</para>
/// </remarks>
/// <example>
/// <para>The overlay addresses of this machine</para>
/// <code>Get-OverlayAddress</code>
/// <para>One line for each address and interface.</para>
/// </example>
/// <example>
/// <para>Is this address here?</para>
/// <code>Get-OverlayAddress 10.2.0.1 -ErrorAction Ignore</code>
/// <para>Emits it, or nothing. Without -ErrorAction a missing address is an error (AddressNotFound).</para>
/// </example>
/// <example>
/// <para>What would drop its packets?</para>
/// <code>(Get-OverlayAddress 10.2.0.1 -Detailed).Findings | Format-List</code>
/// <para>The settings of the Linux kernel that matter, each with the command that helps.</para>
/// </example>
/// <seealso topic="about_OverlayIp_Addresses"/>
/// <seealso cref="AddOverlayAddressCommand"/>
/// <seealso cref="RemoveOverlayAddressCommand"/>
/// <seealso topic="about_OverlayIp"/>
/// <seealso topic="about_OverlayIp_Errors"/>
[Cmdlet(VerbsCommon.Get, "OverlayAddress")]
[OutputType(typeof(OverlayAddress))]
public sealed class GetOverlayAddressCommand : AddressCmdlet
{
    /// <summary>Only these addresses.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("DestinationCidr", "IPAddress")]
    public string[]? Address { get; set; }

    /// <summary>Only addresses of this network interface.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("InterfaceAlias")]
    [ArgumentCompleter(typeof(InterfaceNameCompleter))]
    public string? InterfaceName { get; set; }

    /// <summary>Shows every address, not only overlay addresses.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    /// <summary>Shows only addresses that will be there after a reboot.</summary>
    [Parameter]
    public SwitchParameter Persistent { get; set; }

    /// <summary>Looks for settings of the kernel that would drop packets of the address (rp_filter, arp_ignore, arp_announce, other local
    /// routes) and puts them into Findings, each with what would help; shown as a list.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForItem(Address, () =>
    {
        var wanted = (Address ?? []).Select(ReadAddress).ToList();
        var query = new AddressQuery
        {
            Addresses = wanted,
            InterfaceName = string.IsNullOrEmpty(InterfaceName) ? null : InterfaceName,
            IncludeAll = All,
            PersistentOnly = Persistent,
            IncludeFindings = Detailed,
        };
        var found = Run((_, token) => Addresses.GetAsync(query, token));
        foreach (var address in found)
        {
            WriteObject(Detailed ? WithDetailedView(address) : address);
        }

        foreach (var missing in wanted.Where(w => w.IsSingleAddress && !found.Any(f => f.Address == w.Address.ToString())))
        {
            WriteFailure(new OverlayIpException("AddressNotFound", OverlayErrorKind.NotFound,
                Root is null ? $"No interface of this machine has the address {missing.Address}." : $"No file in {Root} configures the address {missing.Address}.")
            { Subject = missing.Address.ToString(), RecommendedAction = "Add it with Add-OverlayAddress." });
        }
    });

    // A type name in front of its own selects the view with the findings.
    private static PSObject WithDetailedView(OverlayAddress address)
    {
        var shown = new PSObject(address);
        shown.TypeNames.Insert(0, "OverlayIp.OverlayAddress#Detailed");
        return shown;
    }
}
