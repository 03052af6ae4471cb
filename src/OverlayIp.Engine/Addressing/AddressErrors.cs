namespace OverlayIp.Engine.Addressing;

// Every error of this capability in one place, so that ids, kinds and advice stay consistent.
internal static class AddressErrors
{
    public static OverlayIpException InterfaceNotFound(string name, IEnumerable<string> existing) =>
        new("AddressInterfaceNotFound", OverlayErrorKind.NotFound, $"There is no interface '{name}' on this machine. It has: {string.Join(", ", existing)}.")
        {
            Subject = name,
            RecommendedAction = "Name one of these interfaces, or none, to use the interface of the default route.",
        };

    public static OverlayIpException InterfaceGone(string name) =>
        new("AddressInterfaceNotFound", OverlayErrorKind.NotFound, $"The interface '{name}' no longer exists on this machine.")
        {
            Subject = name,
        };

    public static OverlayIpException NoDefaultRoute(CidrBlock address, IEnumerable<string> existing) =>
        new("AddressNoDefaultRoute", OverlayErrorKind.NotFound, $"This machine has no default route, so the interface for {address} cannot be told. It has: {string.Join(", ", existing)}.")
        {
            Subject = address.ToString(),
            RecommendedAction = "Name the interface.",
        };

    public static OverlayIpException LabelInvalid(string label, string message) =>
        new("AddressLabelInvalid", OverlayErrorKind.InvalidArgument, message) { Subject = label };

    public static OverlayIpException LabelIpv4Only(string label, CidrBlock address) =>
        new("AddressLabelIpv4Only", OverlayErrorKind.InvalidArgument, $"The address {address.Address} cannot have the label '{label}': only IPv4 addresses have labels.")
        {
            Subject = label,
            RecommendedAction = "Leave the label out for IPv6 addresses.",
        };

    public static OverlayIpException OnOtherInterface(CidrBlock address, string wanted, IEnumerable<string> holders) =>
        new("AddressDuplicate", OverlayErrorKind.AlreadyExists, $"{address} is not added to {wanted}: this machine has it already, on {string.Join(", ", holders)}.")
        {
            Subject = address.ToString(),
            RecommendedAction = "Remove it there first, or use -Force to have it on both interfaces.",
        };

    public static OverlayIpException OtherLabel(CidrBlock address, string interfaceName, string? present, string wanted) =>
        new("AddressDuplicate", OverlayErrorKind.AlreadyExists, $"{interfaceName} has {address} already, with label '{present}' instead of '{wanted}'.")
        {
            Subject = address.ToString(),
            RecommendedAction = "Use -Force to remove it and add it again with the new label, or leave the label out.",
        };

    public static OverlayIpException Ambiguous(CidrBlock address, IEnumerable<string> holders) =>
        new("AddressDuplicate", OverlayErrorKind.Refused, $"{address} is on several interfaces: {string.Join(", ", holders)}.")
        {
            Subject = address.ToString(),
            RecommendedAction = "Name the interface to remove it from.",
        };

    public static OverlayIpException DuplicateOnLink(CidrBlock address, string interfaceName) =>
        new("AddressDuplicate", OverlayErrorKind.AlreadyExists, $"Another machine on the network of {interfaceName} answers for {address}, so the system does not use it here.")
        {
            Subject = address.ToString(),
            RecommendedAction = "Remove the address from the other machine first.",
        };

    public static OverlayIpException NotFound(CidrBlock address, string? interfaceName, IReadOnlyCollection<string> holders)
    {
        var where = interfaceName is null ? "on any interface of this machine" : $"on {interfaceName}";
        var elsewhere = holders.Count == 0 ? "" : $" It is on {string.Join(", ", holders)}.";
        return new("AddressNotFound", OverlayErrorKind.NotFound, $"{address} is not {where}.{elsewhere}") { Subject = address.ToString() };
    }

    public static OverlayIpException NotSingle(CidrBlock address) =>
        new("AddressNotSingle", OverlayErrorKind.InvalidArgument, $"{address} is a block of addresses; an interface gets single ones, such as {CidrBlock.Of(address.Address)}.")
        {
            Subject = address.ToString(),
            RecommendedAction = "Give one address. To send a whole block to this machine, route the block and add the addresses that are used.",
        };

    public static OverlayIpException NotUsable(CidrBlock address, string what) =>
        new("AddressNotUsable", OverlayErrorKind.InvalidArgument, $"{address.Address} cannot be an overlay address: it is {what}. Choose a unicast address outside the VPC's CIDR blocks, such as 10.2.0.1.")
        {
            Subject = address.ToString(),
        };

    public static OverlayIpException IsMainAddress(CidrBlock address, string interfaceName, int prefixLength) =>
        new("AddressNotUsable", OverlayErrorKind.Refused, $"{address.Address}/{prefixLength} on {interfaceName} is not an overlay address but the interface's own: removing it would cut this machine off.")
        {
            Subject = address.ToString(),
        };

    public static OverlayIpException FamilyDisabled(CidrBlock address, string interfaceName, string family, string remedy) =>
        new("AddressFamilyDisabled", OverlayErrorKind.OperatingSystem, $"{address} cannot be added to {interfaceName}: {family} is turned off there.")
        {
            Subject = address.ToString(),
            RecommendedAction = remedy,
        };

    public static OverlayIpException PermissionDenied(AddressPlan plan, string need, string remedy) =>
        new("AddressPermissionDenied", OverlayErrorKind.PermissionDenied, $"{plan.Address} was not {(plan.Kind == AddressPlanKind.Add ? "added to" : "removed from")} {plan.InterfaceName}: that needs {need}.")
        {
            Subject = plan.Address.ToString(),
            RecommendedAction = remedy,
        };

    public static OverlayIpException ToolMissing(string tool, string remedy, Exception? cause = null) =>
        new("AddressToolMissing", OverlayErrorKind.OperatingSystem, $"The program '{tool}' is needed and is not on this machine.", cause)
        {
            Subject = tool,
            RecommendedAction = remedy,
            IsFatal = true,
        };

    public static OverlayIpException ToolFailed(ProcessCommand command, string problem, Exception? cause = null) =>
        new("AddressToolFailed", cause is TimeoutException ? OverlayErrorKind.Timeout : OverlayErrorKind.OperatingSystem, $"'{command}' failed: {problem}", cause)
        {
            Subject = command.ToString(),
        };

    public static OverlayIpException NotVerified(AddressPlan plan, string problem, OverlayErrorKind kind = OverlayErrorKind.OperatingSystem) =>
        new("AddressToolFailed", kind, $"Every command succeeded, but {problem}")
        {
            Subject = plan.Address.ToString(),
            RecommendedAction = "Look for a network manager that undoes the change, and try again.",
        };

    public static OverlayIpException DhcpTurnedOff(AddressPlan plan) =>
        new("AddressToolFailed", OverlayErrorKind.OperatingSystem, $"{plan.Address} was added, but Windows turned DHCP off on {plan.InterfaceName}.")
        {
            Subject = plan.Address.ToString(),
            RecommendedAction = $"Turn it on again before the lease ends: netsh interface ipv4 set address name=\"{plan.InterfaceName}\" source=dhcp. Keeping both needs Windows Server 2019 or later.",
        };

    public static OverlayIpException PlatformNotSupported(string system) =>
        new("AddressPlatformNotSupported", OverlayErrorKind.OperatingSystem, $"Addresses can be managed on Linux and Windows, not on {system}.")
        {
            Subject = system,
            RecommendedAction = "Run this on the instance that is to have the overlay address.",
            IsFatal = true,
        };
}
