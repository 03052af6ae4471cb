using System.Management.Automation;
using OverlayIp.Binding;
using OverlayIp.Completion;
using OverlayIp.Engine;
using OverlayIp.Engine.Connections;
using OverlayIp.Session;

namespace OverlayIp.Commands;

/// <summary>The root of the cmdlets that call EC2: the connection parameters, and where their defaults come from.</summary>
public abstract class ConnectedCmdlet : OverlayIpCmdlet
{
    /// <summary>The AWS Region, such as <c>eu-central-1</c>. Not given: the Region of the AWS.Tools session, of the started lab, of the
    /// profile, of the environment (AWS_REGION) or of the EC2 instance that this runs on.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("RegionToCall")]
    public string? Region { get; set; }

    /// <summary>The name of a profile in the shared AWS configuration and credentials files.</summary>
    [Parameter]
    [Alias("StoredCredentials", "AWSProfileName")]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    public string? ProfileName { get; set; }

    /// <summary>AWS credentials: a PSCredential with the access key id as user name and the secret access key as password, a
    /// credentials object of AWS.Tools, or an object with AccessKeyId, SecretAccessKey and SessionToken.</summary>
    [Parameter]
    [AwsCredential]
    public OverlayCredential? Credential { get; set; }

    /// <summary>The ARN of a role to assume with these credentials, such as <c>arn:aws:iam::123456789012:role/overlay-failover</c>.</summary>
    [Parameter]
    public string? RoleArn { get; set; }

    /// <summary>The URL of the EC2 endpoint in place of the Region's own: a VPC endpoint, or a lab's EndpointUrl.</summary>
    [Parameter]
    public string? EndpointUrl { get; set; }

    /// <summary>Where the connection goes, from the parameters, the session and the started lab. What is left open, the AWS SDK's chain fills in.</summary>
    /// <param name="itemRegion">The Region of the object from the pipeline; a Region that the user typed wins.</param>
    private protected ConnectionSettings Settings(string? itemRegion = null) => ConnectionDefaults.Resolve(
        new ConnectionSettings
        {
            Region = NullIfEmpty(IsTyped(nameof(Region)) ? Region : itemRegion ?? Region),
            ProfileName = NullIfEmpty(ProfileName),
            Credential = Credential,
            RoleArn = NullIfEmpty(RoleArn),
            EndpointUrl = NullIfEmpty(EndpointUrl),
        },
        name => SessionState.PSVariable.GetValue(name));

    /// <summary>Runs work that needs a connection.</summary>
    private protected T Run<T>(ConnectionSettings settings, Func<Ec2Connection, IOperationObserver, CancellationToken, Task<T>> work) =>
        Run(async (observer, cancellationToken) =>
            await work(await OverlaySession.Connections.GetAsync(settings, cancellationToken), observer, cancellationToken));

    /// <summary>The connection for these settings, opened if there is none yet.</summary>
    private protected Ec2Connection Connect(ConnectionSettings settings) =>
        Run((_, cancellationToken) => OverlaySession.Connections.GetAsync(settings, cancellationToken));

    private protected static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
