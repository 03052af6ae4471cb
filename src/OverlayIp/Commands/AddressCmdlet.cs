using OverlayIp.Engine.Addressing;

namespace OverlayIp.Commands;

/// <summary>The root of the cmdlets that work on the addresses of this machine's operating system.</summary>
public abstract class AddressCmdlet : OverlayIpCmdlet
{
    // Made at the first use: importing the module or asking for help must not look at the system.
    private ILocalAddressManager? _addresses;

    private protected ILocalAddressManager Addresses => _addresses ??= LocalAddressManager.ForThisSystem();

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
