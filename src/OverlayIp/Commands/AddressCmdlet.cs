using System.Management.Automation;
using OverlayIp.Engine.Addressing;

namespace OverlayIp.Commands;

/// <summary>The root of the cmdlets that work on the addresses of this machine's operating system.</summary>
public abstract class AddressCmdlet : OverlayIpCmdlet
{
    // Made at the first use: importing the module or asking for help must not look at the system.
    private PersistentAddressManager? _addresses;

    /// <summary>The root directory of a Linux image, or of a test tree: its files are read and written instead of this machine's, and
    /// nothing of this machine is changed. Symbolic links in it lead where they would on the running image.</summary>
    /// <value>this machine</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Root { get; set; }

    private protected PersistentAddressManager Addresses => _addresses ??= Root is null
        ? PersistentAddressManager.ForThisSystem()
        : PersistentAddressManager.ForImage(GetUnresolvedProviderPathFromPSPath(Root));

    /// <summary>Asks as -WhatIf and -Confirm say, showing every command and file of the plan; true when it may be done.</summary>
    private protected bool Confirms(AddressPlan plan)
    {
        // Without files the plan's one line says it all.
        if (plan.Persistence.All(part => part.IsNoOp))
        {
            return ShouldProcess(plan.InterfaceName, plan.Description);
        }

        var text = $"Performing the operation \"{plan.Description}\" on target \"{plan.InterfaceName}\".\n{plan.Preview()}";
        return ShouldProcess(text, text, "Confirm");
    }

    private protected void WriteWarnings(AddressPlan plan)
    {
        foreach (var warning in plan.Warnings)
        {
            WriteWarning(warning);
        }
    }

    /// <summary>Reads an address as the user gave it: <c>10.2.0.1</c>, <c>10.2.0.1/32</c>, or the destination of a route.</summary>
    /// <exception cref="OverlayIpException"><c>AddressMissing</c> or <c>AddressMalformed</c>.</exception>
    private protected static CidrBlock ReadAddress(string? text)
    {
        if (text is null)
        {
            throw new OverlayIpException("AddressMissing", OverlayErrorKind.InvalidArgument, "It was not said which address is meant.")
            { RecommendedAction = "Give -Address, or pipe in addresses or routes." };
        }

        try
        {
            return CidrBlock.Parse(text);
        }
        catch (FormatException e)
        {
            throw new OverlayIpException("AddressMalformed", OverlayErrorKind.InvalidArgument, e.Message, e) { Subject = text };
        }
    }
}
