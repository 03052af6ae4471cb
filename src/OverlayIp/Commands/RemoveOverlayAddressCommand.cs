using System.Management.Automation;
using OverlayIp.Completion;
using OverlayIp.Engine.Addressing;

namespace OverlayIp.Commands;

/// <summary>Takes overlay addresses off this machine.</summary>
/// <remarks>
/// <para>Removes the address from the interface that has it (ip(8) or netsh), and on Linux a local route that was left over. Connections that
/// use the address break. An interface's own address, and one that DHCP gave, is never removed.</para>
/// <para>What made the address permanent is taken back too, if OverlayIp wrote it; lines that others wrote stay, and a warning names them.</para>
/// </remarks>
/// <notes><para>Needs root (CAP_NET_ADMIN) or an elevated session.</para></notes>
/// <example>
/// <para>Remove an address</para>
/// <code>Remove-OverlayAddress 10.2.0.1</code>
/// <para>The interface is found by the address.</para>
/// </example>
/// <example>
/// <para>Remove all overlay addresses of an interface</para>
/// <code>Get-OverlayAddress -InterfaceName lo | Remove-OverlayAddress -PassThru</code>
/// <para>-PassThru emits each address that was removed.</para>
/// </example>
/// <example>
/// <para>Keep an address until the next boot</para>
/// <code>Remove-OverlayAddress 10.2.0.1 -Persistent</code>
/// <para>Removes only what makes it permanent.</para>
/// </example>
/// <seealso topic="about_OverlayIp_Addresses"/>
/// <seealso cref="AddOverlayAddressCommand"/>
/// <seealso cref="GetOverlayAddressCommand"/>
/// <seealso topic="about_OverlayIp"/>
/// <seealso topic="about_OverlayIp_Errors"/>
[Cmdlet(VerbsCommon.Remove, "OverlayAddress", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(OverlayAddress))]
public sealed class RemoveOverlayAddressCommand : AddressCmdlet
{
    /// <summary>The addresses, such as <c>10.2.0.1</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("DestinationCidr", "IPAddress")]
    [AllowNull]
    public string[]? Address { get; set; }

    /// <summary>The network interface; needed only when several have the address.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("InterfaceAlias")]
    [ArgumentCompleter(typeof(InterfaceNameCompleter))]
    public string? InterfaceName { get; set; }

    /// <summary>Removes only what makes the address permanent; it stays until the next boot.</summary>
    [Parameter]
    public SwitchParameter Persistent { get; set; }

    /// <summary>Emits each address that was removed.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!TakesInput(Address))
        {
            return;
        }

        foreach (var text in (IEnumerable<string?>)(Address ?? [null!]))
        {
            ForItem(text, () => Remove(ReadAddress(text)));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => RefuseEmptyPipeline("nothing was removed");

    private void Remove(CidrBlock address)
    {
        var request = new RemoveRequest
        {
            Address = address,
            InterfaceName = string.IsNullOrEmpty(InterfaceName) ? null : InterfaceName,
            PersistentOnly = Persistent,
        };
        var plan = Run((_, token) => Addresses.PlanRemoveAsync(request, token));
        WriteWarnings(plan);
        if (!Confirms(plan))
        {
            return;
        }

        var removed = Run((observer, token) => Addresses.ApplyAsync(plan, observer, token));
        if (PassThru)
        {
            WriteObject(removed);
        }
    }
}
