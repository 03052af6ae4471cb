using System.Globalization;
using System.Text.Json;
using OverlayIp.Engine.Policies;

namespace OverlayIp.Engine.Tests.Policies;

/// <summary>What is in the documents, and that they are always the same text.</summary>
public class PolicyAuthorTests
{
    [Fact]
    public void A_failover_reads_and_replaces_routes_in_these_tables_and_no_more()
    {
        const string expected = """
            {
              "Version": "2012-10-17",
              "Statement": [
                {
                  "Sid": "ReadToSwitch",
                  "Effect": "Allow",
                  "Action": [
                    "ec2:DescribeInstances",
                    "ec2:DescribeNetworkInterfaces",
                    "ec2:DescribeRouteTables"
                  ],
                  "Resource": "*",
                  "Condition": {
                    "StringEquals": {
                      "ec2:Region": "eu-central-1"
                    }
                  }
                },
                {
                  "Sid": "SwitchOverlayRoutes",
                  "Effect": "Allow",
                  "Action": "ec2:ReplaceRoute",
                  "Resource": [
                    "arn:aws:ec2:eu-central-1:123456789012:route-table/rtb-0aaaaaaaaaaaaaaa1",
                    "arn:aws:ec2:eu-central-1:123456789012:route-table/rtb-0aaaaaaaaaaaaaaa2"
                  ]
                }
              ]
            }
            """;
        var policy = PolicyScene.Write(OverlayPolicyPurpose.Failover);
        Assert.Equal(expected.ReplaceLineEndings("\n"), policy.ToJson());
        Assert.Equal(JsonSerializer.Serialize(JsonDocument.Parse(expected)).Length, policy.Size);
        Assert.Empty(policy.Warnings);
    }

    [Theory]
    [InlineData(OverlayPolicyPurpose.Setup, "ReadToSetUp SetUpOverlayRoutes SetSourceDestCheck")]
    [InlineData(OverlayPolicyPurpose.Failover, "ReadToSwitch SwitchOverlayRoutes")]
    [InlineData(OverlayPolicyPurpose.Validate, "ReadToValidate ReadPrefixLists ReadTransitGatewayRoutes")]
    [InlineData(OverlayPolicyPurpose.Audit, "ReadToAudit")]
    public void Each_statement_says_what_it_is_for(OverlayPolicyPurpose purpose, string sids)
    {
        var policy = PolicyScene.Write(purpose);
        Assert.Equal(sids, string.Join(' ', policy.Statements.Select(s => s.Sid)));
        Assert.All(policy.Statements, s => Assert.True(s.Sid.All(char.IsAsciiLetterOrDigit)));
        Assert.Equal($"OverlayIp{purpose}", policy.Name);
    }

    [Theory]
    [InlineData(OverlayPolicyPurpose.Setup)]
    [InlineData(OverlayPolicyPurpose.Failover)]
    [InlineData(OverlayPolicyPurpose.Validate)]
    [InlineData(OverlayPolicyPurpose.Audit)]
    public void Describe_actions_stand_on_everything_and_nothing_else_does(OverlayPolicyPurpose purpose)
    {
        foreach (var statement in PolicyScene.Write(purpose).Statements)
        {
            Assert.All(statement.Actions, a => Assert.Equal(statement.Resources.Contains("*"), a.StartsWith("ec2:Describe", StringComparison.Ordinal)));
            Assert.DoesNotContain(statement.Actions, a => a.Contains('*', StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_setup_may_change_the_check_of_these_interfaces_and_no_other_attribute()
    {
        var statement = PolicyScene.Write(OverlayPolicyPurpose.Setup).Statements.Single(s => s.Sid == "SetSourceDestCheck");
        Assert.Equal(["ec2:ModifyNetworkInterfaceAttribute"], statement.Actions);
        Assert.Equal(["arn:aws:ec2:eu-central-1:123456789012:network-interface/eni-0bbbbbbbbbbbbbbb1"], statement.Resources);
        var condition = Assert.Single(statement.Conditions);
        Assert.Equal(("StringEquals", "ec2:Attribute/SourceDestCheck", "false true"), (condition.Operator, condition.Key, string.Join(' ', condition.Values)));
    }

    [Theory]
    [InlineData("cn-north-1", "aws-cn")]
    [InlineData("us-gov-west-1", "aws-us-gov")]
    [InlineData("eu-central-1", "aws")]
    public void Region_and_partition_are_in_every_ARN(string region, string partition)
    {
        Assert.Equal(partition, PolicyScopeResolver.PartitionOf(region));
        foreach (var purpose in Enum.GetValues<OverlayPolicyPurpose>())
        {
            var policy = PolicyScene.Write(purpose, scope: PolicyScene.Scope(region, partition));
            Assert.All(policy.Statements.SelectMany(s => s.Resources), r => Assert.True(r == "*" || r.StartsWith($"arn:{partition}:ec2:{region}:", StringComparison.Ordinal), r));
            Assert.Equal(region, Assert.Single(policy.Statements[0].Conditions).Values.Single());
        }
    }

    [Fact]
    public void Tags_and_the_VPC_narrow_the_changes_and_not_the_reading()
    {
        var policy = PolicyScene.Write(OverlayPolicyPurpose.Setup, new PolicyRequest
        {
            Purpose = OverlayPolicyPurpose.Setup,
            RequiredTags = new Dictionary<string, string> { ["team"] = "databases", ["Cluster"] = "a${b}" },
            RequireVpc = true,
        });
        Assert.Equal(["StringEquals ec2:Region eu-central-1"], policy.Statements[0].Conditions.Select(c => c.ToString()));
        string[] narrowing =
        [
            "StringEquals aws:ResourceTag/Cluster a${$}{b}",
            "StringEquals aws:ResourceTag/team databases",
            $"ArnEquals ec2:Vpc arn:aws:ec2:eu-central-1:123456789012:vpc/{PolicyScene.VpcId}",
        ];
        Assert.Equal(narrowing, policy.Statements[1].Conditions.Select(c => c.ToString()));
        Assert.Equal(["StringEquals ec2:Attribute/SourceDestCheck false, true", .. narrowing], policy.Statements[2].Conditions.Select(c => c.ToString()));

        // Two conditions of one operator stand in one object: a JSON object cannot have the name twice.
        var condition = JsonDocument.Parse(policy.ToJson()).RootElement.GetProperty("Statement")[2].GetProperty("Condition");
        Assert.Equal(["StringEquals", "ArnEquals"], condition.EnumerateObject().Select(p => p.Name));
        Assert.Equal(3, condition.GetProperty("StringEquals").EnumerateObject().Count());
    }

    [Fact]
    public void A_failover_creates_routes_only_when_asked()
    {
        var policy = PolicyScene.Write(OverlayPolicyPurpose.Failover, new PolicyRequest { Purpose = OverlayPolicyPurpose.Failover, CreateMissing = true });
        Assert.Equal(["ec2:CreateRoute", "ec2:ReplaceRoute"], policy.Statements[1].Actions);
        Assert.True(policy.CreateMissing);
    }

    [Fact]
    public void A_validation_may_assume_the_role_that_it_is_to_ask_as()
    {
        const string role = "arn:aws:iam::123456789012:role/overlay-failover";
        var policy = PolicyScene.Write(OverlayPolicyPurpose.Validate, new PolicyRequest { Purpose = OverlayPolicyPurpose.Validate, AssumableRoleArn = role });
        var statement = policy.Statements[^1];
        Assert.Equal(("AskAsFailoverRole", "sts:AssumeRole", role), (statement.Sid, Assert.Single(statement.Actions), Assert.Single(statement.Resources)));
    }

    [Fact]
    public void A_setup_without_nodes_says_that_it_lacks_them()
    {
        var tables = PolicyScene.Scope();
        var policy = PolicyScene.Write(OverlayPolicyPurpose.Setup, scope: tables with { Resources = [.. tables.Resources.Take(2)] });
        Assert.DoesNotContain(policy.Statements, s => s.Sid == "SetSourceDestCheck");
        Assert.Contains("source/destination check", Assert.Single(policy.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_that_is_too_large_says_so()
    {
        var tables = Enumerable.Range(1, 90).Select(n => PolicyScene.Resource(Ec2Arn.RouteTable, "rtb-0" + n.ToString("x16", CultureInfo.InvariantCulture))).ToList();
        var small = PolicyScene.Write(OverlayPolicyPurpose.Failover, scope: new PolicyScope("aws", "eu-central-1", PolicyScene.Account, [.. tables.Take(60)]));
        var large = PolicyScene.Write(OverlayPolicyPurpose.Failover, scope: new PolicyScope("aws", "eu-central-1", PolicyScene.Account, tables));
        Assert.Empty(small.Warnings);
        Assert.True(large.Size > OverlayPolicy.MaxManagedSize);
        Assert.Matches("6,144.* 90 route tables", Assert.Single(large.Warnings));
    }

    [Theory]
    [InlineData(OverlayPolicyPurpose.Setup)]
    [InlineData(OverlayPolicyPurpose.Failover)]
    public void A_purpose_that_changes_something_needs_route_tables(OverlayPolicyPurpose purpose)
    {
        var error = Assert.Throws<OverlayIpException>(() => PolicyScene.Write(purpose, scope: new PolicyScope("aws", "eu-central-1", null, [])));
        Assert.Equal("PolicyScopeMissing", error.ErrorId);
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("")]
    [InlineData("a/b")]
    public void A_name_that_IAM_would_not_take_is_refused(string name)
    {
        var error = Assert.Throws<OverlayIpException>(() => PolicyScene.Write(
            OverlayPolicyPurpose.Audit, new PolicyRequest { Purpose = OverlayPolicyPurpose.Audit, Name = name }));
        Assert.Equal(("PolicyNameInvalid", name), (error.ErrorId, error.Subject));
    }

    [Theory]
    [InlineData("arn:aws:ec2:eu-central-1:123456789012:route-table/rtb-0aaaaaaaaaaaaaaa1", true)]
    [InlineData("arn:aws-cn:ec2:cn-north-1:123456789012:instance/i-0a11a11dcb42a8210", true)]
    [InlineData("arn:aws:ec2:eu-central-1:12345678901:route-table/rtb-1", false)]
    [InlineData("arn:aws:ec2:eu-central-1:12345678901x:route-table/rtb-1", false)]
    [InlineData("arn:aws:s3:eu-central-1:123456789012:route-table/rtb-1", false)]
    [InlineData("arn:aws:ec2::123456789012:route-table/rtb-1", false)]
    [InlineData("arn:aws:ec2:eu-central-1:123456789012:route-table", false)]
    [InlineData("rtb-0aaaaaaaaaaaaaaa1", false)]
    [InlineData(null, false)]
    public void An_ARN_is_read_and_written_alike(string? text, bool isArn)
    {
        Assert.Equal(isArn, Ec2Arn.TryParse(text, out var arn));
        Assert.Equal(isArn ? text : null, arn?.ToString());
    }
}
