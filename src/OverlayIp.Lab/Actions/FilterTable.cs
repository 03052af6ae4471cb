using OverlayIp.Lab.Query;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Actions;

/// <summary>The filters that a describe action has: for each name, the values of a resource that it looks at.</summary>
internal sealed class FilterTable<T>(Dictionary<string, Func<ActionContext, T, IEnumerable<string?>>> filters)
    where T : Resource
{
    /// <summary>Keeps the resources that every filter matches.</summary>
    /// <exception cref="Ec2Exception">A filter that the action does not have.</exception>
    public IEnumerable<T> Apply(ActionContext context, IEnumerable<T> resources)
    {
        var tests = context.Parameters.Filters().Select(filter => Test(context, filter)).ToArray();
        return resources.Where(resource => Array.TrueForAll(tests, test => test(resource)));
    }

    private Func<T, bool> Test(ActionContext context, Filter filter)
    {
        if (filter.Name.StartsWith("tag:", StringComparison.Ordinal))
        {
            var key = filter.Name["tag:".Length..];
            return resource => resource.Tags.TryGetValue(key, out var value) && filter.Matches([value]);
        }

        if (filter.Name == "tag-key")
        {
            return resource => filter.Matches(resource.Tags.Keys);
        }

        if (filter.Name == "tag-value")
        {
            return resource => filter.Matches(resource.Tags.Values);
        }

        return filters.TryGetValue(filter.Name, out var values)
            ? resource => filter.Matches(values(context, resource))
            : throw Ec2Errors.InvalidParameterValue($"The filter '{filter.Name}' is invalid");
    }
}
