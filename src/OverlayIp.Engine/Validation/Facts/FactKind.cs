namespace OverlayIp.Engine.Validation.Facts;

/// <summary>The readings that checks rest on: each is the answer of one API action, or of this machine.</summary>
[Flags]
internal enum FactKind
{
    None = 0,
    Tables = 1,
    Subnets = 1 << 1,
    Interfaces = 1 << 2,
    Instances = 1 << 3,
    Health = 1 << 4,
    Groups = 1 << 5,
    Acls = 1 << 6,
    PrefixLists = 1 << 7,
    Peerings = 1 << 8,
    TransitAttachments = 1 << 9,
    Vpcs = 1 << 10,
    Trials = 1 << 11,
    RoleTrials = 1 << 12,
    LocalNode = 1 << 13,
    Paths = 1 << 14,
}
