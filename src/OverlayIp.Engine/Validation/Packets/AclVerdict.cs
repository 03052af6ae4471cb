using OverlayIp.Engine.Validation.Facts;

namespace OverlayIp.Engine.Validation.Packets;

/// <summary>Whether a network ACL lets packets through: the first entry that is about a packet decides, and the ACL remembers no connection.</summary>
internal static class AclVerdict
{
    /// <summary>The entries that deny some of the packets; none when all get through.</summary>
    public static IReadOnlyCollection<AclEntryFact> Denying(NetworkAclFact acl, bool isEgress, PacketSet packets)
    {
        var denying = new HashSet<AclEntryFact>();
        Judge([.. acl.EntriesOf(isEgress)], 0, packets, isEgress, denying);
        return denying;
    }

    private static void Judge(AclEntryFact[] entries, int from, PacketSet packets, bool isEgress, HashSet<AclEntryFact> denying)
    {
        for (var i = from; i < entries.Length; i++)
        {
            var entry = entries[i];
            switch (packets.MatchOf(entry.Block, entry.Protocol, entry.Ports))
            {
                case RuleMatch.None:
                case RuleMatch.SomeProtocols when entry.IsAllow:
                    continue;
                case RuleMatch.Some:
                    foreach (var part in packets.Split(entry.Ports))
                    {
                        Judge(entries, i, part, isEgress, denying);
                    }

                    return;
                default:
                    if (!entry.IsAllow)
                    {
                        denying.Add(entry);
                    }

                    return;
            }
        }

        // An ACL ends with an entry that denies the rest of its family; answers of other clouds and mocks may leave it out.
        denying.Add(new AclEntryFact { Number = AclEntryFact.LastNumber, IsEgress = isEgress, IsAllow = false, Protocol = -1, Block = packets.Peer });
    }
}
