using System.Text;
using OverlayIp.Lab.Http;
using OverlayIp.Lab.Query;
using OverlayIp.Lab.Signing;
using OverlayIp.Lab.Tests.Support;

namespace OverlayIp.Lab.Tests;

public sealed class SignatureTests
{
    // From the aws-sig-v4-test-suite: get-vanilla and post-x-www-form-urlencoded.
    private static readonly SigV4Signer Example =
        new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "us-east-1", "service");

    private static readonly DateTimeOffset ExampleTime = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);

    public static TheoryData<string, string, string?, string> Vectors => new()
    {
        { "GET", "", null, "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31" },
        { "POST", "Param1=value1", "application/x-www-form-urlencoded", "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a" },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Signer_and_verifier_agree_with_the_published_vectors(string method, string body, string? contentType, string signature)
    {
        var headers = new Dictionary<string, string> { ["host"] = "example.amazonaws.com", ["x-amz-date"] = "20150830T123600Z" };
        if (contentType is not null)
        {
            headers["content-type"] = contentType;
        }

        var bytes = Encoding.UTF8.GetBytes(body);
        var authorization = Example.Authorize(method, "/", "", headers.Select(header => (header.Key, header.Value)), bytes, ExampleTime);
        Assert.EndsWith("Signature=" + signature, authorization);

        var keys = new CredentialStore();
        keys.Add(new Credential(Example.AccessKeyId, Example.Secret));
        var verifier = new SigV4Verifier("us-east-1", "service", new FixedClock(ExampleTime), keys, new Ec2SignatureErrors());
        headers["authorization"] = authorization;
        Assert.Equal("AKIDEXAMPLE", verifier.Verify(new HttpRequest(method, "/", headers, bytes)).AccessKeyId);
        Assert.Throws<Ec2Exception>(() => verifier.Verify(new HttpRequest(method, "/", headers, [.. bytes, 32])));
    }

    [Fact]
    public async Task A_rightly_signed_request_is_answered()
    {
        await using var lab = await LabClient.StartAsync();
        await lab.DoAsync("DescribeVpcs");
        Assert.Equal(lab.Lab.AccessKeyId, Assert.Single(lab.Server.Calls).AccessKeyId);
    }

    [Fact]
    public async Task A_wrong_secret_key_region_or_service_is_refused()
    {
        await using var lab = await LabClient.StartAsync();
        var right = lab.Signer;
        foreach (var wrong in new[] { right with { Secret = "x" }, right with { AccessKeyId = "AKIAUNKNOWN" }, right with { Region = "us-east-1" }, right with { Service = "sts" } })
        {
            lab.Signer = wrong;
            await lab.RefusedAsync(401, "AuthFailure", "AWS was not able to validate the provided access credentials", "DescribeVpcs");
        }
    }

    [Theory]
    [InlineData(-16)]
    [InlineData(16)]
    public async Task A_clock_that_is_more_than_15_minutes_off_is_refused(int minutes)
    {
        var clock = new ManualClock();
        await using var lab = await LabClient.StartAsync(new() { Clock = clock });
        var answer = await lab.SendAsync([("Action", "DescribeVpcs"), ("Version", "2016-11-15")], clock.GetUtcNow().AddMinutes(minutes));
        Assert.Equal((400, "RequestExpired", "Request has expired."), (answer.Status, answer.Code, answer.Message));
    }

    [Fact]
    public async Task An_unsigned_request_is_refused_unless_signatures_are_off()
    {
        await using var strict = await LabClient.StartAsync();
        await using var lax = await LabClient.StartAsync(new() { VerifySignatures = false });
        using var http = new HttpClient();
        using var form = new FormUrlEncodedContent([new("Action", "DescribeVpcs"), new("Version", "2016-11-15")]);
        using var refused = await http.PostAsync(new Uri(strict.Lab.EndpointUrl), form);
        using var taken = await http.PostAsync(new Uri(lax.Lab.EndpointUrl), form);
        Assert.Equal((400, 200), ((int)refused.StatusCode, (int)taken.StatusCode));
        Assert.Contains("The request must contain the parameter AWSAccessKeyId", await refused.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_temporary_key_needs_its_token_and_expires()
    {
        var clock = new ManualClock();
        await using var lab = await LabClient.StartAsync(new() { Clock = clock });
        lab.Server.AddCredential("ASIALABTEST", "secret", "token", clock.GetUtcNow().AddMinutes(5));
        lab.Signer = lab.Signer with { AccessKeyId = "ASIALABTEST", Secret = "secret" };
        await lab.RefusedAsync(401, "AuthFailure", null, "DescribeVpcs");
        lab.SessionToken = "other";
        await lab.RefusedAsync(401, "AuthFailure", null, "DescribeVpcs");
        lab.SessionToken = "token";
        await lab.DoAsync("DescribeVpcs");
        clock.Advance(TimeSpan.FromMinutes(5));
        await lab.RefusedAsync(400, "RequestExpired", "Request has expired.", "DescribeVpcs");
    }

    [Fact]
    public async Task No_secret_reaches_the_call_list()
    {
        await using var lab = await LabClient.StartAsync();
        await lab.CallAsync("RunInstances", ("ImageId", "ami-0abcdef1234567890"), ("MinCount", "1"), ("MaxCount", "1"),
            ("SubnetId", lab.NodeA.SubnetId), ("UserData", "cGFzc3dvcmQ="));
        var text = string.Join(' ', lab.Server.Calls.Select(call => call + string.Join(' ', call.Parameters)));
        Assert.DoesNotContain("cGFzc3dvcmQ", text);
        Assert.DoesNotContain(lab.Lab.SecretAccessKey, text);
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
