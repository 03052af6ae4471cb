namespace OverlayIp.Engine.Addressing.Persistence;

// Every error of persistence in one place, so that ids, kinds and advice stay consistent.
internal static class PersistenceErrors
{
    public static OverlayIpException StackNotFound(string interfaceName, bool isOffline) =>
        new("AddressStackNotFound", OverlayErrorKind.NotFound, $"Nothing was found that configures {interfaceName} at boot{(isOffline ? " in this image" : "")}, and no systemd either, so no address can be made permanent there.")
        {
            Subject = interfaceName,
            RecommendedAction = "Name the network stack with -Stack, or add the address from a start-up script.",
        };

    public static OverlayIpException StackNotUsable(PersistRequest request, OverlayAddressStack stack, string reason) =>
        new("AddressStackNotUsable", OverlayErrorKind.Refused, $"{request.Address} on {request.InterfaceName} cannot be made permanent with {stack}: {reason}.")
        {
            Subject = request.Address.ToString(),
            RecommendedAction = stack == OverlayAddressStack.SystemdUnit ? null : "Leave -Stack out, or use -Stack SystemdUnit.",
        };

    public static OverlayIpException ConfiguredElsewhere(PersistRequest request, PersistedAddress other) =>
        new("AddressDuplicate", OverlayErrorKind.AlreadyExists, $"{request.Address} is not made permanent on {request.InterfaceName}: {Place(other)} has it configured on {other.InterfaceName}.")
        {
            Subject = request.Address.ToString(),
            RecommendedAction = "Remove it there first, or use -Force to have it on both interfaces.",
        };

    public static OverlayIpException OtherLabel(PersistRequest request, PersistedAddress existing) =>
        new("AddressDuplicate", OverlayErrorKind.AlreadyExists, $"{Place(existing)} has {request.Address} configured with label '{existing.Label}' instead of '{request.Label}'.")
        {
            Subject = request.Address.ToString(),
            RecommendedAction = "Remove the address first, or leave the label out.",
        };

    public static OverlayIpException FileForeign(CidrBlock address, string path) =>
        new("AddressFileForeign", OverlayErrorKind.Refused, $"The file {path} exists and OverlayIp did not write it, so it is left alone and {address} is not permanent.")
        {
            Subject = path,
            RecommendedAction = "Move the file away, or choose another stack with -Stack.",
        };

    public static OverlayIpException OnlyForeign(PersistedAddress entry) =>
        new("AddressFileForeign", OverlayErrorKind.Refused, $"{entry.Address} is not present, and {Place(entry)} has it configured by somebody else: OverlayIp removes only what it wrote.")
        {
            Subject = entry.Address.ToString(),
            RecommendedAction = $"Remove it from {entry.File} with the tool that wrote it.",
        };

    public static OverlayIpException NotPermanent(CidrBlock address) =>
        new("AddressNotFound", OverlayErrorKind.NotFound, $"Nothing makes {address} permanent, so there is nothing to take back.") { Subject = address.ToString() };

    public static OverlayIpException Unreadable(string path, string problem, Exception? cause = null) =>
        new("AddressFileUnreadable", cause is UnauthorizedAccessException ? OverlayErrorKind.PermissionDenied : OverlayErrorKind.OperatingSystem, $"The file {path} cannot be used: {problem}", cause) { Subject = path };

    public static OverlayIpException FileChanged(string path) =>
        new("AddressFileChanged", OverlayErrorKind.Refused, $"The file {path} was changed by somebody else after this change was planned; it is left as it is.")
        {
            Subject = path,
            RecommendedAction = "Try again.",
        };

    public static OverlayIpException NotWritten(FileChange file, Exception cause) =>
        cause is UnauthorizedAccessException
            ? new("AddressPermissionDenied", OverlayErrorKind.PermissionDenied, $"The file {file.Path} was not {Done(file)}: that needs root.", cause)
            {
                Subject = file.Path,
                RecommendedAction = "Run it as root, for example with sudo.",
            }
            : new("AddressFileNotWritten", OverlayErrorKind.OperatingSystem, $"The file {file.Path} was not {Done(file)}: {cause.Message}", cause) { Subject = file.Path };

    public static OverlayIpException NotElevated(PersistencePlan plan) =>
        new("AddressPermissionDenied", OverlayErrorKind.PermissionDenied, $"The persistent store was not changed for {plan.Address} on {plan.InterfaceName}: that needs an administrator's rights.")
        {
            Subject = plan.Address.ToString(),
            RecommendedAction = "Start PowerShell with 'Run as administrator'.",
        };

    public static OverlayIpException Rejected(PersistencePlan plan, ProcessCommand command, string problem) =>
        new("AddressStackRejected", OverlayErrorKind.OperatingSystem, $"{plan.Stack} did not accept its configuration, so the files are as they were before: '{command}' answered {problem}")
        {
            Subject = plan.Address.ToString(),
            RecommendedAction = $"See whether '{command}' works without the address, and mend what it names.",
        };

    public static OverlayIpException NotPersisted(PersistencePlan plan) =>
        new("AddressNotPersisted", OverlayErrorKind.OperatingSystem, $"Every step succeeded, but {plan.Address} on {plan.InterfaceName} is not in the configuration of {plan.Stack}.")
        {
            Subject = plan.Address.ToString(),
            RecommendedAction = "Look for something that writes these files anew, such as configuration management, and try again.",
        };

    public static OverlayIpException InterfaceRequired(CidrBlock address) =>
        new("AddressInterfaceRequired", OverlayErrorKind.InvalidArgument, $"An image has no default route, so the interface for {address} cannot be told.")
        {
            Subject = address.ToString(),
            RecommendedAction = "Name the interface with -InterfaceName.",
        };

    public static OverlayIpException RootNotFound(string root) =>
        new("AddressRootNotFound", OverlayErrorKind.NotFound, $"There is no directory '{root}'.") { Subject = root, IsFatal = true };

    public static string Place(PersistedAddress entry) => entry.File.Length > 0 ? entry.File : $"the configuration of {entry.Stack}";

    private static string Done(FileChange file) => file.IsDeletion ? "deleted" : "written";
}
