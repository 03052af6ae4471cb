namespace OverlayIp.Lab.Vpc;

/// <summary>A machine image. Instances of the lab have no disk: the image is a name.</summary>
internal sealed record LabImage : Resource
{
    public required string ImageName { get; init; }

    public required string Description { get; init; }
}

/// <summary>The images that instances can be launched from. The first id is the one of AWS's own examples.</summary>
internal static class LabImages
{
    public static readonly IReadOnlyList<LabImage> All =
    [
        new() { Id = "ami-0abcdef1234567890", ImageName = "al2023-ami-lab-x86_64", Description = "Lab image in the place of Amazon Linux 2023" },
        new() { Id = "ami-0fedcba0987654321", ImageName = "debian-12-amd64-lab", Description = "Lab image in the place of Debian 12" },
    ];

    public static LabImage Default => All[0];
}
