using Amazon.SecurityToken.Model;

namespace OverlayIp.Engine.Connections;

/// <summary>Who calls, as AWS sees it.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Arn">The user's or the role session's ARN.</param>
public sealed record CallerIdentity(string AccountId, string Arn)
{
    /// <summary>Asks who calls (STS action <c>GetCallerIdentity</c>, which needs no permission).</summary>
    /// <param name="settings">How to reach AWS.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="OverlayIpException">There are no credentials, or the call failed.</exception>
    public static async Task<CallerIdentity> ReadAsync(ConnectionSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            using var sts = await Ec2ConnectionFactory.OpenStsAsync(settings, cancellationToken);
            var answer = await sts.GetCallerIdentityAsync(new GetCallerIdentityRequest(), cancellationToken);
            return new CallerIdentity(answer.Account, answer.Arn);
        }
        catch (Exception e) when (AwsErrors.IsCallFailure(e, cancellationToken))
        {
            throw AwsErrors.Translate(e, null, settings.StsEndpointUrl ?? "of STS");
        }
    }
}
