using System.Text;
using OverlayIp.Ec2.Tests.Support;

namespace OverlayIp.Ec2.Tests;

[Collection(ProcessWide.Name)]
public class StreamingTests
{
    private const long ResponseSize = 64L << 20;
    private const long LiveMemory = 12L << 20;

    [Fact]
    public async Task A_large_response_is_read_as_it_arrives()
    {
        // What the client leaves out of its shapes is thrown away at once, so 64 MB of it must not stay in memory.
        var start = GC.GetTotalMemory(forceFullCollection: true);
        var peak = 0L;
        await using var server = LoopbackEc2.Start(async (context, stop) =>
        {
            var output = context.Response.OutputStream;
            context.Response.SendChunked = true;
            await output.WriteAsync("<DescribeRouteTablesResponse><requestId>r</requestId><routeTableSet>"u8.ToArray(), stop);
            var padding = Encoding.UTF8.GetBytes($"<unknown><a>{new string('x', 500)}</a><b>{new string('y', 500)}</b></unknown>");
            var written = 0L;
            for (var number = 0; written < ResponseSize; number++)
            {
                var item = Encoding.UTF8.GetBytes($"<item><routeTableId>rtb-{number}</routeTableId><routeSet><item><destinationCidrBlock>10.2.0.1/32</destinationCidrBlock></item></routeSet>");
                await output.WriteAsync(item, stop);
                for (var i = 0; i < 256; i++)
                    await output.WriteAsync(padding, stop);
                await output.WriteAsync("</item>"u8.ToArray(), stop);
                written += item.Length + (256L * padding.Length);

                if (number % 50 == 49)
                    peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true) - start);
            }

            await output.WriteAsync("</routeTableSet><nextToken>end</nextToken></DescribeRouteTablesResponse>"u8.ToArray(), stop);
            context.Response.Close();
        });
        using var client = server.Client();

        var response = await client.DescribeRouteTablesAsync();

        Assert.Equal("end", response.NextToken);
        Assert.True(response.RouteTables!.Count > 200, $"{response.RouteTables.Count} route tables");
        Assert.Equal(Enumerable.Range(0, response.RouteTables.Count).Select(number => $"rtb-{number}"), response.RouteTables.Select(table => table.RouteTableId));
        Assert.True(peak < LiveMemory, $"{peak / 1e6:F1} MB were alive while {ResponseSize / 1e6:F0} MB were read");
    }
}
