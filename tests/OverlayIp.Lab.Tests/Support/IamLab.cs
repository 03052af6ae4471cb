using OverlayIp.Lab.Iam;

namespace OverlayIp.Lab.Tests.Support;

/// <summary>Labs with IAM definitions, and calls as one of their identities.</summary>
internal static class IamLab
{
    public const string Account = "123456789012";
    public const string Key = "AKIAEXAMPLE000000001";
    public const string Secret = "a/secret+of=the:user";

    /// <summary>Starts a lab whose user <c>ops</c> has these statements for a policy, and the lab's own key none of it.</summary>
    /// <param name="statements">As in <see cref="IamPolicyTests"/>.</param>
    /// <param name="options">The rest of the options.</param>
    public static async Task<LabClient> StartAsync(string? statements, LabOptions? options = null) =>
        await StartAsync(new LabIam { Users = [Ops(statements)] }, options);

    /// <summary>Starts a lab, and calls it as the user <c>ops</c>.</summary>
    public static async Task<LabClient> StartAsync(LabIam iam, LabOptions? options = null)
    {
        var lab = await LabClient.StartAsync((options ?? new LabOptions()) with { Iam = iam });
        lab.Signer = lab.Signer with { AccessKeyId = Key, Secret = Secret };
        return lab;
    }

    public static LabIamUser Ops(string? statements) => new()
    {
        Name = "ops",
        AccessKeys = [new LabAccessKey(Key, Secret)],
        Policies = statements is null ? [] : [new LabIamPolicy("p", Json(statements))],
    };

    /// <summary>A policy document of statements between bars, each an effect, a colon and the rest with single quotes.</summary>
    public static string Json(string statements)
    {
        var read = statements.Split('|').Select(statement => statement.Split(": ", 2) is [var effect, var rest]
            ? $"{{\"Effect\":\"{effect}\",{Quote(rest)}}}"
            : throw new ArgumentException(statement));
        return $"{{\"Version\":\"2012-10-17\",\"Statement\":[{string.Join(',', read)}]}}";
    }

    // The default of a policy variable is the one place that has single quotes of its own.
    private static string Quote(string text) => text.Replace(", 'rtb-1'}", ", §rtb-1§}", StringComparison.Ordinal).Replace('\'', '"').Replace('§', '\'');

    /// <summary>A role whose trust policy is one statement, or several between bars.</summary>
    public static LabIamRole Role(string name, string trust, string? statements = null) => new()
    {
        Name = name,
        TrustPolicy = Json(trust),
        Policies = statements is null ? [] : [new LabIamPolicy("p", Json(statements))],
    };

    /// <summary>The administrator's calls, whoever the client is otherwise.</summary>
    public static async Task<Ec2Answer> AsAdministratorAsync(this LabClient lab, string action, params (string Name, string Value)[] parameters)
    {
        var (signer, token) = (lab.Signer, lab.SessionToken);
        (lab.Signer, lab.SessionToken) = (lab.Signer with { AccessKeyId = lab.Lab.AccessKeyId, Secret = lab.Lab.SecretAccessKey }, null);
        try
        {
            return await lab.DoAsync(action, parameters);
        }
        finally
        {
            (lab.Signer, lab.SessionToken) = (signer, token);
        }
    }

    /// <summary>Calls STS.</summary>
    public static async Task<Ec2Answer> StsAsync(this LabClient lab, string action, params (string Name, string Value)[] parameters)
    {
        var signer = lab.Signer;
        lab.Signer = signer with { Service = "sts" };
        try
        {
            return await lab.SendAsync([("Action", action), ("Version", "2011-06-15"), .. parameters]);
        }
        finally
        {
            lab.Signer = signer;
        }
    }

    /// <summary>Assumes a role, and calls with its credentials from then on.</summary>
    public static async Task<Ec2Answer> AssumeAsync(this LabClient lab, string role, params (string Name, string Value)[] parameters)
    {
        var answer = await lab.StsAsync("AssumeRole", [("RoleArn", $"arn:aws:iam::{Account}:role/{role}"), ("RoleSessionName", "test"), .. parameters]);
        Assert.True(answer.Status == 200, $"{answer.Status} {answer.Code}: {answer.Message}");
        lab.Signer = lab.Signer with { AccessKeyId = answer.Text("AccessKeyId")!, Secret = answer.Text("SecretAccessKey")! };
        lab.SessionToken = answer.Text("SessionToken");
        return answer;
    }
}
