using System.Text;
using OverlayIp.Lab.Iam;
using OverlayIp.Lab.Tests.Support;

namespace OverlayIp.Lab.Tests;

/// <summary>The evaluation of policies, by table: the statements of a document, a request, and what is decided.</summary>
public sealed class IamPolicyTests
{
    private const string Table = "arn:aws:ec2:eu-central-1:123456789012:route-table/rtb-1";
    private const string Instance = "arn:aws:ec2:eu-central-1:123456789012:instance/i-1";

    private const string Allowed = "allowed";
    private const string Denied = "with an explicit deny in an identity-based policy";
    private const string Nothing = "because no identity-based policy allows the {0} action";

    // In statements, ' stands for " and Allow: for what begins most of them.
    public static TheoryData<string, string, string, string, string> Actions => new()
    {
        { "Allow: 'Action':'*','Resource':'*'", "ec2:ReplaceRoute", Table, "", Allowed },
        { "Allow: 'Action':'ec2:*','Resource':'*'", "ec2:ReplaceRoute", Table, "", Allowed },
        { "Allow: 'Action':'ec2:*','Resource':'*'", "sts:AssumeRole", Table, "", Nothing },
        { "Allow: 'Action':'ec2:ReplaceRoute','Resource':'*'", "ec2:ReplaceRoute", Table, "", Allowed },
        { "Allow: 'Action':'EC2:replaceroute','Resource':'*'", "ec2:ReplaceRoute", Table, "", Allowed },
        { "Allow: 'Action':'ec2:ReplaceRoute','Resource':'*'", "ec2:ReplaceRouteTableAssociation", Table, "", Nothing },
        { "Allow: 'Action':'ec2:ReplaceRoute*','Resource':'*'", "ec2:ReplaceRouteTableAssociation", Table, "", Allowed },
        { "Allow: 'Action':'ec2:*Route','Resource':'*'", "ec2:DeleteRoute", Table, "", Allowed },
        { "Allow: 'Action':'ec2:*Route','Resource':'*'", "ec2:DeleteRouteTable", Table, "", Nothing },
        { "Allow: 'Action':'ec2:?eleteRoute','Resource':'*'", "ec2:DeleteRoute", Table, "", Allowed },
        { "Allow: 'Action':'ec2:De*e*oute','Resource':'*'", "ec2:DeleteRoute", Table, "", Allowed },
        { "Allow: 'Action':['ec2:CreateRoute','ec2:DeleteRoute'],'Resource':'*'", "ec2:DeleteRoute", Table, "", Allowed },
        { "Allow: 'NotAction':'ec2:Delete*','Resource':'*'", "ec2:ReplaceRoute", Table, "", Allowed },
        { "Allow: 'NotAction':'ec2:Delete*','Resource':'*'", "ec2:DeleteRoute", Table, "", Nothing },
        { "Allow: 'NotAction':['iam:*','sts:*'],'Resource':'*'", "sts:AssumeRole", Table, "", Nothing },
        { "Allow: 'Action':'*','Resource':'*'|Deny: 'Action':'ec2:DeleteRoute','Resource':'*'", "ec2:DeleteRoute", Table, "", Denied },
        { "Deny: 'Action':'ec2:DeleteRoute','Resource':'*'|Allow: 'Action':'*','Resource':'*'", "ec2:DeleteRoute", Table, "", Denied },
        { "Allow: 'Action':'*','Resource':'*'|Deny: 'Action':'ec2:DeleteRoute','Resource':'*'", "ec2:ReplaceRoute", Table, "", Allowed },
        { "Deny: 'NotAction':'ec2:Describe*','Resource':'*'", "ec2:DescribeVpcs", "*", "", Nothing },
        { "Deny: 'NotAction':'ec2:Describe*','Resource':'*'", "ec2:StopInstances", Instance, "", Denied },
    };

    public static TheoryData<string, string, string, string, string> Resources => new()
    {
        { $"Allow: 'Action':'ec2:*','Resource':'{Table}'", "ec2:ReplaceRoute", Table, "", Allowed },
        { $"Allow: 'Action':'ec2:*','Resource':'{Table}'", "ec2:ReplaceRoute", Table + "0", "", Nothing },
        { $"Allow: 'Action':'ec2:*','Resource':'{Table}'", "ec2:DescribeRouteTables", "*", "", Nothing },
        { "Allow: 'Action':'ec2:*','Resource':'arn:aws:ec2:*:*:*'", "ec2:DescribeRouteTables", "*", "", Nothing },
        { $"Allow: 'Action':'ec2:*','Resource':['{Table}','*']", "ec2:DescribeRouteTables", "*", "", Allowed },
        { $"Allow: 'Action':'ec2:*','NotResource':'{Table}'", "ec2:DescribeRouteTables", "*", "", Allowed },
        { $"Allow: 'Action':'ec2:*','NotResource':'{Table}'", "ec2:ReplaceRoute", Table, "", Nothing },
        { $"Allow: 'Action':'ec2:*','NotResource':'{Table}'", "ec2:StopInstances", Instance, "", Allowed },
        { "Allow: 'Action':'ec2:*','Resource':'arn:aws:ec2:eu-central-1:123456789012:route-table/*'", "ec2:ReplaceRoute", Table, "", Allowed },
        { "Allow: 'Action':'ec2:*','Resource':'arn:aws:ec2:*:123456789012:route-table/rtb-?'", "ec2:ReplaceRoute", Table, "", Allowed },
        { "Allow: 'Action':'ec2:*','Resource':'arn:aws:ec2:eu-*:*:route-table/rtb-1'", "ec2:ReplaceRoute", Table, "", Allowed },
        { "Allow: 'Action':'ec2:*','Resource':'arn:aws:ec2:us-*:*:route-table/*'", "ec2:ReplaceRoute", Table, "", Nothing },
        { "Allow: 'Action':'ec2:*','Resource':'arn:aws:ec2:*:999999999999:route-table/*'", "ec2:ReplaceRoute", Table, "", Nothing },
        { "Allow: 'Action':'ec2:*','Resource':'arn:aws:ec2:*:*:instance/*'", "ec2:ReplaceRoute", Table, "", Nothing },
        { "Allow: 'Action':'ec2:*','Resource':'arn:aws-cn:ec2:*:*:route-table/*'", "ec2:ReplaceRoute", Table, "", Nothing },
        // A wildcard does not reach over a colon...
        { "Allow: 'Action':'ec2:*','Resource':'arn:aws:ec2:*:route-table/rtb-1'", "ec2:ReplaceRoute", Table, "", Nothing },
        // ...but in the last part, and parts that are left out are anything.
        { "Allow: 'Action':'x:*','Resource':'arn:aws:x:r:1:a*d'", "x:Do", "arn:aws:x:r:1:a:b:c:d", "", Allowed },
        { "Allow: 'Action':'ec2:*','Resource':'arn:aws:ec2'", "ec2:ReplaceRoute", Table, "", Allowed },
        { "Allow: 'Action':'ec2:*','Resource':'arn:aws:s3'", "ec2:ReplaceRoute", Table, "", Nothing },
        { "Allow: 'Action':'ec2:*','Resource':'arn:aws:ec2:*:*:ROUTE-TABLE/*'", "ec2:ReplaceRoute", Table, "", Nothing },
        { "Allow: 'Action':'ec2:*','Resource':'arn:aws:ec2:*:*:route-table/${aws:username}'", "ec2:ReplaceRoute", Table, "aws:username=rtb-1", Allowed },
        { "Allow: 'Action':'ec2:*','Resource':'arn:aws:ec2:*:*:route-table/${aws:username}'", "ec2:ReplaceRoute", Table, "aws:username=rtb-*", Nothing },
        { "Allow: 'Action':'ec2:*','Resource':'arn:aws:ec2:*:*:route-table/${aws:username}'", "ec2:ReplaceRoute", Table, "", Nothing },
        { "Allow: 'Action':'ec2:*','Resource':'arn:aws:ec2:*:*:route-table/${aws:username, 'rtb-1'}'", "ec2:ReplaceRoute", Table, "", Allowed },
        { "Allow: 'Action':'ec2:*','Resource':'arn:aws:ec2:*:*:route-table/rtb-${*}'", "ec2:ReplaceRoute", Table, "", Nothing },
        { "Allow: 'Action':'x:*','Resource':'arn:aws:x:::a${*}${?}${$}'", "x:Do", "arn:aws:x:::a*?$", "", Allowed },
        { $"Allow: 'Action':'*','Resource':'*'|Deny: 'Action':'*','NotResource':'{Table}'", "ec2:StopInstances", Instance, "", Denied },
    };

    public static TheoryData<string, string, string, string, string> Conditions => new()
    {
        { If("StringEquals", "aws:ResourceTag/team", "'db'"), "ec2:X", Table, "aws:ResourceTag/team=db", Allowed },
        { If("StringEquals", "aws:ResourceTag/team", "'db'"), "ec2:X", Table, "aws:ResourceTag/team=DB", Nothing },
        { If("StringEquals", "aws:ResourceTag/team", "'db'"), "ec2:X", Table, "", Nothing },
        { If("StringEquals", "AWS:resourcetag/Team", "'db'"), "ec2:X", Table, "aws:ResourceTag/team=db", Allowed },
        { If("StringEquals", "aws:ResourceTag/team", "['web','db']"), "ec2:X", Table, "aws:ResourceTag/team=db", Allowed },
        { If("StringEquals", "aws:ResourceTag/team", "'d*'"), "ec2:X", Table, "aws:ResourceTag/team=db", Nothing },
        { If("StringEquals", "aws:ResourceTag/team", "'${aws:PrincipalTag/team}'"), "ec2:X", Table, "aws:ResourceTag/team=db;aws:PrincipalTag/team=db", Allowed },
        { If("StringEquals", "aws:ResourceTag/team", "'${aws:PrincipalTag/team}'"), "ec2:X", Table, "aws:ResourceTag/team=db;aws:PrincipalTag/team=web", Nothing },
        { If("StringNotEquals", "aws:ResourceTag/team", "'db'"), "ec2:X", Table, "aws:ResourceTag/team=web", Allowed },
        { If("StringNotEquals", "aws:ResourceTag/team", "['web','db']"), "ec2:X", Table, "aws:ResourceTag/team=web", Nothing },
        { If("StringNotEquals", "aws:ResourceTag/team", "'db'"), "ec2:X", Table, "", Allowed },
        { If("StringEqualsIgnoreCase", "aws:ResourceTag/team", "'db'"), "ec2:X", Table, "aws:ResourceTag/team=DB", Allowed },
        { If("StringNotEqualsIgnoreCase", "aws:ResourceTag/team", "'db'"), "ec2:X", Table, "aws:ResourceTag/team=DB", Nothing },
        { If("StringLike", "aws:ResourceTag/team", "'d?-*'"), "ec2:X", Table, "aws:ResourceTag/team=db-1", Allowed },
        { If("StringLike", "aws:ResourceTag/team", "'d?-*'"), "ec2:X", Table, "aws:ResourceTag/team=db", Nothing },
        { If("StringLike", "aws:ResourceTag/team", "'*'"), "ec2:X", Table, "aws:ResourceTag/team=", Allowed },
        { If("StringNotLike", "aws:ResourceTag/team", "'d*'"), "ec2:X", Table, "aws:ResourceTag/team=db", Nothing },
        { If("StringEqualsIfExists", "aws:ResourceTag/team", "'db'"), "ec2:X", Table, "", Allowed },
        { If("StringEqualsIfExists", "aws:ResourceTag/team", "'db'"), "ec2:X", Table, "aws:ResourceTag/team=web", Nothing },
        { If("ArnEquals", "ec2:Vpc", "'arn:aws:ec2:*:*:vpc/vpc-1'"), "ec2:X", Table, "ec2:Vpc=arn:aws:ec2:eu-central-1:123456789012:vpc/vpc-1", Allowed },
        { If("ArnLike", "aws:PrincipalArn", "'arn:aws:iam::*:role/db-*'"), "ec2:X", Table, "aws:PrincipalArn=arn:aws:iam::123456789012:role/db-1", Allowed },
        { If("ArnLike", "aws:PrincipalArn", "'arn:aws:iam::*:role/db-*'"), "ec2:X", Table, "aws:PrincipalArn=arn:aws:iam::123456789012:user/db-1", Nothing },
        { If("ArnNotLike", "aws:PrincipalArn", "'arn:aws:iam::*:role/*'"), "ec2:X", Table, "aws:PrincipalArn=arn:aws:iam::123456789012:user/db-1", Allowed },
        { If("StringEquals", "ec2:Region", "'eu-central-1'"), "ec2:X", Table, "ec2:Region=eu-central-1", Allowed },
        { If("Bool", "aws:MultiFactorAuthPresent", "true"), "ec2:X", Table, "aws:MultiFactorAuthPresent=false", Nothing },
        { If("Bool", "aws:SecureTransport", "'True'"), "ec2:X", Table, "aws:SecureTransport=true", Allowed },
        { If("BoolIfExists", "aws:MultiFactorAuthPresent", "'true'"), "ec2:X", Table, "", Allowed },
        { If("Null", "aws:TokenIssueTime", "true"), "ec2:X", Table, "", Allowed },
        { If("Null", "aws:TokenIssueTime", "'false'"), "ec2:X", Table, "", Nothing },
        { If("Null", "aws:TokenIssueTime", "['false']"), "ec2:X", Table, "aws:TokenIssueTime=2025-01-01T00:00:00Z", Allowed },
        { If("IpAddress", "aws:SourceIp", "['10.0.0.0/8','127.0.0.1']"), "ec2:X", Table, "aws:SourceIp=127.0.0.1", Allowed },
        { If("IpAddress", "aws:SourceIp", "'10.0.0.0/8'"), "ec2:X", Table, "aws:SourceIp=11.0.0.1", Nothing },
        { If("NotIpAddress", "aws:SourceIp", "'10.0.0.0/8'"), "ec2:X", Table, "aws:SourceIp=10.1.2.3", Nothing },
        { If("IpAddress", "aws:SourceIp", "'2001:db8::/32'"), "ec2:X", Table, "aws:SourceIp=2001:db8::1", Allowed },
        { If("NumericLessThanEquals", "ec2:MetadataHttpPutResponseHopLimit", "2"), "ec2:X", Table, "ec2:MetadataHttpPutResponseHopLimit=2", Allowed },
        { If("NumericGreaterThan", "ec2:VolumeSize", "'10'"), "ec2:X", Table, "ec2:VolumeSize=9", Nothing },
        { If("DateLessThan", "aws:CurrentTime", "'2025-06-01T00:00:00Z'"), "ec2:X", Table, "aws:CurrentTime=2025-05-31T23:59:59Z", Allowed },
        { If("DateGreaterThan", "aws:EpochTime", "'2025-06-01T00:00:00Z'"), "ec2:X", Table, "aws:EpochTime=1700000000", Nothing },
        { If("ForAllValues:StringEquals", "aws:TagKeys", "['a','b']"), "ec2:X", Table, "aws:TagKeys=a,b", Allowed },
        { If("ForAllValues:StringEquals", "aws:TagKeys", "['a','b']"), "ec2:X", Table, "aws:TagKeys=a,c", Nothing },
        { If("ForAllValues:StringEquals", "aws:TagKeys", "['a','b']"), "ec2:X", Table, "", Allowed },
        { If("ForAnyValue:StringLike", "aws:TagKeys", "'a*'"), "ec2:X", Table, "aws:TagKeys=b,ab", Allowed },
        { If("ForAnyValue:StringLike", "aws:TagKeys", "'a*'"), "ec2:X", Table, "", Nothing },
        { If("ForAnyValue:StringNotEquals", "aws:TagKeys", "'a'"), "ec2:X", Table, "aws:TagKeys=a,b", Allowed },
        { If("ForAllValues:StringNotEquals", "aws:TagKeys", "'a'"), "ec2:X", Table, "aws:TagKeys=a,b", Nothing },
        // Two keys must both be met, and so must two operators.
        { "Allow: 'Action':'*','Resource':'*','Condition':{'StringEquals':{'k:a':'1','k:b':'2'}}", "ec2:X", Table, "k:a=1", Nothing },
        { "Allow: 'Action':'*','Resource':'*','Condition':{'StringEquals':{'k:a':'1'},'StringLike':{'k:b':'*'}}", "ec2:X", Table, "k:a=1;k:b=2", Allowed },
        { "Allow: 'Action':'*','Resource':'*','Condition':{}", "ec2:X", Table, "", Allowed },
        { "Allow: 'Action':'*','Resource':'*'|Deny: 'Action':'*','Resource':'*','Condition':{'StringNotEquals':{'aws:RequestedRegion':'eu-central-1'}}", "ec2:X", Table, "aws:RequestedRegion=eu-west-1", Denied },
        { "Allow: 'Action':'*','Resource':'*'|Deny: 'Action':'*','Resource':'*','Condition':{'StringNotEquals':{'aws:RequestedRegion':'eu-central-1'}}", "ec2:X", Table, "aws:RequestedRegion=eu-central-1", Allowed },
    };

    [Theory]
    [MemberData(nameof(Actions))]
    [MemberData(nameof(Resources))]
    [MemberData(nameof(Conditions))]
    public void A_policy_decides(string statements, string action, string resource, string keys, string expected)
    {
        var decision = PolicyEvaluator.Decide(Holder([Document(statements)]), action, resource, Context(keys));
        Assert.Equal(expected == Allowed, decision.IsAllowed);
        if (!decision.IsAllowed)
        {
            Assert.Equal(string.Format(null, CompositeFormat.Parse(expected), action), decision.Reason(action));
        }
    }

    public static TheoryData<string, string?, string> Sessions => new()
    {
        { "Allow: 'Action':'ec2:*','Resource':'*'", "Allow: 'Action':'ec2:ReplaceRoute','Resource':'*'", Allowed },
        { "Allow: 'Action':'ec2:*','Resource':'*'", "Allow: 'Action':'ec2:Describe*','Resource':'*'", "because no session policy allows the ec2:ReplaceRoute action" },
        { "Allow: 'Action':'ec2:*','Resource':'*'", "Deny: 'Action':'ec2:ReplaceRoute','Resource':'*'", "with an explicit deny in a session policy" },
        { "Allow: 'Action':'sts:*','Resource':'*'", "Allow: 'Action':'*','Resource':'*'", "because no identity-based policy allows the ec2:ReplaceRoute action" },
        { "Deny: 'Action':'*','Resource':'*'", "Allow: 'Action':'*','Resource':'*'", "with an explicit deny in an identity-based policy" },
        { "Allow: 'Action':'ec2:*','Resource':'*'", null, Allowed },
    };

    [Theory]
    [MemberData(nameof(Sessions))]
    public void A_session_policy_narrows(string identity, string? session, string expected)
    {
        var holder = Holder([Document(identity)]) with { SessionPolicy = session is null ? null : Document(session) };
        var decision = PolicyEvaluator.Decide(holder, "ec2:ReplaceRoute", Table, Context(""));
        Assert.Equal(expected, decision.IsAllowed ? Allowed : decision.Reason("ec2:ReplaceRoute"));
    }

    [Fact]
    public void Variables_and_escapes_are_plain_text_in_the_old_version()
    {
        var statement = "{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'StringEquals':{'k:a':'${aws:username}'}}}".Replace('\'', '"');
        foreach (var version in new[] { "\"Version\":\"2008-10-17\",", "" })
        {
            var old = PolicyReader.Identity("p", DefinitionElement.Parse($"{{{version}\"Statement\":{statement}}}", ""));
            Assert.True(PolicyEvaluator.Decide(Holder([old]), "x:Y", "*", Context("k:a=${aws:username};aws:username=me")).IsAllowed);
            Assert.False(PolicyEvaluator.Decide(Holder([old]), "x:Y", "*", Context("k:a=me;aws:username=me")).IsAllowed);
        }
    }

    [Fact]
    public void Hard_wildcards_take_no_exponential_time()
    {
        var pattern = PolicyPattern.Parse(string.Concat(Enumerable.Repeat("*a", 100)) + "b", wildcards: true, variables: true);
        Assert.False(pattern.Matches(new string('a', 20_000), new ConditionContext()));
    }

    internal static PolicyDocument Document(string statements) => PolicyReader.Identity("p", DefinitionElement.Parse(IamLab.Json(statements), ""));

    private static string If(string name, string key, string values) =>
        $"Allow: 'Action':'*','Resource':'*','Condition':{{'{name}':{{'{key}':{values}}}}}";

    private static Principal Holder(IReadOnlyList<PolicyDocument> policies) => new()
    {
        Arn = "arn:aws:iam::123456789012:user/u",
        PolicyArn = "arn:aws:iam::123456789012:user/u",
        UserId = "AIDA",
        AccountId = "123456789012",
        Policies = policies,
    };

    private static ConditionContext Context(string keys)
    {
        var context = new ConditionContext();
        foreach (var pair in keys.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)))
        {
            context.Set(pair[0], pair[1].Split(','));
        }

        return context;
    }
}
