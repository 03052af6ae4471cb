using System.Globalization;
using System.Xml.Linq;
using OverlayIp.Lab.Iam;

namespace OverlayIp.Lab.Sts;

/// <summary>AssumeRole.</summary>
internal static class AssumeRoleAction
{
    // Whoever has a role already gets the next one for an hour at most ("role chaining").
    private const int LongestChained = 3600;
    private const int Usual = 3600;

    public static XElement?[] Carry(StsContext context)
    {
        var wanted = AssumeRoleParameters.Read(context.Parameters);
        var role = Authorize(context, wanted);
        var duration = wanted.DurationSeconds ?? Usual;
        if (context.Caller.Principal.IsRoleSession && duration > LongestChained)
        {
            throw new StsException("ValidationError", "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.");
        }

        if (duration > role.MaxSessionDuration.TotalSeconds)
        {
            throw new StsException("ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        }

        var keys = new Dictionary<string, string>();
        if (wanted.SourceIdentity is not null)
        {
            keys["aws:SourceIdentity"] = wanted.SourceIdentity;
        }

        var session = context.Identity.NewSession(role, wanted.SessionName, TimeSpan.FromSeconds(duration), wanted.Policy, wanted.Tags, keys);
        return
        [
            StsXml.Element(
                "AssumedRoleUser",
                StsXml.Text("AssumedRoleId", session.Principal!.UserId),
                StsXml.Text("Arn", session.Principal.Arn)),
            StsXml.Element(
                "Credentials",
                StsXml.Text("AccessKeyId", session.AccessKeyId),
                StsXml.Text("SecretAccessKey", session.SecretAccessKey),
                StsXml.Text("SessionToken", session.SessionToken),
                StsXml.Text("Expiration", session.ExpiresAt!.Value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))),
            StsXml.Text("PackedPolicySize", wanted.PackedPolicySize?.ToString(CultureInfo.InvariantCulture)),
            StsXml.Text("SourceIdentity", wanted.SourceIdentity),
        ];
    }

    // A role that does not exist is refused as one that may not be assumed, so that nobody can find out which exist.
    private static IamRole Authorize(StsContext context, AssumeRoleParameters wanted)
    {
        var role = context.Identity.Directory.FindRole(wanted.RoleArn);
        var conditions = Conditions(context, wanted, role);
        var actions = new List<string> { "sts:AssumeRole" };
        if (wanted.Tags.Count > 0)
        {
            actions.Add("sts:TagSession");
        }

        if (wanted.SourceIdentity is not null)
        {
            actions.Add("sts:SetSourceIdentity");
        }

        foreach (var action in actions)
        {
            var decision = role is null
                ? new AccessDecision(false, false, AccessDecision.Resource, null, null)
                : PolicyEvaluator.DecideTrust(role, context.Caller.Principal, action, conditions);
            if (!decision.IsAllowed || context.IsDenied)
            {
                throw context.Denied(action, wanted.RoleArn, decision);
            }
        }

        return role!;
    }

    private static ConditionContext Conditions(StsContext context, AssumeRoleParameters wanted, IamRole? role)
    {
        var conditions = context.NewContext();
        conditions.Set("sts:RoleSessionName", wanted.SessionName);
        conditions.Set("sts:ExternalId", wanted.ExternalId);
        conditions.Set("sts:SourceIdentity", wanted.SourceIdentity);
        conditions.Set("aws:ResourceAccount", context.Account.AccountId);
        foreach (var (key, value) in wanted.Tags)
        {
            conditions.Set("aws:RequestTag/" + key, value);
        }

        if (wanted.Tags.Count > 0)
        {
            conditions.Set("aws:TagKeys", wanted.Tags.Keys.ToArray());
        }

        if (wanted.TransitiveTagKeys.Count > 0)
        {
            conditions.Set("sts:TransitiveTagKeys", wanted.TransitiveTagKeys);
        }

        foreach (var (key, value) in role?.Tags ?? new Dictionary<string, string>())
        {
            conditions.Set("aws:ResourceTag/" + key, value);
            conditions.Set("iam:ResourceTag/" + key, value);
        }

        return conditions;
    }
}
