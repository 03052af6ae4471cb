using OverlayIp.Lab.Iam;
using OverlayIp.Lab.Tests.Support;

namespace OverlayIp.Lab.Tests;

/// <summary>Instance profiles, and the credentials that instances get by them.</summary>
public sealed class IamInstanceTests
{
    private const string TrustEc2 = "Allow: 'Principal':{'Service':'ec2.amazonaws.com'},'Action':'sts:AssumeRole'";
    private const string ProfileArn = "arn:aws:iam::123456789012:instance-profile/cluster/node";

    private static readonly LabIam Iam = new()
    {
        Users = [IamLab.Ops("Allow: 'Action':'*','Resource':'*'")],
        Roles =
        [
            IamLab.Role("node-role", TrustEc2, "Allow: 'Action':'ec2:StopInstances','Resource':'*','Condition':{'ArnLike':{'ec2:SourceInstanceARN':'arn:aws:ec2:*:*:instance/i-*'},'StringEquals':{'ec2:InstanceProfile':'arn:aws:iam::123456789012:instance-profile/cluster/node'}}"
                + "|Allow: 'Action':'ec2:Describe*','Resource':'*'"),
            IamLab.Role("closed", "Allow: 'Principal':{'AWS':'123456789012'},'Action':'sts:AssumeRole'"),
        ],
        InstanceProfiles = [new("node", "node-role") { Path = "/cluster/" }, new("closed", "closed"), new("empty", null)],
    };

    [Fact]
    public async Task An_instance_gets_the_credentials_of_its_profiles_role()
    {
        var clock = new ManualClock();
        await using var lab = await IamLab.StartAsync(Iam, new() { Clock = clock });
        Assert.Null(lab.Server.Identity.CredentialsForInstance(lab.NodeA.InstanceId));
        Assert.Null(lab.Server.Identity.CredentialsForInstance("i-0123456789abcdef0"));
        var associated = await lab.DoAsync("AssociateIamInstanceProfile", ("InstanceId", lab.NodeA.InstanceId), ("IamInstanceProfile.Name", "node"));
        Assert.Equal(("associating", ProfileArn, lab.NodeA.InstanceId), (associated.Text("state"), associated.Text("arn"), associated.Text("instanceId")));

        var credentials = lab.Server.Identity.CredentialsForInstance(lab.NodeA.InstanceId)!;
        Assert.Equal(("Success", "node-role", ProfileArn, associated.Text("id")), (credentials.Code, credentials.RoleName, credentials.InstanceProfileArn, credentials.InstanceProfileId));
        Assert.Equal((clock.GetUtcNow(), clock.GetUtcNow().AddHours(6)), (credentials.LastUpdated, credentials.Expiration));
        Assert.DoesNotContain(credentials.SecretAccessKey, credentials.ToString());
        Use(lab, credentials);
        Assert.Equal($"arn:aws:sts::123456789012:assumed-role/node-role/{lab.NodeA.InstanceId}", (await lab.StsAsync("GetCallerIdentity")).Text("Arn"));
        await lab.DoAsync("DescribeInstances");

        // A policy can let instances act on those of their own profile alone.
        await lab.RefusedAsync(403, "UnauthorizedOperation", null, "StopInstances", ("InstanceId.1", lab.NodeB.InstanceId));
        await lab.DoAsync("StopInstances", ("InstanceId.1", lab.NodeA.InstanceId));
    }

    [Fact]
    public async Task The_credentials_stay_the_same_until_shortly_before_they_expire()
    {
        var clock = new ManualClock();
        await using var lab = await IamLab.StartAsync(Iam, new() { Clock = clock });
        await lab.DoAsync("AssociateIamInstanceProfile", ("InstanceId", lab.NodeA.InstanceId), ("IamInstanceProfile.Arn", ProfileArn));
        var first = lab.Server.Identity.CredentialsForInstance(lab.NodeA.InstanceId)!;
        clock.Advance(TimeSpan.FromHours(5));
        Assert.Same(first, lab.Server.Identity.CredentialsForInstance(lab.NodeA.InstanceId));
        clock.Advance(TimeSpan.FromMinutes(46));
        var second = lab.Server.Identity.CredentialsForInstance(lab.NodeA.InstanceId)!;
        Assert.NotEqual(first.AccessKeyId, second.AccessKeyId);
        Use(lab, first);
        await lab.DoAsync("DescribeInstances");
        clock.Advance(TimeSpan.FromMinutes(14));
        await lab.RefusedAsync(400, "RequestExpired", null, "DescribeInstances");
        Use(lab, second);
        await lab.DoAsync("DescribeInstances");
    }

    [Fact]
    public async Task A_role_that_does_not_trust_EC2_is_reported_as_the_metadata_does()
    {
        await using var lab = await IamLab.StartAsync(Iam);
        var id = (await lab.DoAsync("AssociateIamInstanceProfile", ("InstanceId", lab.NodeA.InstanceId), ("IamInstanceProfile.Name", "closed"))).Text("associationId")!;
        var credentials = lab.Server.Identity.CredentialsForInstance(lab.NodeA.InstanceId)!;
        Assert.Equal(("AssumeRoleUnauthorizedAccess", "closed", ""), (credentials.Code, credentials.RoleName, credentials.AccessKeyId));
        Assert.StartsWith("EC2 cannot assume the role closed.", credentials.Message);
        await lab.DoAsync("ReplaceIamInstanceProfileAssociation", ("AssociationId", id), ("IamInstanceProfile.Name", "node"));
        Assert.Equal("Success", lab.Server.Identity.CredentialsForInstance(lab.NodeA.InstanceId)!.Code);
    }

    [Fact]
    public async Task A_launched_instance_has_its_profile_and_shows_it()
    {
        await using var lab = await IamLab.StartAsync(Iam);
        var launched = await lab.DoAsync("RunInstances", Launch(lab, ("IamInstanceProfile.Name", "node")));
        var id = launched.Text("instanceId")!;
        var shown = await lab.DoAsync("DescribeInstances", ("InstanceId.1", id));
        Assert.Equal(ProfileArn, shown.Items("iamInstanceProfile").Single(item => item.Name.LocalName == "arn").Value);
        Assert.Equal("node-role", lab.Server.Identity.CredentialsForInstance(id)!.RoleName);

        var associations = await lab.DoAsync("DescribeIamInstanceProfileAssociations");
        Assert.Equal((id, "associated"), (associations.Text("instanceId"), associations.Text("state")));
        Assert.Empty((await lab.DoAsync("DescribeIamInstanceProfileAssociations", ("Filter.1.Name", "instance-id"), ("Filter.1.Value.1", lab.NodeB.InstanceId))).Items("iamInstanceProfileAssociationSet"));
        await lab.DoAsync("DisassociateIamInstanceProfile", ("AssociationId", associations.Text("associationId")!));
        Assert.Null(lab.Server.Identity.CredentialsForInstance(id));
        Assert.Null((await lab.DoAsync("DescribeInstances", ("InstanceId.1", id))).Text("iamInstanceProfile"));
    }

    [Fact]
    public async Task What_does_not_exist_or_is_there_already_is_refused()
    {
        await using var lab = await IamLab.StartAsync(Iam);
        await lab.RefusedAsync(400, "InvalidParameterValue", "Value (none) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name", "RunInstances", Launch(lab, ("IamInstanceProfile.Name", "none")));
        await lab.RefusedAsync(400, "InvalidParameterValue", "Value (x) for parameter iamInstanceProfile.arn is invalid. Invalid IAM Instance Profile ARN", "RunInstances", Launch(lab, ("IamInstanceProfile.Arn", "x")));
        await lab.RefusedAsync(400, "InvalidParameterCombination", null, "RunInstances", Launch(lab, ("IamInstanceProfile.Arn", ProfileArn), ("IamInstanceProfile.Name", "node")));
        (string, string)[] node = [("InstanceId", lab.NodeA.InstanceId), ("IamInstanceProfile.Name", "node")];
        await lab.DoAsync("AssociateIamInstanceProfile", node);
        await lab.RefusedAsync(400, "IncorrectState", $"There is an existing association for instance {lab.NodeA.InstanceId}", "AssociateIamInstanceProfile", node);
        await lab.RefusedAsync(400, "InvalidAssociationID.NotFound", "An invalid association-id of 'iip-assoc-1' was given", "DisassociateIamInstanceProfile", ("AssociationId", "iip-assoc-1"));
        await lab.RefusedAsync(400, "MissingParameter", null, "AssociateIamInstanceProfile", node[0]);
        await lab.DoAsync("AssociateIamInstanceProfile", ("InstanceId", lab.NodeB.InstanceId), ("IamInstanceProfile.Name", "empty"));
        Assert.Null(lab.Server.Identity.CredentialsForInstance(lab.NodeB.InstanceId));
    }

    [Theory]
    [InlineData("arn:aws:iam::123456789012:role/node-role", true)]
    [InlineData("arn:aws:iam::123456789012:role/other", false)]
    public async Task Giving_an_instance_a_role_needs_the_permission_to_pass_it(string passable, bool isAllowed)
    {
        var iam = Iam with
        {
            Users = [IamLab.Ops($"Allow: 'Action':'ec2:*','Resource':'*'|Allow: 'Action':'iam:PassRole','Resource':'{passable}','Condition':{{'StringEquals':{{'iam:PassedToService':'ec2.amazonaws.com'}}}}")],
        };
        await using var lab = await IamLab.StartAsync(iam);
        var launch = Launch(lab, ("IamInstanceProfile.Name", "node"));
        var answer = await lab.CallAsync("RunInstances", launch);
        Assert.Equal(isAllowed ? 200 : 403, answer.Status);
        if (!isAllowed)
        {
            Assert.Contains("is not authorized to perform: iam:PassRole on resource: arn:aws:iam::123456789012:role/node-role because no identity-based policy allows the iam:PassRole action", answer.Message);
        }

        await lab.DoAsync("RunInstances", Launch(lab));
    }

    [Fact]
    public async Task Definitions_keys_and_profiles_are_saved_with_the_lab()
    {
        var directory = Directory.CreateTempSubdirectory("overlayip-iam-");
        try
        {
            var path = Path.Combine(directory.FullName, "lab.json");
            string? userId;
            await using (var lab = await IamLab.StartAsync(Iam))
            {
                userId = (await lab.StsAsync("GetCallerIdentity")).Text("UserId");
                await lab.DoAsync("AssociateIamInstanceProfile", ("InstanceId", lab.NodeA.InstanceId), ("IamInstanceProfile.Name", "node"));
                await lab.Server.SaveAsync(path, CancellationToken.None);
            }

            await using (var again = await LabClient.StartAsync(new() { StatePath = path }))
            {
                again.Signer = again.Signer with { AccessKeyId = IamLab.Key, Secret = IamLab.Secret };
                Assert.Equal(userId, (await again.StsAsync("GetCallerIdentity")).Text("UserId"));
                Assert.Equal("node-role", again.Server.Identity.CredentialsForInstance(again.NodeA.InstanceId)!.RoleName);
            }

            // Definitions that are given go before those of the file.
            await using (var other = await LabClient.StartAsync(new() { StatePath = path, Iam = new() }))
            {
                Assert.Null(other.Server.Identity.CredentialsForInstance(other.NodeA.InstanceId));
                other.Signer = other.Signer with { AccessKeyId = IamLab.Key, Secret = IamLab.Secret };
                await other.RefusedAsync(401, "AuthFailure", null, "DescribeVpcs");
            }

            var text = await File.ReadAllTextAsync(path);
            await File.WriteAllTextAsync(path, text.Replace("\"ec2.amazonaws.com\"", "[7]", StringComparison.Ordinal));
            var error = await Assert.ThrowsAsync<OverlayIpException>(() => LabServer.StartAsync(new() { StatePath = path }, CancellationToken.None));
            Assert.Contains("roles[0].trustPolicy.Statement[0].Principal.Service[0]: it is 7. Expected a text.", error.Message);
            await File.WriteAllTextAsync(path, text.Replace("\"maxSessionDuration\"", "\"session\"", StringComparison.Ordinal));
            error = await Assert.ThrowsAsync<OverlayIpException>(() => LabServer.StartAsync(new() { StatePath = path }, CancellationToken.None));
            Assert.Equal("LabStateInvalid", error.ErrorId);
            Assert.Contains("iam.roles[0].session: it is not known here.", error.Message);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_lab_saved_before_there_were_definitions_starts()
    {
        var directory = Directory.CreateTempSubdirectory("overlayip-iam-");
        try
        {
            var path = Path.Combine(directory.FullName, "lab.json");
            await using (var lab = await LabClient.StartAsync())
            {
                await lab.Server.SaveAsync(path, CancellationToken.None);
            }

            var text = await File.ReadAllTextAsync(path);
            Assert.DoesNotContain("\"iam\"", text);
            await File.WriteAllTextAsync(path, text.Replace("\"formatVersion\": 3", "\"formatVersion\": 1", StringComparison.Ordinal));
            await using var again = await LabClient.StartAsync(new() { StatePath = path });
            await again.DoAsync("StopInstances", ("InstanceId.1", again.NodeA.InstanceId));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static void Use(LabClient lab, LabInstanceCredentials credentials)
    {
        lab.Signer = lab.Signer with { AccessKeyId = credentials.AccessKeyId, Secret = credentials.SecretAccessKey };
        lab.SessionToken = credentials.SessionToken;
    }

    private static (string, string)[] Launch(LabClient lab, params (string, string)[] more) =>
        [("ImageId", TestVpc.Image), ("MinCount", "1"), ("MaxCount", "1"), ("SubnetId", lab.NodeA.SubnetId), .. more];
}
