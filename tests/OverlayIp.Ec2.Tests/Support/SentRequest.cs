namespace OverlayIp.Ec2.Tests.Support;

/// <summary>A request as it went onto the wire.</summary>
/// <param name="Uri">Where to.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Headers">All headers.</param>
/// <param name="Body">The body as it is.</param>
public sealed record SentRequest(Uri Uri, string Method, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>The form's parameters, decoded, except Action and Version.</summary>
    public SortedDictionary<string, string> Parameters
    {
        get
        {
            var parameters = Form;
            parameters.Remove("Action");
            parameters.Remove("Version");
            return parameters;
        }
    }

    /// <summary>All of the form's parameters, decoded.</summary>
    public SortedDictionary<string, string> Form
    {
        get
        {
            var form = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var pair in Body.Split('&'))
            {
                var (name, value) = (pair[..pair.IndexOf('=', StringComparison.Ordinal)], pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..]);
                form.Add(Uri.UnescapeDataString(name), Uri.UnescapeDataString(value));
            }

            return form;
        }
    }

    internal static async Task<SentRequest> ReadAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var headers = request.Headers.NonValidated.Concat(request.Content!.Headers.NonValidated)
            .ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        return new SentRequest(
            request.RequestUri!, request.Method.Method, headers, await request.Content.ReadAsStringAsync(cancellationToken));
    }
}
