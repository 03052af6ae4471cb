using Amazon;
using Amazon.EC2;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;
using Amazon.SecurityToken;

namespace OverlayIp.Engine.Connections;

/// <summary>Opens connections: finds the Region and the credentials and makes the clients.</summary>
public static class Ec2ConnectionFactory
{
    // What a URL-only endpoint is signed for when nobody names a Region: the AWS CLI does the same.
    private const string RegionOfLastResort = "us-east-1";

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    // Enough for every route table of a set at once; the pacer bounds it further.
    private const int MaxConnections = 64;

    /// <summary>Opens a connection. The credentials themselves are fetched by the first call.</summary>
    /// <param name="settings">What the user said.</param>
    /// <param name="cancellationToken">Stops the search for a Region, which may ask instance metadata.</param>
    /// <exception cref="OverlayIpException">The settings are malformed, the profile does not exist, or no Region is known.</exception>
    public static async Task<Ec2Connection> OpenAsync(ConnectionSettings settings, CancellationToken cancellationToken)
    {
        var (region, credentials) = await ResolveAsync(settings, cancellationToken);
        return new Ec2Connection(
            MakeClient(credentials, MakeConfig(settings, region, retried: true)),
            MakeClient(credentials, MakeConfig(settings, region, retried: false)),
            region);
    }

    /// <summary>Makes a client of STS with the same Region and credentials.</summary>
    internal static async Task<AmazonSecurityTokenServiceClient> OpenStsAsync(ConnectionSettings settings, CancellationToken cancellationToken)
    {
        var (region, credentials) = await ResolveAsync(settings, cancellationToken);
        var config = new AmazonSecurityTokenServiceConfig { Timeout = settings.RequestTimeout };
        if (settings.StsEndpointUrl is { } url)
        {
            config.ServiceURL = url;
            config.AuthenticationRegion = region ?? RegionOfLastResort;
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region ?? RegionOfLastResort);
        }

        return credentials is null ? new AmazonSecurityTokenServiceClient(config) : new AmazonSecurityTokenServiceClient(credentials, config);
    }

    private static async Task<(string? Region, AWSCredentials? Credentials)> ResolveAsync(ConnectionSettings settings, CancellationToken cancellationToken)
    {
        settings.Validate();
        var profile = settings is { ProfileName: { } name, Credential: null } ? FindProfile(name) : null;
        var region = settings.Region ?? profile?.Region?.SystemName ?? NamedRegion();
        if (region is null && settings.EndpointUrl is null)
        {
            // With an endpoint given, the Region only names the signature's scope: not worth waiting for instance metadata.
            region = await Task.Run(FindRegionOfThisInstance, cancellationToken).WaitAsync(cancellationToken);
        }

        (settings with { Region = region }).Validate();
        return (region, await CredentialsOfAsync(settings, profile, region, cancellationToken));
    }

    private static AmazonEC2Client MakeClient(AWSCredentials? credentials, AmazonEC2Config config) =>
        credentials is null ? new AmazonEC2Client(config) : new AmazonEC2Client(credentials, config);

    private static AmazonEC2Config MakeConfig(ConnectionSettings settings, string? region, bool retried)
    {
        var config = new AmazonEC2Config
        {
            Timeout = settings.RequestTimeout,
            ConnectTimeout = ConnectTimeout,

            // The SDK's retry quota is shared by the whole process and dries up in a large throttled switch, just when the
            // read-back needs its retries.
            ThrottleRetries = false,
            MaxConnectionsPerServer = MaxConnections,

            // Always, because AWS_ENDPOINT_URL or a profile may name the endpoint, and from a foreign URL the SDK reads us-east-1.
            AuthenticationRegion = region ?? RegionOfLastResort,
        };
        if (!retried)
        {
            // The second is not part of the first: the SDK sends up to ten times more when a connection was cut. A create that
            // it repeats by itself ends in RouteAlreadyExists, and nobody knows any more that it was our own.
            config.MaxErrorRetry = 0;
            config.MaxStaleConnectionRetries = 0;
        }

        if (settings is { ProfileName: { } name, Credential: null })
        {
            // Not for the credentials, which are given, but for the rest of the profile: endpoint_url, use_fips_endpoint ...
            config.Profile = new Profile(name);
        }

        if (settings.EndpointUrl is not null)
        {
            config.ServiceURL = settings.EndpointUrl;
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        return config;
    }

    private static CredentialProfile? TryFindProfile(string name)
    {
        try
        {
            return new CredentialProfileStoreChain().TryGetProfile(name, out var profile) ? profile : null;
        }
        catch (Exception e) when (e is InvalidDataException or AmazonClientException or ArgumentException)
        {
            throw Invalid(name, e);
        }
    }

    private static CredentialProfile FindProfile(string name) =>
        TryFindProfile(name) ?? throw new OverlayIpException("ProfileNotFound", OverlayErrorKind.NotFound, $"There is no AWS profile named '{name}'.")
            {
                Subject = name,
                IsFatal = true,
                RecommendedAction = "List the profiles with 'aws configure list-profiles', or create it with 'aws configure --profile'.",
            };

    // The SDK's own search keeps its first find for the life of the process, so that a changed AWS_REGION would go unseen,
    // and it does not know AWS_DEFAULT_REGION, which the AWS CLI's users set.
    private static string? NamedRegion()
    {
        foreach (var variable in (string[])["AWS_REGION", "AWS_DEFAULT_REGION"])
        {
            if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } region)
            {
                return region;
            }
        }

        var name = Environment.GetEnvironmentVariable("AWS_PROFILE") is { Length: > 0 } named ? named : "default";
        return TryFindProfile(name)?.Region?.SystemName;
    }

    private static string FindRegionOfThisInstance()
    {
        Exception? cause = null;
        try
        {
            if (new InstanceProfileAWSRegion().Region is { } region)
            {
                return region.SystemName;
            }
        }
        catch (Exception e) when (e is InvalidOperationException || AwsErrors.IsCallFailure(e, CancellationToken.None))
        {
            cause = e;
        }

        throw new OverlayIpException("NoRegion", OverlayErrorKind.InvalidArgument, "No AWS Region is known.", cause)
        {
            IsFatal = true,
            RecommendedAction = "Give -Region, set the environment variable AWS_REGION, set a region in the profile, or start a lab with Start-OverlayLab.",
        };
    }

    private static async Task<AWSCredentials?> CredentialsOfAsync(
        ConnectionSettings settings, CredentialProfile? profile, string? region, CancellationToken cancellationToken)
    {
        AWSCredentials? source = settings.Credential switch
        {
            { SessionToken: { } token } given => new SessionAWSCredentials(given.AccessKeyId, given.SecretAccessKey, token),
            { } given => new BasicAWSCredentials(given.AccessKeyId, given.SecretAccessKey),
            null when profile is not null && NamesNoCredentials(profile.Options) => await CredentialsOfThisMachineAsync(profile.Name, cancellationToken),
            null when profile is not null => CredentialsOf(profile),
            null => CredentialsOfEnvironment(),
        };
        return settings.RoleArn is null
            ? source
            : new AssumedRoleCredentials(source, settings.RoleArn, region ?? RegionOfLastResort, settings.StsEndpointUrl);
    }

    // What the SDK's chain looks at first. It would find the same, and then watch the profile files for as long as the process lives: in one
    // that is over in a tenth of a second, making and closing the watchers (inotify(7)) takes a sixth of it.
    private static EnvironmentVariablesAWSCredentials? CredentialsOfEnvironment() =>
        IsSet("AWS_ACCESS_KEY_ID") && IsSet("AWS_SECRET_ACCESS_KEY") ? new EnvironmentVariablesAWSCredentials() : null;

    // A profile with a Region and nothing else: the role of the container or instance goes with it, as the AWS CLI has it too.
    private static async Task<AWSCredentials> CredentialsOfThisMachineAsync(string profileName, CancellationToken cancellationToken)
    {
        if (IsSet("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") || IsSet("AWS_CONTAINER_CREDENTIALS_FULL_URI"))
        {
            return new GenericContainerCredentials();
        }

        try
        {
            // The SDK asks instance metadata for the role's name at once, and waits for the answer.
            return await Task.Run(() => new InstanceProfileAWSCredentials(), cancellationToken).WaitAsync(cancellationToken);
        }
        catch (Exception e) when (e is InvalidOperationException || AwsErrors.IsCallFailure(e, cancellationToken))
        {
            throw new OverlayIpException(
                "ProfileInvalid", OverlayErrorKind.Authentication, $"The AWS profile '{profileName}' names no credentials, and this machine has no role that gives some: {e.Message}", e)
            { Subject = profileName, IsFatal = true, RecommendedAction = "Set the profile's keys, role or SSO session, or give the instance or container a role." };
        }
    }

    private static bool IsSet(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 };

    private static bool NamesNoCredentials(CredentialProfileOptions options)
    {
        string?[] sources =
        [
            options.AccessKey, options.SecretKey, options.Token, options.RoleArn, options.SourceProfile, options.CredentialSource, options.CredentialProcess,
            options.SsoStartUrl, options.SsoSession, options.SsoAccountId, options.SsoRoleName, options.WebIdentityTokenFile, options.LoginSession,
            options.EndpointName, options.UserIdentity,
        ];
        return sources.All(string.IsNullOrEmpty);
    }

    private static AWSCredentials CredentialsOf(CredentialProfile profile)
    {
        try
        {
            return AWSCredentialsFactory.GetAWSCredentials(profile, new CredentialProfileStoreChain());
        }
        catch (Exception e) when (e is InvalidDataException or AmazonClientException or ArgumentException)
        {
            throw Invalid(profile.Name, e);
        }
    }

    private static OverlayIpException Invalid(string profileName, Exception e) => new(
        "ProfileInvalid", OverlayErrorKind.Authentication, $"The AWS profile '{profileName}' has no usable credentials: {e.Message}", e)
    { Subject = profileName, IsFatal = true, RecommendedAction = "Look at it with 'aws configure list --profile', or give another one." };
}
