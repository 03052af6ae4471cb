using Amazon.EC2.Model;
using OverlayIp.Engine.Connections;

namespace OverlayIp.Engine.Reach;

/// <summary>Reads the blocks of managed prefix lists, page by page.</summary>
internal static class PrefixListReader
{
    /// <summary>The blocks of one list, in the order of the list (action <c>GetManagedPrefixListEntries</c>).</summary>
    public static async Task<List<OverlayIp.CidrBlock>> ReadAsync(Ec2Connection connection, string prefixListId, CancellationToken cancellationToken)
    {
        var blocks = new List<OverlayIp.CidrBlock>();
        string? token = null;
        do
        {
            var answer = await connection.Client.GetManagedPrefixListEntriesAsync(
                new GetManagedPrefixListEntriesRequest { PrefixListId = prefixListId, MaxResults = 100, NextToken = token }, cancellationToken);
            foreach (var entry in answer.Entries ?? [])
            {
                if (OverlayIp.CidrBlock.TryParse(entry.Cidr, out var block))
                {
                    blocks.Add(block);
                }
            }

            token = answer.NextToken;
        }
        while (!string.IsNullOrEmpty(token));
        return blocks;
    }
}
