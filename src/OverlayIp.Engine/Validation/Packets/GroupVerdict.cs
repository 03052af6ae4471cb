using OverlayIp.Engine.Validation.Facts;

namespace OverlayIp.Engine.Validation.Packets;

/// <summary>Whether rules of security groups let packets through: all rules of all groups together, and nothing denies.</summary>
internal static class GroupVerdict
{
    /// <param name="rules">The rules of one direction.</param>
    /// <param name="packets">The packets.</param>
    /// <param name="peerGroups">The groups of the peer, whose private address the packets carry; empty when it is not a private address.</param>
    /// <param name="prefixLists">The prefix lists that rules name.</param>
    public static bool Admits(
        IEnumerable<GroupRuleFact> rules, PacketSet packets, IReadOnlyCollection<string> peerGroups, IReadOnlyList<PrefixListFact> prefixLists)
    {
        var flat = rules.SelectMany(rule => BlocksOf(rule, packets, peerGroups, prefixLists).Select(block => (rule, block))).ToArray();
        return IsCovered(flat, packets);
    }

    private static bool IsCovered((GroupRuleFact Rule, CidrBlock Block)[] rules, PacketSet packets)
    {
        OverlayPortRange? cut = null;
        var isPartial = false;
        foreach (var (rule, block) in rules)
        {
            switch (packets.MatchOf(block, rule.Protocol, rule.Ports))
            {
                case RuleMatch.All:
                    return true;
                case RuleMatch.Some:
                    isPartial = true;
                    cut ??= rule.Ports?.Contains(packets.Ports) == false ? rule.Ports : null;
                    break;
                default:
                    break;
            }
        }

        return isPartial && packets.Split(cut).All(part => IsCovered(rules, part));
    }

    private static IEnumerable<CidrBlock> BlocksOf(
        GroupRuleFact rule, PacketSet packets, IReadOnlyCollection<string> peerGroups, IReadOnlyList<PrefixListFact> prefixLists) => rule switch
        {
            { Block: { } block } => [block],
            { PrefixListId: { } id } => prefixLists.FirstOrDefault(list => list.Id == id)?.Blocks ?? [],
            { GroupId: { } id } when peerGroups.Contains(id) => [packets.Peer],
            _ => [],
        };
}
