using System.Text.Json;

namespace OverlayIp.Lab.Persistence;

/// <summary>Writes a lab to a file and reads it back.</summary>
internal static class LabFile
{
    /// <summary>Writes the file: to a temporary sibling that is then renamed, so that a crash leaves the old one whole.</summary>
    /// <exception cref="OverlayIpException"><c>LabStateNotSaved</c>.</exception>
    public static async Task WriteAsync(string path, SavedLab lab, CancellationToken cancellationToken)
    {
        var full = Path.GetFullPath(path);
        var temporary = $"{full}.{Guid.NewGuid():N}.tmp";
        try
        {
            await using (var file = new FileStream(temporary, OwnerOnly()))
            {
                await JsonSerializer.SerializeAsync(file, lab, SavedLabContext.Default.SavedLab, cancellationToken);
            }

            File.Move(temporary, full, overwrite: true);
        }
        catch (IOException cause)
        {
            throw NotSaved(path, cause);
        }
        catch (UnauthorizedAccessException cause)
        {
            throw NotSaved(path, cause);
        }
        finally
        {
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }
        }
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="OverlayIpException"><c>LabStateInvalid</c>: the message says what is wrong with it.</exception>
    public static async Task<SavedLab> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
            RequireVersion(path, bytes);
            var lab = JsonSerializer.Deserialize(bytes, SavedLabContext.Default.SavedLab) ?? throw Invalid(path, "it is empty.");
            RequireWhole(path, lab);
            return lab;
        }
        catch (JsonException cause)
        {
            throw Invalid(path, cause.Message, cause);
        }
        catch (IOException cause)
        {
            throw Invalid(path, cause.Message, cause);
        }
        catch (UnauthorizedAccessException cause)
        {
            throw Invalid(path, cause.Message, cause);
        }
    }

    // The keys are in it. They open nothing but this lab, but whoever has them can change what a test sees.
    private static FileStreamOptions OwnerOnly()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    // Before anything else: another version's file would fail on some detail that says nothing.
    private static void RequireVersion(string path, byte[] bytes)
    {
        using var document = JsonDocument.Parse(bytes);
        if (document.RootElement.ValueKind != JsonValueKind.Object
            || !document.RootElement.TryGetProperty("formatVersion", out var version)
            || version.ValueKind != JsonValueKind.Number)
        {
            throw Invalid(path, "it is no lab's file: formatVersion is missing.");
        }

        if (!version.TryGetInt32(out var number) || number is < SavedLab.OldestVersion or > SavedLab.CurrentVersion)
        {
            throw Invalid(
                path, $"it has format version {version.GetRawText()}, and this is written for {SavedLab.OldestVersion} to {SavedLab.CurrentVersion}.");
        }

        if (PathOfNull(document.RootElement, "$") is { } place)
        {
            throw Invalid(path, $"{place} is null.");
        }
    }

    // What is absent is left out of a file, so a null in one is a mistake: and the deserialiser would put it anywhere.
    private static string? PathOfNull(JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.Null => path,
        JsonValueKind.Object => element.EnumerateObject()
            .Select(property => PathOfNull(property.Value, $"{path}.{property.Name}"))
            .FirstOrDefault(found => found is not null),
        JsonValueKind.Array => element.EnumerateArray()
            .Select((item, index) => PathOfNull(item, $"{path}[{index}]"))
            .FirstOrDefault(found => found is not null),
        _ => null,
    };

    // A file that was edited by hand can name things that are not in it; better said here than by a failing call later.
    private static void RequireWhole(string path, SavedLab lab)
    {
        var state = lab.ToState();
        Require(path, lab.Vpcs.All(vpc => vpc.Cidrs is [_, ..]), "a VPC has no CIDR block.");
        Require(path, lab.Subnets.All(subnet => state.Vpcs.ContainsKey(subnet.VpcId)), "a subnet is in a VPC that is not in the file.");
        Require(path, lab.RouteTables.All(table => state.Vpcs.ContainsKey(table.VpcId)), "a route table is in a VPC that is not in the file.");
        Require(path, lab.NetworkInterfaces.All(eni => state.Subnets.ContainsKey(eni.SubnetId)), "a network interface is in a subnet that is not in the file.");
        Require(
            path,
            lab.NetworkInterfaces.All(eni => eni.Attachment is null || state.Instances.ContainsKey(eni.Attachment.InstanceId)),
            "a network interface is attached to an instance that is not in the file.");
        Require(
            path,
            lab.Vpcs.All(vpc => lab.RouteTables.Count(table => table.VpcId == vpc.Id && table.IsMain) == 1),
            "a VPC has not exactly one main route table.");
        Require(
            path,
            lab.Vpcs.All(vpc => state.NetworkAcls.Values.Count(acl => acl.VpcId == vpc.Id && acl.IsDefault) == 1),
            "a VPC has not exactly one default network ACL.");
        Require(
            path,
            lab.Subnets.All(subnet => subnet.NetworkAcl is null || state.NetworkAcls.ContainsKey(subnet.NetworkAcl.NetworkAclId)),
            "a subnet is associated with a network ACL that is not in the file.");
        Require(
            path,
            state.TransitGatewayRouteTables.Values.All(table => state.TransitGateways.ContainsKey(table.TransitGatewayId)),
            "a route table is of a transit gateway that is not in the file.");
        Require(
            path,
            state.TransitGatewayAttachments.Values.All(attachment =>
                attachment.DeletedAt is not null || (state.TransitGateways.ContainsKey(attachment.TransitGatewayId) && state.Vpcs.ContainsKey(attachment.VpcId))),
            "an attachment is of a transit gateway or a VPC that is not in the file.");
    }

    private static void Require(string path, bool isSo, string problem)
    {
        if (!isSo)
        {
            throw Invalid(path, problem);
        }
    }

    private static OverlayIpException NotSaved(string path, Exception cause) =>
        new("LabStateNotSaved", OverlayErrorKind.OperatingSystem, $"The lab cannot be saved to '{path}': {cause.Message}", cause)
        {
            Subject = path,
            RecommendedAction = "Give a path in a directory that exists and may be written.",
        };

    private static OverlayIpException Invalid(string path, string problem, Exception? cause = null) =>
        new("LabStateInvalid", OverlayErrorKind.InvalidArgument, $"The lab cannot be loaded from '{path}': {problem}", cause)
        {
            Subject = path,
            RecommendedAction = "Give a file that the lab has saved, or start without one.",
        };
}
