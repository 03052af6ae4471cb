using Amazon.EC2.Endpoints;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;

namespace Amazon.EC2.Internal;

/// <summary>EC2's endpoint rules, on the partition data of AWSSDK.Core.</summary>
public class AmazonEC2EndpointProvider : IEndpointProvider
{
    /// <summary>Finds the endpoint.</summary>
    /// <param name="parameters">An <see cref="EC2EndpointParameters"/>, or a bag with the same names.</param>
    /// <exception cref="AmazonClientException">The parameters contradict each other or lead nowhere.</exception>
    public Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var useDualStack = Required(parameters, "UseDualStack");
        var useFips = Required(parameters, "UseFIPS");

        if (parameters["Endpoint"] is string url)
        {
            if (useFips)
                throw new AmazonClientException("Invalid Configuration: FIPS and custom endpoint are not supported");
            if (useDualStack)
                throw new AmazonClientException("Invalid Configuration: Dualstack and custom endpoint are not supported");
            return new Endpoint(url);
        }

        if (parameters["Region"] is not string region)
            throw new AmazonClientException("Invalid Configuration: Missing Region");
        return new Endpoint("https://" + Host(region, useFips, useDualStack));
    }

    private static string Host(string region, bool useFips, bool useDualStack)
    {
        // The client has loaded the region table already; the partition table holds the same suffixes but compiles
        // a regular expression per partition when it is first touched.
        if (!useFips && !useDualStack)
            return $"ec2.{region}.{RegionEndpoint.GetBySystemName(region).PartitionDnsSuffix}";

        var partition = Fn.Partition(region);
        if (useFips && useDualStack)
        {
            return partition.supportsFIPS && partition.supportsDualStack
                ? $"ec2-fips.{region}.{partition.dualStackDnsSuffix}"
                : throw new AmazonClientException("FIPS and DualStack are enabled, but this partition does not support one or both");
        }

        if (useDualStack)
        {
            return partition.supportsDualStack
                ? $"ec2.{region}.{partition.dualStackDnsSuffix}"
                : throw new AmazonClientException("DualStack is enabled but this partition does not support DualStack");
        }

        if (!partition.supportsFIPS)
            throw new AmazonClientException("FIPS is enabled but this partition does not support FIPS");

        // GovCloud's ordinary endpoints are the FIPS ones.
        return partition.name == "aws-us-gov" ? $"ec2.{region}.amazonaws.com" : $"ec2-fips.{region}.{partition.dnsSuffix}";
    }

    private static bool Required(EndpointParameters parameters, string name) =>
        parameters[name] is bool value
            ? value
            : throw new AmazonClientException($"{name} parameter must be set for endpoint resolution");
}
