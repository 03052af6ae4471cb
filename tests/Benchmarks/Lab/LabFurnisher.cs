using System.Xml.Linq;
using OverlayIp.Lab;

namespace OverlayIp.Benchmarks.Lab;

/// <summary>
/// Sets up what a measurement needs over the lab's own API, in a lab that checks no signatures, and saves it for one that
/// does: so the set-up takes no client, and the measured lab has all its checks on.
/// </summary>
internal static class LabFurnisher
{
    /// <summary>Saves a lab with the destination routed to the second node in so many tables; gives the tables' ids.</summary>
    public static async Task<IReadOnlyList<string>> SaveFurnishedAsync(string path, int tables, string destination, CancellationToken cancellationToken)
    {
        await using var server = await LabServer.StartAsync(new LabOptions { VerifySignatures = false }, cancellationToken);
        var lab = server.Describe();
        using var http = new HttpClient { BaseAddress = new Uri(lab.EndpointUrl) };
        foreach (var node in lab.Nodes)
        {
            await CallAsync(http, "ModifyInstanceAttribute", cancellationToken, ("InstanceId", node.InstanceId), ("SourceDestCheck.Value", "false"));
        }

        var ids = new List<string>();
        for (var i = 0; i < tables; i++)
        {
            var answer = await CallAsync(http, "CreateRouteTable", cancellationToken, ("VpcId", lab.VpcId!));
            var id = answer.Descendants().First(e => e.Name.LocalName == "routeTableId").Value;
            await CallAsync(http, "CreateRoute", cancellationToken,
                ("RouteTableId", id), ("DestinationCidrBlock", destination), ("NetworkInterfaceId", lab.Nodes[1].NetworkInterfaceId));
            ids.Add(id);
        }

        await server.SaveAsync(path, cancellationToken);
        return ids;
    }

    private static async Task<XDocument> CallAsync(HttpClient http, string action, CancellationToken cancellationToken, params (string Name, string Value)[] parameters)
    {
        using var form = new FormUrlEncodedContent(
            parameters.Prepend(("Version", "2016-11-15")).Prepend(("Action", action)).Select(p => KeyValuePair.Create(p.Item1, p.Item2)));
        using var answer = await http.PostAsync(new Uri("/", UriKind.Relative), form, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        return answer.IsSuccessStatusCode
            ? XDocument.Parse(text)
            : throw new InvalidOperationException($"{action}: {text}");
    }
}
