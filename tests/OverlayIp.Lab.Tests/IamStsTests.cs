using System.Xml.Linq;
using OverlayIp.Lab.Iam;
using OverlayIp.Lab.Tests.Support;

namespace OverlayIp.Lab.Tests;

/// <summary>STS on the lab's endpoint: the form of its answers, who may assume what, and how long it lasts.</summary>
public sealed class IamStsTests
{
    private const string Ops = "arn:aws:iam::123456789012:user/ops";
    private const string TrustAccount = "Allow: 'Principal':{'AWS':'123456789012'},'Action':'sts:AssumeRole'";
    private const string TrustOps = "Allow: 'Principal':{'AWS':'arn:aws:iam::123456789012:user/ops'},'Action':['sts:AssumeRole','sts:TagSession','sts:SetSourceIdentity']";
    private const string DescribeAll = "Allow: 'Action':'ec2:Describe*','Resource':'*'";

    [Fact]
    public async Task GetCallerIdentity_needs_no_permission_and_has_the_form_of_STS()
    {
        await using var lab = await IamLab.StartAsync("Deny: 'Action':'*','Resource':'*'");
        var answer = await lab.StsAsync("GetCallerIdentity");
        XNamespace ns = "https://sts.amazonaws.com/doc/2011-06-15/";
        var root = answer.Xml.Root!;
        Assert.Equal((200, ns + "GetCallerIdentityResponse"), (answer.Status, root.Name));
        var result = root.Element(ns + "GetCallerIdentityResult")!;
        Assert.Equal((Ops, "123456789012"), (result.Element(ns + "Arn")!.Value, result.Element(ns + "Account")!.Value));
        Assert.Matches("^AIDA[A-Z2-7]{17}$", result.Element(ns + "UserId")!.Value);
        Assert.NotEmpty(root.Element(ns + "ResponseMetadata")!.Element(ns + "RequestId")!.Value);
    }

    [Fact]
    public async Task Errors_have_the_form_of_STS()
    {
        await using var lab = await IamLab.StartAsync((string?)null);
        var answer = await lab.StsAsync("AssumeRole", ("RoleArn", "arn:aws:iam::123456789012:role/none"), ("RoleSessionName", "test"));
        XNamespace ns = "https://sts.amazonaws.com/doc/2011-06-15/";
        var error = answer.Xml.Root!.Element(ns + "Error")!;
        Assert.Equal(ns + "ErrorResponse", answer.Xml.Root.Name);
        Assert.Equal(
            (403, "Sender", "AccessDenied", $"User: {Ops} is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::123456789012:role/none"),
            (answer.Status, error.Element(ns + "Type")!.Value, answer.Code, answer.Message));
        Assert.Equal(answer.Text("RequestId"), lab.Server.Calls[^1].RequestId);
        Assert.Equal(("AssumeRole", "AccessDenied", Ops), (lab.Server.Calls[^1].Action, lab.Server.Calls[^1].ErrorCode, lab.Server.Calls[^1].CallerArn));
        Assert.Equal((400, "InvalidAction", "Could not find operation GetFederationToken for version 2011-06-15"), Read(await lab.StsAsync("GetFederationToken")));
    }

    [Fact]
    public async Task A_request_that_is_signed_wrongly_is_told_how()
    {
        var clock = new ManualClock();
        await using var lab = await IamLab.StartAsync((string?)null, new() { Clock = clock });
        var right = lab.Signer;
        lab.Signer = right with { Secret = "x" };
        Assert.Equal((403, "SignatureDoesNotMatch"), Code(await lab.StsAsync("GetCallerIdentity")));
        lab.Signer = right with { AccessKeyId = "AKIAUNKNOWN000000000" };
        Assert.Equal((403, "InvalidClientTokenId", "The security token included in the request is invalid."), Read(await lab.StsAsync("GetCallerIdentity")));
        lab.Signer = right with { Region = "eu-west-1" };
        Assert.Equal((403, "SignatureDoesNotMatch", "Credential should be scoped to a valid region."), Read(await lab.StsAsync("GetCallerIdentity")));
        lab.Signer = right;
        (string, string)[] call = [("Action", "GetCallerIdentity"), ("Version", "2011-06-15")];
        Assert.Equal((403, "SignatureDoesNotMatch", "Credential should be scoped to correct service: 'sts'."), Read(await lab.SendAsync(call)));
        lab.Signer = right with { Service = "sts" };
        var early = await lab.SendAsync(call, clock.GetUtcNow().AddMinutes(-16));
        Assert.Equal((403, "SignatureDoesNotMatch", "Signature expired: 20250301T114400Z is now earlier than 20250301T114500Z (20250301T120000Z - 15 min.)"), Read(early));
        var late = await lab.SendAsync(call, clock.GetUtcNow().AddMinutes(16));
        Assert.Equal("Signature not yet current: 20250301T121600Z is still later than 20250301T121500Z (20250301T120000Z + 15 min.)", late.Message);
        Assert.Equal((400, "MissingAction"), Code(await lab.SendAsync([("Version", "2011-06-15")])));
        // The global endpoint's Region, which older tools sign for.
        lab.Signer = right with { Region = "us-east-1" };
        Assert.Equal(200, (await lab.StsAsync("GetCallerIdentity")).Status);
        lab.Signer = right with { Region = "us-east-1" };
        await lab.RefusedAsync(401, "AuthFailure", null, "DescribeVpcs");

        using var http = new HttpClient();
        using var form = new FormUrlEncodedContent([new("Action", "GetCallerIdentity"), new("Version", "2011-06-15")]);
        using var unsigned = await http.PostAsync(new Uri(lab.Lab.EndpointUrl), form);
        Assert.Equal(403, (int)unsigned.StatusCode);
        Assert.Contains("<Code>MissingAuthenticationToken</Code>", await unsigned.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Assumed_credentials_work_until_they_expire()
    {
        var clock = new ManualClock();
        await using var lab = await IamLab.StartAsync(Iam(IamLab.Role("r", TrustOps, DescribeAll)), new() { Clock = clock });
        var answer = await lab.AssumeAsync("r", ("DurationSeconds", "900"));
        Assert.StartsWith("ASIA", answer.Text("AccessKeyId"));
        Assert.Equal("2025-03-01T12:15:00Z", answer.Text("Expiration"));
        Assert.Equal("arn:aws:sts::123456789012:assumed-role/r/test", answer.Text("Arn"));
        Assert.Matches("^AROA[A-Z2-7]{17}:test$", answer.Text("AssumedRoleId")!);

        await lab.DoAsync("DescribeVpcs");
        Assert.Equal("arn:aws:sts::123456789012:assumed-role/r/test", lab.Server.Calls[^1].CallerArn);
        Assert.Equal(answer.Text("AssumedRoleId"), (await lab.StsAsync("GetCallerIdentity")).Text("UserId"));
        await lab.RefusedAsync(403, "UnauthorizedOperation", null, "StopInstances", ("InstanceId.1", lab.NodeA.InstanceId));

        var token = lab.SessionToken;
        lab.SessionToken = null;
        await lab.RefusedAsync(401, "AuthFailure", null, "DescribeVpcs");
        Assert.Equal((403, "InvalidClientTokenId"), Code(await lab.StsAsync("GetCallerIdentity")));
        lab.SessionToken = token;

        clock.Advance(TimeSpan.FromSeconds(899));
        await lab.DoAsync("DescribeVpcs");
        clock.Advance(TimeSpan.FromSeconds(1));
        await lab.RefusedAsync(400, "RequestExpired", "Request has expired.", "DescribeVpcs");
        Assert.Equal((403, "ExpiredToken", "The security token included in the request is expired"), Read(await lab.StsAsync("GetCallerIdentity")));
    }

    [Fact]
    public async Task Expired_credentials_are_forgotten_after_a_day()
    {
        var clock = new ManualClock();
        await using var lab = await IamLab.StartAsync(Iam(IamLab.Role("r", TrustOps)), new() { Clock = clock });
        var (ops, first) = (lab.Signer, await lab.AssumeAsync("r"));
        var (old, token) = (lab.Signer, lab.SessionToken);
        clock.Advance(TimeSpan.FromHours(26));
        (lab.Signer, lab.SessionToken) = (ops, null);
        var second = await lab.AssumeAsync("r");
        Assert.NotEqual(first.Text("AccessKeyId"), second.Text("AccessKeyId"));
        (lab.Signer, lab.SessionToken) = (old, token);
        Assert.Equal((403, "InvalidClientTokenId"), Code(await lab.StsAsync("GetCallerIdentity")));
    }

    /// <summary>The role's trust policy, what the caller's own says, more parameters, and whether the role is given.</summary>
    public static TheoryData<string, string?, string, bool> Trusts => new()
    {
        { TrustOps, null, "", true },
        { TrustAccount, null, "", false },
        { TrustAccount, "Allow: 'Action':'sts:AssumeRole','Resource':'arn:aws:iam::123456789012:role/r'", "", true },
        { TrustAccount, "Allow: 'Action':'sts:AssumeRole','Resource':'arn:aws:iam::123456789012:role/other'", "", false },
        { TrustAccount.Replace("'123456789012'", "'arn:aws:iam::123456789012:root'"), "Allow: 'Action':'sts:*','Resource':'*'", "", true },
        { TrustOps, "Deny: 'Action':'sts:AssumeRole','Resource':'*'", "", false },
        { TrustOps + "|Deny: 'Principal':'*','Action':'sts:AssumeRole'", "Allow: 'Action':'*','Resource':'*'", "", false },
        { "Allow: 'Principal':'*','Action':'sts:AssumeRole'", null, "", true },
        { "Allow: 'Principal':{'AWS':'*'},'Action':'sts:*'", null, "", true },
        { "Allow: 'Principal':{'AWS':'999999999999'},'Action':'sts:AssumeRole'", "Allow: 'Action':'*','Resource':'*'", "", false },
        { "Allow: 'Principal':{'Service':'ec2.amazonaws.com'},'Action':'sts:AssumeRole'", "Allow: 'Action':'*','Resource':'*'", "", false },
        { "Allow: 'Principal':{'AWS':'arn:aws:iam::123456789012:user/lab'},'Action':'sts:AssumeRole'", "Allow: 'Action':'*','Resource':'*'", "", false },
        { "Allow: 'Principal':{'AWS':'arn:aws:iam::123456789012:user/ops'},'Action':'sts:TagSession'", "Allow: 'Action':'*','Resource':'*'", "", false },
        { With(TrustOps, "'StringEquals':{'sts:ExternalId':'secret'}"), null, "ExternalId=secret", true },
        { With(TrustOps, "'StringEquals':{'sts:ExternalId':'secret'}"), null, "ExternalId=other", false },
        { With(TrustOps, "'StringEquals':{'sts:ExternalId':'secret'}"), null, "", false },
        { With(TrustOps, "'StringLike':{'sts:RoleSessionName':'t*'}"), null, "", true },
        { With(TrustOps, "'StringEquals':{'sts:RoleSessionName':'${aws:username}'}"), null, "", false },
        { With(TrustOps, "'IpAddress':{'aws:SourceIp':'127.0.0.0/8'}"), null, "", true },
        { With(TrustOps, "'Bool':{'aws:MultiFactorAuthPresent':'true'}"), null, "", false },
        { TrustOps, null, "Tags.member.1.Key=team&Tags.member.1.Value=db", true },
        { TrustOps.Replace("'sts:TagSession',", ""), null, "Tags.member.1.Key=team&Tags.member.1.Value=db", false },
        { With(TrustOps, "'StringEquals':{'aws:RequestTag/team':'db'}"), null, "Tags.member.1.Key=team&Tags.member.1.Value=web", false },
        { TrustOps, null, "SourceIdentity=me", true },
        { TrustOps.Replace(",'sts:SetSourceIdentity'", ""), null, "SourceIdentity=me", false },
    };

    [Theory]
    [MemberData(nameof(Trusts))]
    public async Task A_role_is_given_to_whom_it_trusts(string trust, string? own, string more, bool isGiven)
    {
        await using var lab = await IamLab.StartAsync(new LabIam { Users = [IamLab.Ops(own)], Roles = [IamLab.Role("r", trust)] });
        (string, string)[] parameters = [("RoleArn", "arn:aws:iam::123456789012:role/r"), ("RoleSessionName", "test"), .. Pairs(more)];
        var answer = await lab.StsAsync("AssumeRole", parameters);
        Assert.Equal(isGiven ? (200, null) : (403, "AccessDenied"), Code(answer));
        if (!isGiven)
        {
            Assert.StartsWith($"User: {Ops} is not authorized to perform: sts:", answer.Message);
        }
    }

    public static TheoryData<string, string, string> Mistakes => new()
    {
        { "RoleArn=&RoleSessionName=", "ValidationError", "2 validation errors detected: Value '' at 'roleArn' failed to satisfy constraint: Member must have length greater than or equal to 20; " },
        { "-", "ValidationError", "2 validation errors detected: Value null at 'roleArn' failed to satisfy constraint: Member must not be null; Value null at 'roleSessionName' failed to satisfy constraint: Member must not be null" },
        { "RoleArn=arn:aws:iam::12:role/rrrrrrr", "ValidationError", "arn:aws:iam::12:role/rrrrrrr is invalid" },
        { "RoleSessionName=a b", "ValidationError", "1 validation error detected: Value 'a b' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*" },
        { "RoleSessionName=a", "ValidationError", "1 validation error detected: Value 'a' at 'roleSessionName' failed to satisfy constraint: Member must have length greater than or equal to 2" },
        { "RoleSessionName=" + "0123456789012345678901234567890123456789012345678901234567890123x", "ValidationError", "Member must have length less than or equal to 64" },
        { "DurationSeconds=899", "ValidationError", "1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900" },
        { "DurationSeconds=43201", "ValidationError", "1 validation error detected: Value '43201' at 'durationSeconds' failed to satisfy constraint: Member must have value less than or equal to 43200" },
        { "DurationSeconds=hour", "MalformedInput", "Invalid integer value: 'hour'" },
        { "DurationSeconds=3601", "ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role." },
        { "ExternalId=x", "ValidationError", "at 'externalId' failed to satisfy constraint: Member must have length greater than or equal to 2" },
        { "Policy={", "MalformedPolicyDocument", "it is not JSON" },
        { "Policy={\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"arn:aws:ec2\"}]}", "MalformedPolicyDocument", "a session policy takes complete ARNs only." },
        { "PolicyArns.member.1.arn=arn:aws:iam::aws:policy/ReadOnlyAccess", "ValidationError", "The lab has no managed policies" },
        { "SerialNumber=x&TokenCode=123456", "AccessDenied", "MultiFactorAuthentication failed" },
        { "Tags.member.1.Key=a&Tags.member.1.Value=1&Tags.member.2.Key=A&Tags.member.2.Value=2", "InvalidParameterValue", "Duplicate tag keys found" },
        { "Tags.member.1.Key=aws:a&Tags.member.1.Value=1", "InvalidParameterValue", "Tag keys must not start with aws:" },
        { "Tags.member.1.Key=a", "ValidationError", "Value null at 'tags.1.member.value' failed to satisfy constraint: Member must not be null" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task Bad_parameters_are_refused(string parameters, string code, string message)
    {
        await using var lab = await IamLab.StartAsync(Iam(IamLab.Role("r", TrustOps)));
        var given = new Dictionary<string, string> { ["RoleArn"] = "arn:aws:iam::123456789012:role/r", ["RoleSessionName"] = "test" };
        if (parameters == "-")
        {
            given.Clear();
        }

        foreach (var (name, value) in Pairs(parameters == "-" ? "" : parameters))
        {
            given[name] = value;
        }

        var answer = await lab.StsAsync("AssumeRole", given.Select(pair => (pair.Key, pair.Value)).ToArray());
        Assert.Equal(code, answer.Code);
        Assert.Contains(message, answer.Message);
    }

    [Fact]
    public async Task A_role_that_assumes_a_role_gets_it_for_an_hour_at_most()
    {
        var chained = IamLab.Role("second", "Allow: 'Principal':{'AWS':'arn:aws:iam::123456789012:role/first'},'Action':'sts:AssumeRole'") with { MaxSessionDuration = 43200 };
        await using var lab = await IamLab.StartAsync(Iam(IamLab.Role("first", TrustOps) with { MaxSessionDuration = 43200 }, chained));
        await lab.AssumeAsync("first", ("DurationSeconds", "43200"));
        (string, string)[] again = [("RoleArn", "arn:aws:iam::123456789012:role/second"), ("RoleSessionName", "test")];
        Assert.Equal(
            (400, "ValidationError", "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining."),
            Read(await lab.StsAsync("AssumeRole", [.. again, ("DurationSeconds", "3601")])));
        Assert.Equal(200, (await lab.StsAsync("AssumeRole", [.. again, ("DurationSeconds", "3600")])).Status);
        Assert.Equal((403, "AccessDenied"), Code(await lab.StsAsync("AssumeRole", [("RoleArn", "arn:aws:iam::123456789012:role/first"), again[1]])));
    }

    [Theory]
    [InlineData(DescribeAll, 403)]
    [InlineData("Allow: 'Action':'sts:AssumeRole','Resource':'*'", 200)]
    [InlineData(null, 200)]
    public async Task A_session_policy_narrows_which_roles_the_role_may_have(string? policy, int status)
    {
        var second = IamLab.Role("second", "Allow: 'Principal':{'AWS':'arn:aws:iam::123456789012:role/first'},'Action':'sts:AssumeRole'");
        await using var lab = await IamLab.StartAsync(Iam(IamLab.Role("first", TrustOps), second));
        await lab.AssumeAsync("first", policy is null ? [] : [("Policy", IamLab.Json(policy))]);
        Assert.Equal(status, (await lab.StsAsync("AssumeRole", ("RoleArn", "arn:aws:iam::123456789012:role/second"), ("RoleSessionName", "test"))).Status);
    }

    [Fact]
    public async Task A_session_policy_narrows_what_the_role_may_do()
    {
        await using var lab = await IamLab.StartAsync(Iam(IamLab.Role("r", TrustOps, "Allow: 'Action':'ec2:*','Resource':'*'")));
        var answer = await lab.AssumeAsync("r", ("Policy", IamLab.Json(DescribeAll + "|Deny: 'Action':'ec2:DescribeTags','Resource':'*'")));
        Assert.InRange(int.Parse(answer.Text("PackedPolicySize")!, null), 1, 100);
        await lab.DoAsync("DescribeVpcs");
        const string user = "You are not authorized to perform this operation. User: arn:aws:sts::123456789012:assumed-role/r/test is not authorized to perform: ";
        await lab.RefusedAsync(403, "UnauthorizedOperation", user + "ec2:DescribeTags with an explicit deny in a session policy", "DescribeTags");
        var stop = await lab.CallAsync("StopInstances", ("InstanceId.1", lab.NodeA.InstanceId));
        Assert.Contains("because no session policy allows the ec2:StopInstances action. Encoded", stop.Message);
    }

    [Fact]
    public async Task Session_tags_are_the_principals()
    {
        var role = IamLab.Role("r", TrustOps, "Allow: 'Action':'ec2:DescribeVpcs','Resource':'*','Condition':{'StringEquals':{'aws:PrincipalTag/team':'db','aws:PrincipalTag/site':'one'}}")
            with { Tags = new Dictionary<string, string> { ["team"] = "web", ["site"] = "one" } };
        await using var lab = await IamLab.StartAsync(Iam(role));
        var ops = lab.Signer;
        await lab.AssumeAsync("r");
        await lab.RefusedAsync(403, "UnauthorizedOperation", null, "DescribeVpcs");
        (lab.Signer, lab.SessionToken) = (ops, null);
        await lab.AssumeAsync("r", ("Tags.member.1.Key", "team"), ("Tags.member.1.Value", "db"));
        await lab.DoAsync("DescribeVpcs");
    }

    [Fact]
    public async Task Faults_are_answered_in_STSs_own_words()
    {
        await using var lab = await IamLab.StartAsync(Iam(IamLab.Role("r", TrustOps)));
        (string, string)[] call = [("RoleArn", "arn:aws:iam::123456789012:role/r"), ("RoleSessionName", "test")];
        lab.Server.SetFault(new() { Outage = true });
        Assert.Equal((503, "ServiceUnavailable"), Code(await lab.StsAsync("AssumeRole", call)));
        lab.Server.SetFault(new() { Throttles = new Dictionary<string, OverlayLabTokenBucket> { ["AssumeRole"] = new(1, 0.001) } });
        Assert.Equal(200, (await lab.StsAsync("AssumeRole", call)).Status);
        Assert.Equal((400, "Throttling", "Rate exceeded"), Read(await lab.StsAsync("AssumeRole", call)));
        lab.Server.SetFault(new() { DeniedActions = ["AssumeRole"] });
        Assert.Equal((403, "AccessDenied"), Code(await lab.StsAsync("AssumeRole", call)));
    }

    [Fact]
    public async Task A_message_that_is_none_cannot_be_decoded_nor_by_those_who_may_not()
    {
        await using var lab = await IamLab.StartAsync("Allow: 'Action':'sts:*','Resource':'*'");
        Assert.Equal((400, "InvalidAuthorizationMessageException", "Message is not valid"), Read(await lab.StsAsync("DecodeAuthorizationMessage", ("EncodedMessage", "eyJ4Ijox"))));
        await using var other = await IamLab.StartAsync((string?)null);
        Assert.Equal(
            (403, "AccessDenied", $"User: {Ops} is not authorized to perform: sts:DecodeAuthorizationMessage"),
            Read(await other.StsAsync("DecodeAuthorizationMessage", ("EncodedMessage", "eyJ4Ijox"))));
    }

    private static LabIam Iam(params LabIamRole[] roles) => new() { Users = [IamLab.Ops(null)], Roles = roles };

    private static string With(string trust, string condition) => $"{trust},'Condition':{{{condition}}}";

    private static (string, string)[] Pairs(string text) =>
        text.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).Select(pair => (pair[0], pair[1])).ToArray();

    private static (int, string?) Code(Ec2Answer answer) => (answer.Status, answer.Code);

    private static (int, string?, string?) Read(Ec2Answer answer) => (answer.Status, answer.Code, answer.Message);
}
