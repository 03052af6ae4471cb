using Amazon.EC2.Internal.Wire;

namespace Amazon.EC2.Model;

/// <summary>Asks for regions (<c>DescribeRegions</c>).</summary>
public class DescribeRegionsRequest : AmazonEC2Request
{
    /// <summary>Only these regions.</summary>
    public List<string>? RegionNames { get; set; } = InitialList.Of<string>();

    /// <summary>Whether regions not enabled for the account are listed too.</summary>
    public bool? AllRegions { get; set; }

    /// <summary>Conditions that every item must meet.</summary>
    public List<Filter>? Filters { get; set; } = InitialList.Of<Filter>();

    /// <summary>True: only checks the caller's permission, and always answers with an error that tells the outcome.</summary>
    public bool? DryRun { get; set; }

    internal override string Action => "DescribeRegions";

    internal override void Write(QueryWriter writer)
    {
        writer.Add("RegionName", RegionNames);
        writer.Add("AllRegions", AllRegions);
        writer.Add("Filter", Filters);
        writer.Add("DryRun", DryRun);
    }
}
