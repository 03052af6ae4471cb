using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>A condition on what a describe action returns.</summary>
public class Filter : IQueryStructure
{
    /// <summary>Creates a filter to be filled in.</summary>
    public Filter()
    {
    }

    /// <summary>Creates a filter that still lacks its values.</summary>
    /// <param name="name">The filter's name.</param>
    public Filter(string name) => Name = name;

    /// <summary>Creates a filter.</summary>
    /// <param name="name">The filter's name.</param>
    /// <param name="values">The values, any of which matches.</param>
    public Filter(string name, List<string> values)
    {
        Name = name;
        Values = values;
    }

    /// <summary>The filter's name, such as <c>route.destination-cidr-block</c>.</summary>
    public string? Name { get; set; }

    /// <summary>The values, any of which matches.</summary>
    public List<string>? Values { get; set; } = InitialList.Of<string>();

    void IQueryStructure.Write(QueryWriter writer)
    {
        writer.Add("Name", Name);
        writer.Add("Value", Values);
    }
}
