namespace OverlayIp.Lab.Vpc;

/// <summary>A machine image. Instances of the lab have no disk: the image is a name.</summary>
internal sealed record LabImage(string Id, string Name, string Description);

/// <summary>The images that instances can be launched from. The first id is the one of AWS's own examples.</summary>
internal static class LabImages
{
    public static readonly IReadOnlyList<LabImage> All =
    [
        new("ami-0abcdef1234567890", "al2023-ami-lab-x86_64", "Lab image in the place of Amazon Linux 2023"),
        new("ami-0fedcba0987654321", "debian-12-amd64-lab", "Lab image in the place of Debian 12"),
    ];

    public static LabImage Default => All[0];
}
