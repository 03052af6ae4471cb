using System.Globalization;
using Amazon;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

namespace OverlayIp.Engine.Connections;

/// <summary>
/// Credentials of an assumed role, renewed before they expire (STS action <c>AssumeRole</c>). The SDK's own class for
/// this cannot be given an STS endpoint.
/// </summary>
internal sealed class AssumedRoleCredentials : RefreshingAWSCredentials
{
    private static readonly TimeSpan RenewBefore = TimeSpan.FromMinutes(5);

    private readonly AWSCredentials? _source;
    private readonly string _roleArn;
    private readonly string _region;
    private readonly string? _endpointUrl;

    public AssumedRoleCredentials(AWSCredentials? source, string roleArn, string region, string? endpointUrl)
    {
        _source = source;
        _roleArn = roleArn;
        _region = region;
        _endpointUrl = endpointUrl;
        PreemptExpiryTime = RenewBefore;
    }

    protected override CredentialsRefreshState GenerateNewCredentials() =>
        GenerateNewCredentialsAsync().GetAwaiter().GetResult();

    protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
    {
        var config = new AmazonSecurityTokenServiceConfig();
        if (_endpointUrl is null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(_region);
        }
        else
        {
            config.ServiceURL = _endpointUrl;
            config.AuthenticationRegion = _region;
        }

        using var sts = _source is null
            ? new AmazonSecurityTokenServiceClient(config)
            : new AmazonSecurityTokenServiceClient(_source, config);
        var answer = await AssumeAsync(sts);
        var expiration = answer.Credentials.Expiration ?? DateTime.UtcNow.AddHours(1);
        return new CredentialsRefreshState(
            new ImmutableCredentials(answer.Credentials.AccessKeyId, answer.Credentials.SecretAccessKey, answer.Credentials.SessionToken),
            expiration.ToUniversalTime());
    }

    // Told apart from the call that needed the credentials: what is denied here is sts:AssumeRole, for every call to come.
    private async Task<AssumeRoleResponse> AssumeAsync(AmazonSecurityTokenServiceClient sts)
    {
        try
        {
            return await sts.AssumeRoleAsync(new AssumeRoleRequest { RoleArn = _roleArn, RoleSessionName = SessionName() });
        }
        catch (Exception e) when (AwsErrors.IsCallFailure(e, CancellationToken.None))
        {
            var cause = AwsErrors.Translate(e, _roleArn, _endpointUrl ?? $"of STS in {_region}");
            throw new OverlayIpException(cause.ErrorId, cause.Kind, $"The role '{_roleArn}' could not be assumed: {cause.Message}", cause.InnerException)
            {
                Subject = _roleArn,
                AwsErrorCode = cause.AwsErrorCode,
                RequestId = cause.RequestId,
                RecommendedAction = cause.Kind == OverlayErrorKind.PermissionDenied
                    ? "Allow sts:AssumeRole for the calling identity, and name that identity in the role's trust policy."
                    : cause.RecommendedAction,
                IsFatal = true,
            };
        }
    }

    // Names who acts in CloudTrail: 2 to 64 characters of [\w+=,.@-].
    private static string SessionName()
    {
        var machine = new string([.. Environment.MachineName.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.').Take(40)]);
        return string.Create(CultureInfo.InvariantCulture, $"OverlayIp-{machine}-{Environment.ProcessId}");
    }
}
