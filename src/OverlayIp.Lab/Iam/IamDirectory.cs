using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using OverlayIp.Lab.Actions;

namespace OverlayIp.Lab.Iam;

/// <summary>The users, roles and instance profiles of a lab, checked and ready to be asked.</summary>
internal sealed partial class IamDirectory
{
    /// <summary>The user whose keys are the lab's own.</summary>
    public const string AdministratorName = "lab";

    private readonly Dictionary<string, IamRole> _roles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IamProfile> _profiles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Principal> _users = new(StringComparer.Ordinal);
    private readonly List<IamKey> _keys = [];
    private readonly LabAccount _account;

    private IamDirectory(LabAccount account) => _account = account;

    /// <summary>The user that has the lab's own keys.</summary>
    public Principal Administrator => _users[AdministratorName];

    /// <summary>True when nothing was defined, so that there is the administrator and nobody else.</summary>
    public bool IsDefault { get; private init; }

    /// <summary>The keys of all users but the administrator.</summary>
    public IReadOnlyList<IamKey> Keys => _keys;

    /// <summary>Checks definitions and makes them ready.</summary>
    /// <param name="definitions">The definitions, or null for none.</param>
    /// <param name="account">The lab's account.</param>
    /// <param name="ownKeyId">The id of the lab's own key, which no user may have.</param>
    /// <exception cref="LabIamException">Something is wrong with them.</exception>
    public static IamDirectory Create(LabIam? definitions, LabAccount account, string ownKeyId)
    {
        var directory = new IamDirectory(account) { IsDefault = definitions is null };
        var iam = definitions ?? new LabIam();
        ForEach(iam.Users, "users", (user, place) => directory.Add(user, place, ownKeyId));
        directory._users.TryAdd(AdministratorName, directory.NewUser(new LabIamUser { Name = AdministratorName }, [PolicyDocument.Administrator]));
        ForEach(iam.Roles, "roles", directory.Add);
        ForEach(iam.InstanceProfiles, "instanceProfiles", directory.Add);
        // Last, when all of those exist that a trust policy can name.
        ForEach(iam.Roles, "roles", (role, place) => directory.RequireTrustworthy(directory._roles[role.Name], place));
        return directory;
    }

    public Principal? FindUser(string name) => _users.GetValueOrDefault(name);

    public IamRole? FindRole(string arn) => _roles.Values.FirstOrDefault(role => role.Arn == arn);

    public IamProfile? FindProfile(string name) => _profiles.GetValueOrDefault(name);

    public IamProfile? FindProfileByArn(string arn) => _profiles.Values.FirstOrDefault(profile => profile.Arn == arn);

    /// <summary>A unique id as IAM gives them out. It follows from what it is for, so that a lab that is saved and started again
    /// has the same ones.</summary>
    private string UniqueId(string prefix, string arn)
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(_account.AccountId + arn));
        return prefix + string.Concat(hash.Take(17).Select(value => alphabet[value % alphabet.Length]));
    }

    private void Add(LabIamUser user, string place, string ownKeyId)
    {
        RequireName(user.Name, user.Path, place, _users.ContainsKey(user.Name));
        RequireTags(user.Tags, place);
        var principal = NewUser(user, Policies(user.Policies, place));
        _users.Add(user.Name, principal);
        if (user.Name == AdministratorName && user.AccessKeys.Count > 0)
        {
            throw new LabIamException($"{place}.accessKeys", $"the user '{AdministratorName}' has the lab's own key and no other.");
        }

        ForEach(user.AccessKeys, $"{place}.accessKeys", (key, keyPlace) =>
        {
            Require(KeyIds().IsMatch(key.AccessKeyId), $"{keyPlace}.accessKeyId", $"'{key.AccessKeyId}' is no access key id. Expected 16 to 128 letters, digits and underscores.");
            Require(key.SecretAccessKey.Length > 0, $"{keyPlace}.secretAccessKey", "it is empty.");
            Require(
                key.AccessKeyId != ownKeyId && !_keys.Exists(other => other.AccessKeyId == key.AccessKeyId),
                $"{keyPlace}.accessKeyId",
                $"'{key.AccessKeyId}' is somebody's key already.");
            _keys.Add(new IamKey(key.AccessKeyId, key.SecretAccessKey, principal));
        });
    }

    private void Add(LabIamRole role, string place)
    {
        RequireName(role.Name, role.Path, place, _roles.ContainsKey(role.Name));
        RequireTags(role.Tags, place);
        Require(
            role.MaxSessionDuration is >= 3600 and <= 43200,
            $"{place}.maxSessionDuration",
            $"{role.MaxSessionDuration} is out of bounds. Expected 3600 to 43200 seconds.");
        var arn = _account.GlobalArn("iam", $"role{role.Path}{role.Name}");
        var trust = PolicyReader.Trust(DefinitionElement.Parse(role.TrustPolicy, $"{place}.trustPolicy"));
        _roles.Add(role.Name, new IamRole(
            role.Name, arn, UniqueId("AROA", arn), trust, Policies(role.Policies, place), TimeSpan.FromSeconds(role.MaxSessionDuration), role.Tags));
    }

    private void Add(LabIamInstanceProfile profile, string place)
    {
        RequireName(profile.Name, profile.Path, place, _profiles.ContainsKey(profile.Name));
        var role = profile.Role is null ? null : _roles.GetValueOrDefault(profile.Role)
            ?? throw new LabIamException($"{place}.role", $"there is no role '{profile.Role}' in the definitions.");
        var arn = _account.GlobalArn("iam", $"instance-profile{profile.Path}{profile.Name}");
        _profiles.Add(profile.Name, new IamProfile(profile.Name, arn, UniqueId("AIPA", arn), role));
    }

    private Principal NewUser(LabIamUser user, IReadOnlyList<PolicyDocument> policies)
    {
        var arn = _account.GlobalArn("iam", $"user{user.Path}{user.Name}");
        return new Principal
        {
            Arn = arn,
            PolicyArn = arn,
            UserId = UniqueId("AIDA", arn),
            AccountId = _account.AccountId,
            Policies = policies,
            Tags = user.Tags,
            Keys = new Dictionary<string, string> { ["aws:username"] = user.Name },
        };
    }

    // As IAM does when a role is created: a principal of one's own account that does not exist is a mistake.
    private void RequireTrustworthy(IamRole role, string place)
    {
        foreach (var arn in role.TrustPolicy.Statements.SelectMany(statement => statement.Principals!.Arns))
        {
            var parts = arn.Split(':');
            Require(parts[1] == _account.Partition, $"{place}.trustPolicy", $"the principal '{arn}' is of another partition than the lab's, {_account.Partition}.");
            var known = parts[4] != _account.AccountId
                || _users.Values.Any(user => user.Arn == arn)
                || FindRole(arn) is not null
                || (parts[5].Split('/') is ["assumed-role", var name, { Length: > 0 }] && _roles.ContainsKey(name));
            Require(known, $"{place}.trustPolicy", $"the principal '{arn}' does not exist.");
        }
    }

    private static PolicyDocument[] Policies(IReadOnlyList<LabIamPolicy> policies, string place)
    {
        var read = new List<PolicyDocument>();
        ForEach(policies, $"{place}.policies", (policy, policyPlace) =>
        {
            Require(PolicyNames().IsMatch(policy.Name), $"{policyPlace}.name", $"'{policy.Name}' is no name. Expected 1 to 128 letters, digits and _+=,.@-.");
            Require(!read.Exists(other => other.Name == policy.Name), $"{policyPlace}.name", $"'{policy.Name}' is taken already.");
            read.Add(PolicyReader.Identity(policy.Name, DefinitionElement.Parse(policy.Document, $"{policyPlace}.document")));
        });
        return [.. read];
    }

    private static void RequireName(string name, string path, string place, bool isTaken)
    {
        Require(Names().IsMatch(name), $"{place}.name", $"'{name}' is no name. Expected 1 to 64 letters, digits and _+=,.@-.");
        Require(!isTaken, $"{place}.name", $"'{name}' is taken already.");
        Require(Paths().IsMatch(path), $"{place}.path", $"'{path}' is no path. Expected / or one such as /division/.");
    }

    private static void RequireTags(IReadOnlyDictionary<string, string> tags, string place)
    {
        Require(tags.Count <= 50, $"{place}.tags", $"there are {tags.Count}. Expected no more than 50.");
        foreach (var (key, value) in tags)
        {
            Require(key.Length is > 0 and <= 128 && !key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase), $"{place}.tags", $"'{key}' is no key of a tag.");
            Require(value.Length <= 256, $"{place}.tags.{key}", "it is longer than 256 characters.");
        }
    }

    private static void ForEach<T>(IReadOnlyList<T> items, string place, Action<T, string> act)
    {
        for (var index = 0; index < items.Count; index++)
        {
            act(items[index], $"{place}[{index}]");
        }
    }

    private static void Require(bool isSo, string place, string problem)
    {
        if (!isSo)
        {
            throw new LabIamException(place, problem);
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9_+=,.@-]{1,64}\z")]
    private static partial Regex Names();

    [GeneratedRegex(@"^[A-Za-z0-9_+=,.@-]{1,128}\z")]
    private static partial Regex PolicyNames();

    [GeneratedRegex(@"^/([\x21-\x7E]{1,510}/)?\z")]
    private static partial Regex Paths();

    [GeneratedRegex(@"^[A-Za-z0-9_]{16,128}\z")]
    private static partial Regex KeyIds();
}
