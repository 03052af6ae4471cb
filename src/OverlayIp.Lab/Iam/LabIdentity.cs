using System.Collections.Concurrent;
using System.Globalization;
using OverlayIp.Lab.Actions;
using OverlayIp.Lab.Metadata;
using OverlayIp.Lab.Signing;
using OverlayIp.Lab.Vpc;

namespace OverlayIp.Lab.Iam;

/// <summary>The identities of a running lab: who has which key, and the sessions of its roles.</summary>
public sealed class LabIdentity : ICredentialSource
{
    // EC2's last for about six hours, and new ones are there well before they end
    // (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html).
    private static readonly TimeSpan InstanceSession = TimeSpan.FromHours(6);
    private static readonly TimeSpan RenewBefore = TimeSpan.FromMinutes(15);

    private readonly LabAccount _account;
    private readonly StateStore _store;
    private readonly CredentialStore _credentials;
    private readonly ConcurrentDictionary<string, LabInstanceCredentials> _ofInstances = new(StringComparer.Ordinal);

    internal LabIdentity(LabAccount account, StateStore store, CredentialStore credentials, IamDirectory directory)
    {
        _account = account;
        _store = store;
        _credentials = credentials;
        Directory = directory;
        foreach (var key in directory.Keys)
        {
            credentials.Add(new Credential(key.AccessKeyId, key.SecretAccessKey, Principal: key.User));
        }
    }

    internal IamDirectory Directory { get; }

    /// <summary>The credentials that an instance has by its instance profile: the same ones until they are about to expire.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <returns>Null when there is no such instance, or when it has no instance profile, or that no role.</returns>
    public LabInstanceCredentials? CredentialsForInstance(string instanceId)
    {
        ArgumentNullException.ThrowIfNull(instanceId);
        var instance = _store.Current.Instances.GetValueOrDefault(instanceId);
        if (instance?.IamInstanceProfile is not { } association || instance.State == InstanceState.Terminated
            || Directory.FindProfile(association.ProfileName) is not { Role: { } role } profile)
        {
            _ofInstances.TryRemove(instanceId, out _);
            return null;
        }

        var now = _account.Clock.GetUtcNow();
        return _ofInstances.AddOrUpdate(
            instanceId,
            _ => NewInstanceCredentials(instance, profile, role, now),
            (_, present) => present.InstanceProfileId == profile.Id && present.Expiration - RenewBefore > now
                ? present
                : NewInstanceCredentials(instance, profile, role, now));
    }

    /// <summary>Whose credential it is.</summary>
    internal Principal PrincipalOf(Credential? credential) => credential?.Principal ?? Directory.Administrator;

    /// <summary>Makes a session of a role, whose credentials are good at once.</summary>
    /// <param name="role">The role.</param>
    /// <param name="name">The session's name.</param>
    /// <param name="duration">How long it lasts.</param>
    /// <param name="policy">The policy that narrows it, or null.</param>
    /// <param name="tags">The session's own tags, which go before the role's.</param>
    /// <param name="keys">More condition keys that its requests have.</param>
    internal Credential NewSession(
        IamRole role,
        string name,
        TimeSpan duration,
        PolicyDocument? policy = null,
        IReadOnlyDictionary<string, string>? tags = null,
        IReadOnlyDictionary<string, string>? keys = null)
    {
        var now = _account.Clock.GetUtcNow();
        var allTags = new Dictionary<string, string>(role.Tags, StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in tags ?? new Dictionary<string, string>())
        {
            allTags[key] = value;
        }

        var principal = new Principal
        {
            Arn = _account.GlobalArn("sts", $"assumed-role/{role.Name}/{name}"),
            PolicyArn = role.Arn,
            UserId = $"{role.Id}:{name}",
            AccountId = _account.AccountId,
            IsRoleSession = true,
            Policies = role.Policies,
            SessionPolicy = policy,
            Tags = allTags,
            Keys = new Dictionary<string, string>(keys ?? new Dictionary<string, string>())
            {
                ["aws:TokenIssueTime"] = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                ["aws:MultiFactorAuthPresent"] = "false",
            },
        };
        // Whole seconds: that is all that the answer can tell the client.
        var expires = DateTimeOffset.FromUnixTimeSeconds((now + duration).ToUnixTimeSeconds());
        var credential = new Credential(
            _account.Ids.NewTemporaryKeyId(), _account.Ids.NewSecret(), _account.Ids.NewSessionToken(), expires, principal);
        _credentials.Forget(now);
        _credentials.Add(credential);
        return credential;
    }

    private LabInstanceCredentials NewInstanceCredentials(InstanceResource instance, IamProfile profile, IamRole role, DateTimeOffset now)
    {
        var credentials = new LabInstanceCredentials
        {
            Code = "Success",
            RoleName = role.Name,
            InstanceProfileArn = profile.Arn,
            InstanceProfileId = profile.Id,
            LastUpdated = now,
            Expiration = now + InstanceSession,
        };
        if (!TrustsEc2(role))
        {
            return credentials with
            {
                Code = "AssumeRoleUnauthorizedAccess",
                Message = $"EC2 cannot assume the role {role.Name}. Please see documentation at "
                    + "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_iam-ec2.html#troubleshoot_iam-ec2_errors-info-doc.",
            };
        }

        var session = NewSession(role, instance.Id, InstanceSession, keys: new Dictionary<string, string>
        {
            ["ec2:SourceInstanceARN"] = _account.Ec2Arn($"instance/{instance.Id}"),
            ["aws:Ec2InstanceSourceVpc"] = instance.VpcId,
        });
        return credentials with
        {
            AccessKeyId = session.AccessKeyId,
            SecretAccessKey = session.SecretAccessKey,
            SessionToken = session.SessionToken!,
            Expiration = session.ExpiresAt!.Value,
        };
    }

    // In the partition aws-cn the service goes by either name.
    private bool TrustsEc2(IamRole role)
    {
        var context = new ConditionContext();
        context.Set("aws:SourceAccount", _account.AccountId);
        var statements = role.TrustPolicy.Statements
            .Where(statement => statement.Principals!.IncludesService("ec2.amazonaws.com")
                || (_account.Partition == "aws-cn" && statement.Principals.IncludesService("ec2.amazonaws.com.cn")))
            .Where(statement => statement.AppliesTo("sts:AssumeRole", role.Arn, context))
            .ToArray();
        return statements.Length > 0 && !Array.Exists(statements, statement => statement.IsDeny);
    }
}
