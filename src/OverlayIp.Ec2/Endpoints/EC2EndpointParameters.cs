using Amazon.Runtime.Endpoints;

namespace Amazon.EC2.Endpoints;

/// <summary>What EC2's endpoint rules decide by.</summary>
public class EC2EndpointParameters : EndpointParameters
{
    /// <summary>Creates parameters for a plain endpoint.</summary>
    public EC2EndpointParameters()
    {
        UseDualStack = false;
        UseFIPS = false;
    }

    /// <summary>The region's system name.</summary>
    public string? Region
    {
        get => (string?)this[nameof(Region)];
        set => this[nameof(Region)] = value;
    }

    /// <summary>Whether the endpoint must answer on IPv6 too.</summary>
    public bool? UseDualStack
    {
        get => (bool?)this[nameof(UseDualStack)];
        set => this[nameof(UseDualStack)] = value;
    }

    /// <summary>Whether the endpoint must use FIPS 140 validated cryptography.</summary>
    public bool? UseFIPS
    {
        get => (bool?)this[nameof(UseFIPS)];
        set => this[nameof(UseFIPS)] = value;
    }

    /// <summary>A URL that stands above all rules.</summary>
    public string? Endpoint
    {
        get => (string?)this[nameof(Endpoint)];
        set => this[nameof(Endpoint)] = value;
    }
}
