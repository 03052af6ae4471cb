using OverlayIp.Lab.Iam;

namespace OverlayIp.Lab.Tests;

/// <summary>What is wrong with definitions is said when the lab starts, with the place.</summary>
public sealed class IamDocumentTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("overlayip-iam-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    public static TheoryData<string, string> Documents => new()
    {
        { "[]", ": it is a list. Expected an object." },
        { "{}", ": Statement is missing." },
        { "{'Version':'2012-10-18','Statement':[]}", ".Version: '2012-10-18' is no version of the policy language. Expected 2012-10-17 or 2008-10-17." },
        { "{'Statements':[]}", ".Statements: it is not known here. Expected Version, Id, Statement." },
        { "{'Statement':'x'}", ".Statement: it is a text. Expected an object." },
        { "{'Statement':[],'Statement':[]}", ".Statement: it is given twice." },
        { S("'Effect':'allow','Action':'*','Resource':'*'"), ".Statement[0].Effect: 'allow' is no effect. Expected Allow or Deny." },
        { S("'Action':'*','Resource':'*'"), ".Statement[0]: Effect is missing." },
        { S("'Effect':'Allow','Resource':'*'"), ".Statement[0]: Action or NotAction is missing." },
        { S("'Effect':'Allow','Action':'*'"), ".Statement[0]: Resource or NotResource is missing." },
        { S("'Effect':'Allow','Action':'*','NotAction':'*','Resource':'*'"), ".Statement[0]: Action and NotAction cannot stand in one statement." },
        { S("'Effect':'Allow','Action':'*','Resource':'*','NotResource':'*'"), ".Statement[0]: Resource and NotResource cannot stand in one statement." },
        { S("'Effect':'Allow','Action':[],'Resource':'*'"), ".Statement[0].Action: it is empty." },
        { S("'Effect':'Allow','Action':'ReplaceRoute','Resource':'*'"), ".Statement[0].Action: 'ReplaceRoute' is no action." },
        { S("'Effect':'Allow','Action':['ec2:X','e*2:Y'],'Resource':'*'"), ".Statement[0].Action[1]: 'e*2:Y' is no action." },
        { S("'Effect':'Allow','Action':'ec2:','Resource':'*'"), ".Statement[0].Action: 'ec2:' is no action." },
        { S("'Effect':'Allow','Action':7,'Resource':'*'"), ".Statement[0].Action: it is 7. Expected a text." },
        { S("'Effect':'Allow','Action':'*','Resource':'rtb-1'"), ".Statement[0].Resource: 'rtb-1' must be in ARN format or \"*\"." },
        { S("'Effect':'Allow','Action':'*','Resource':['*','**']"), ".Statement[0].Resource[1]: '**' must be in ARN format or \"*\"." },
        { S("'Effect':'Allow','Action':'*','Resource':'arn:aws:x:::${aws:username'"), ".Statement[0].Resource: a policy variable has no closing brace." },
        { S("'Effect':'Allow','Action':'*','Resource':'arn:aws:x:::${}'"), ".Statement[0].Resource: a policy variable has no name." },
        { S("'Effect':'Allow','Action':'*','Resource':'arn:aws:x:::${aws:username, x}'"), ".Statement[0].Resource: the default of the policy variable 'aws:username' must stand between single quotes." },
        { S("'Effect':'Allow','Action':'*','Resource':'*','Principal':'*'"), ".Statement[0].Principal: it is not known here." },
        { S("'Sid':'a b','Effect':'Allow','Action':'*','Resource':'*'"), ".Statement[0].Sid: 'a b' is no Sid." },
        { S("'Sid':'a','Effect':'Allow','Action':'*','Resource':'*'},{'Sid':'a','Effect':'Deny','Action':'*','Resource':'*'"), ".Statement[1]: another statement has the Sid 'a' already." },
        { If("'StringEqual':{'aws:SourceIp':'x'}"), ".Statement[0].Condition.StringEqual: 'StringEqual' is not a condition operator that the lab has." },
        { If("'BinaryEquals':{'k:k':'x'}"), ".Condition.BinaryEquals: 'BinaryEquals' is not a condition operator that the lab has." },
        { If("'ForSomeValues:StringEquals':{'k:k':'x'}"), "'ForSomeValues:StringEquals' is not a condition operator" },
        { If("'NullIfExists':{'k:k':'true'}"), "'NullIfExists' is not a condition operator" },
        { If("'StringEquals':['x']"), ".Condition.StringEquals: it is a list. Expected an object." },
        { If("'StringEquals':{'SourceIp':'x'}"), ".Condition.StringEquals.SourceIp: 'SourceIp' is not a condition key." },
        { If("'StringEquals':{'aws:SourceIp':{}}"), ".StringEquals.aws:SourceIp: it is an object. Expected a text." },
        { If("'Bool':{'aws:SecureTransport':'yes'}"), ".Bool.aws:SecureTransport: 'yes' is neither true nor false." },
        { If("'Null':{'aws:TokenIssueTime':'x'}"), ".Null.aws:TokenIssueTime: Null takes true or false." },
        { If("'IpAddress':{'aws:SourceIp':['10.0.0.0/8','10.0.0.0/99']}"), ".IpAddress.aws:SourceIp[1]: '10.0.0.0/99' is neither an IP address nor a CIDR block." },
        { If("'NumericEquals':{'k:k':'many'}"), "'many' is not a number." },
        { If("'DateLessThan':{'aws:CurrentTime':'soon'}"), "'soon' is not a date." },
        { If("'ArnLike':{'aws:PrincipalArn':'me'}"), "'me' must be in ARN format or \"*\"." },
    };

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task A_document_that_cannot_be_evaluated_keeps_the_lab_from_starting(string document, string problem)
    {
        var iam = new LabIam { Users = [new() { Name = "a" }, new() { Name = "b", Policies = [new("p", Q(document))] }] };
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => LabServer.StartAsync(new() { Iam = iam }, CancellationToken.None));
        Assert.Equal(("LabIamInvalid", OverlayErrorKind.InvalidArgument), (error.ErrorId, error.Kind));
        Assert.StartsWith("The lab's IAM definitions cannot be used: users[1].policies[0].document", error.Message);
        Assert.Contains(problem, error.Message);
    }

    public static TheoryData<string, string> TrustPolicies => new()
    {
        { "'Effect':'Allow','Action':'sts:AssumeRole'", ".Statement: Principal is missing." },
        { "'Effect':'Allow','Action':'sts:AssumeRole','Principal':'ec2'", ".Statement.Principal: 'ec2' is no principal." },
        { "'Effect':'Allow','Action':'sts:AssumeRole','Principal':{'aws':'*'}", ".Statement.Principal.aws: it is not known here. Expected AWS, Service, Federated." },
        { "'Effect':'Allow','Action':'sts:AssumeRole','Principal':{'AWS':'bob'}", ".Statement.Principal.AWS: 'bob' is no principal." },
        { "'Effect':'Allow','Action':'sts:AssumeRole','Principal':{'AWS':['*','arn:aws:iam::123456789012:user/*']}", ".Statement.Principal.AWS[1]: 'arn:aws:iam::123456789012:user/*' is no principal." },
        { "'Effect':'Allow','Action':'sts:AssumeRole','Principal':{'AWS':'arn:aws:iam::123456789012:user/gone'}", ": the principal 'arn:aws:iam::123456789012:user/gone' does not exist." },
        { "'Effect':'Allow','Action':'sts:AssumeRole','Principal':{'AWS':'arn:aws-cn:iam::123456789012:user/lab'}", ": the principal 'arn:aws-cn:iam::123456789012:user/lab' is of another partition than the lab's, aws." },
        { "'Effect':'Allow','Action':'sts:AssumeRole','Principal':'*','Resource':'*'", ".Statement.Resource: it is not known here." },
        { "'Effect':'Allow','Action':'sts:AssumeRole','NotPrincipal':'*'", ".Statement.NotPrincipal: it is not known here." },
    };

    [Theory]
    [MemberData(nameof(TrustPolicies))]
    public async Task A_trust_policy_that_trusts_nobody_who_can_be_is_refused(string statement, string problem)
    {
        var iam = new LabIam { Roles = [new() { Name = "r", TrustPolicy = Q($"{{'Version':'2012-10-17','Statement':{{{statement}}}}}") }] };
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => LabServer.StartAsync(new() { Iam = iam }, CancellationToken.None));
        Assert.Contains("roles[0].trustPolicy" + problem, error.Message);
    }

    public static TheoryData<string, string> Files => new()
    {
        { "nonsense", "it is not JSON" },
        { "[]", "it is a list. Expected an object." },
        { "{'user':[]}", "user: it is not known here. Expected users, roles, instanceProfiles." },
        { "{'users':{}}", "users: it is an object. Expected a list." },
        { "{'users':[{}]}", "users[0]: name is missing." },
        { "{'users':[{'name':'a b'}]}", "users[0].name: 'a b' is no name." },
        { "{'users':[{'name':'a'},{'name':'a'}]}", "users[1].name: 'a' is taken already." },
        { "{'users':[{'name':'a','path':'x'}]}", "users[0].path: 'x' is no path." },
        { "{'users':[{'name':'a','accessKeys':[{'accessKeyId':'AKIA','secretAccessKey':'s'}]}]}", "users[0].accessKeys[0].accessKeyId: 'AKIA' is no access key id." },
        { "{'users':[{'name':'a','accessKeys':[{'accessKeyId':'AKIAEXAMPLE000000001'}]}]}", "users[0].accessKeys[0]: secretAccessKey is missing." },
        { "{'users':[{'name':'a','accessKeys':[{'accessKeyId':'AKIAEXAMPLE000000001','secretAccessKey':''}]}]}", "users[0].accessKeys[0].secretAccessKey: it is empty." },
        { "{'users':[{'name':'a','accessKeys':[{'accessKeyId':'AKIAEXAMPLE000000001','secretAccessKey':'s'}]},{'name':'b','accessKeys':[{'accessKeyId':'AKIAEXAMPLE000000001','secretAccessKey':'t'}]}]}", "users[1].accessKeys[0].accessKeyId: 'AKIAEXAMPLE000000001' is somebody's key already." },
        { "{'users':[{'name':'lab','accessKeys':[{'accessKeyId':'AKIAEXAMPLE000000001','secretAccessKey':'s'}]}]}", "users[0].accessKeys: the user 'lab' has the lab's own key and no other." },
        { "{'users':[{'name':'a','tags':{'aws:x':'y'}}]}", "users[0].tags: 'aws:x' is no key of a tag." },
        { "{'users':[{'name':'a','tags':{'x':1}}]}", "users[0].tags.x: it is 1. Expected a text." },
        { "{'users':[{'name':'a','policies':[{'name':'p','document':'{}'}]}]}", "users[0].policies[0].document: it is a text. Expected an object." },
        { "{'users':[{'name':'a','policies':[{'name':'p','document':{'Statement':[]}},{'name':'p','document':{'Statement':[]}}]}]}", "users[0].policies[1].name: 'p' is taken already." },
        { "{'roles':[{'name':'a'}]}", "roles[0]: trustPolicy is missing." },
        { "{'roles':[{'name':'a','trustPolicy':{'Statement':[]},'maxSessionDuration':60}]}", "roles[0].maxSessionDuration: 60 is out of bounds. Expected 3600 to 43200 seconds." },
        { "{'roles':[{'name':'a','trustPolicy':{'Statement':[]},'maxSessionDuration':'1h'}]}", "roles[0].maxSessionDuration: it is a text. Expected a whole number." },
        { "{'instanceProfiles':[{'name':'a','role':'b'}]}", "instanceProfiles[0].role: there is no role 'b' in the definitions." },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_file_that_is_wrong_is_refused_with_its_name_and_the_place(string json, string problem)
    {
        var path = Path.Combine(_directory, "iam.json");
        await File.WriteAllTextAsync(path, Q(json));
        var error = await Assert.ThrowsAsync<OverlayIpException>(async () =>
            await LabServer.StartAsync(new() { Iam = await LabIam.ReadAsync(path, CancellationToken.None) }, CancellationToken.None));
        Assert.Equal(("LabIamInvalid", (object)path), (error.ErrorId, error.Subject!));
        Assert.StartsWith($"The lab's IAM definitions in '{path}' cannot be used: {problem}", error.Message);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_refused()
    {
        var path = Path.Combine(_directory, "none.json");
        var error = await Assert.ThrowsAsync<OverlayIpException>(() => LabIam.ReadAsync(path, CancellationToken.None));
        Assert.Equal(("LabIamInvalid", (object)path), (error.ErrorId, error.Subject!));
    }

    [Fact]
    public void Comments_trailing_commas_and_left_out_lists_are_taken()
    {
        var iam = LabIam.Parse(Q("{ 'users': [ { 'name': 'a', /* nobody */ }, ], // end\n}"));
        Assert.Equal(("a", "/"), (iam.Users[0].Name, iam.Users[0].Path));
        Assert.Empty(iam.Roles);
    }

    [Fact]
    public void No_text_form_shows_a_secret()
    {
        var iam = LabIam.Parse(Q("{'users':[{'name':'a','accessKeys':[{'accessKeyId':'AKIAEXAMPLE000000001','secretAccessKey':'hidden'}]}]}"));
        Assert.DoesNotContain("hidden", iam.ToString() + iam.Users[0] + iam.Users[0].AccessKeys[0]);
    }

    private static string Q(string text) => text.Replace('\'', '"');

    private static string S(string statement) => $"{{'Version':'2012-10-17','Statement':[{{{statement}}}]}}";

    private static string If(string condition) => S($"'Effect':'Allow','Action':'*','Resource':'*','Condition':{{{condition}}}");
}
