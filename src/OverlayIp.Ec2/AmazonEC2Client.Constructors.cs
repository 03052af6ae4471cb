using Amazon.Runtime;

namespace Amazon.EC2;

// The constructors are those of every client of the SDK: (credentials in one of four forms) x (region, configuration or neither).
public partial class AmazonEC2Client
{
    /// <summary>Creates a client with credentials and region from the environment.</summary>
    public AmazonEC2Client()
        : base(new AmazonEC2Config())
    {
    }

    /// <summary>Creates a client for a region, with credentials from the environment.</summary>
    /// <param name="region">The region.</param>
    public AmazonEC2Client(RegionEndpoint region)
        : base(new AmazonEC2Config { RegionEndpoint = region })
    {
    }

    /// <summary>Creates a client with credentials from the environment.</summary>
    /// <param name="config">The configuration.</param>
    public AmazonEC2Client(AmazonEC2Config config)
        : base(config)
    {
    }

    /// <summary>Creates a client with the region from the environment.</summary>
    /// <param name="credentials">The credentials.</param>
    public AmazonEC2Client(AWSCredentials credentials)
        : this(credentials, new AmazonEC2Config())
    {
    }

    /// <summary>Creates a client for a region.</summary>
    /// <param name="credentials">The credentials.</param>
    /// <param name="region">The region.</param>
    public AmazonEC2Client(AWSCredentials credentials, RegionEndpoint region)
        : this(credentials, new AmazonEC2Config { RegionEndpoint = region })
    {
    }

    /// <summary>Creates a client.</summary>
    /// <param name="credentials">The credentials.</param>
    /// <param name="clientConfig">The configuration.</param>
    public AmazonEC2Client(AWSCredentials credentials, AmazonEC2Config clientConfig)
        : base(credentials, clientConfig)
    {
    }

    /// <summary>Creates a client with the region from the environment.</summary>
    /// <param name="awsAccessKeyId">The access key id.</param>
    /// <param name="awsSecretAccessKey">The secret access key.</param>
    public AmazonEC2Client(string awsAccessKeyId, string awsSecretAccessKey)
        : this(awsAccessKeyId, awsSecretAccessKey, new AmazonEC2Config())
    {
    }

    /// <summary>Creates a client for a region.</summary>
    /// <param name="awsAccessKeyId">The access key id.</param>
    /// <param name="awsSecretAccessKey">The secret access key.</param>
    /// <param name="region">The region.</param>
    public AmazonEC2Client(string awsAccessKeyId, string awsSecretAccessKey, RegionEndpoint region)
        : this(awsAccessKeyId, awsSecretAccessKey, new AmazonEC2Config { RegionEndpoint = region })
    {
    }

    /// <summary>Creates a client.</summary>
    /// <param name="awsAccessKeyId">The access key id.</param>
    /// <param name="awsSecretAccessKey">The secret access key.</param>
    /// <param name="clientConfig">The configuration.</param>
    public AmazonEC2Client(string awsAccessKeyId, string awsSecretAccessKey, AmazonEC2Config clientConfig)
        : base(awsAccessKeyId, awsSecretAccessKey, clientConfig)
    {
    }

    /// <summary>Creates a client with temporary credentials and the region from the environment.</summary>
    /// <param name="awsAccessKeyId">The access key id.</param>
    /// <param name="awsSecretAccessKey">The secret access key.</param>
    /// <param name="awsSessionToken">The session token.</param>
    public AmazonEC2Client(string awsAccessKeyId, string awsSecretAccessKey, string awsSessionToken)
        : this(awsAccessKeyId, awsSecretAccessKey, awsSessionToken, new AmazonEC2Config())
    {
    }

    /// <summary>Creates a client with temporary credentials for a region.</summary>
    /// <param name="awsAccessKeyId">The access key id.</param>
    /// <param name="awsSecretAccessKey">The secret access key.</param>
    /// <param name="awsSessionToken">The session token.</param>
    /// <param name="region">The region.</param>
    public AmazonEC2Client(string awsAccessKeyId, string awsSecretAccessKey, string awsSessionToken, RegionEndpoint region)
        : this(awsAccessKeyId, awsSecretAccessKey, awsSessionToken, new AmazonEC2Config { RegionEndpoint = region })
    {
    }

    /// <summary>Creates a client with temporary credentials.</summary>
    /// <param name="awsAccessKeyId">The access key id.</param>
    /// <param name="awsSecretAccessKey">The secret access key.</param>
    /// <param name="awsSessionToken">The session token.</param>
    /// <param name="clientConfig">The configuration.</param>
    public AmazonEC2Client(string awsAccessKeyId, string awsSecretAccessKey, string awsSessionToken, AmazonEC2Config clientConfig)
        : base(awsAccessKeyId, awsSecretAccessKey, awsSessionToken, clientConfig)
    {
    }
}
