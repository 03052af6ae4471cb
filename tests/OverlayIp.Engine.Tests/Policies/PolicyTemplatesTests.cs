using OverlayIp.Engine.Policies;

namespace OverlayIp.Engine.Tests.Policies;

/// <summary>Policies as CloudFormation and Terraform files.</summary>
public class PolicyTemplatesTests
{
    private static readonly PolicyRequest Tagged = new()
    {
        Purpose = OverlayPolicyPurpose.Failover,
        Name = "hana-QAS.failover",
        RequiredTags = new Dictionary<string, string> { ["Owner's"] = "a\"b %{c} ${d}" },
    };

    [Fact]
    public void CloudFormation_is_a_stack_with_a_managed_policy()
    {
        const string expected = """
            AWSTemplateFormatVersion: '2010-09-09'
            Description: 'Moves overlay addresses in eu-central-1.'
            Resources:
              hanaQASfailover:
                Type: AWS::IAM::ManagedPolicy
                Properties:
                  ManagedPolicyName: 'hana-QAS.failover'
                  Description: 'Moves overlay addresses in eu-central-1.'
                  PolicyDocument:
                    Version: '2012-10-17'
                    Statement:
                      - Sid: 'ReadToSwitch'
                        Effect: Allow
                        Action:
                          - 'ec2:DescribeInstances'
                          - 'ec2:DescribeNetworkInterfaces'
                          - 'ec2:DescribeRouteTables'
                        Resource:
                          - '*'
                        Condition:
                          StringEquals:
                            'ec2:Region':
                              - 'eu-central-1'
                      - Sid: 'SwitchOverlayRoutes'
                        Effect: Allow
                        Action:
                          - 'ec2:ReplaceRoute'
                        Resource:
                          - 'arn:aws:ec2:eu-central-1:123456789012:route-table/rtb-0aaaaaaaaaaaaaaa1'
                          - 'arn:aws:ec2:eu-central-1:123456789012:route-table/rtb-0aaaaaaaaaaaaaaa2'
                        Condition:
                          StringEquals:
                            'aws:ResourceTag/Owner''s':
                              - 'a"b %{c} ${$}{d}'
            Outputs:
              PolicyArn:
                Value: !Ref hanaQASfailover

            """;
        Assert.Equal(expected.ReplaceLineEndings("\n"), PolicyTemplates.Write(PolicyScene.Write(OverlayPolicyPurpose.Failover, Tagged), OverlayPolicyTemplate.CloudFormation));
    }

    [Fact]
    public void Terraform_is_a_document_and_the_policy_that_has_it()
    {
        const string expected = """
            data "aws_iam_policy_document" "hana_qas_failover" {
              statement {
                sid    = "ReadToSwitch"
                effect = "Allow"

                actions = [
                  "ec2:DescribeInstances",
                  "ec2:DescribeNetworkInterfaces",
                  "ec2:DescribeRouteTables",
                ]

                resources = [
                  "*",
                ]

                condition {
                  test     = "StringEquals"
                  variable = "ec2:Region"
                  values   = ["eu-central-1"]
                }
              }

              statement {
                sid    = "SwitchOverlayRoutes"
                effect = "Allow"

                actions = [
                  "ec2:ReplaceRoute",
                ]

                resources = [
                  "arn:aws:ec2:eu-central-1:123456789012:route-table/rtb-0aaaaaaaaaaaaaaa1",
                  "arn:aws:ec2:eu-central-1:123456789012:route-table/rtb-0aaaaaaaaaaaaaaa2",
                ]

                condition {
                  test     = "StringEquals"
                  variable = "aws:ResourceTag/Owner's"
                  values   = ["a\"b %%{c} $${$}{d}"]
                }
              }
            }

            resource "aws_iam_policy" "hana_qas_failover" {
              name        = "hana-QAS.failover"
              description = "Moves overlay addresses in eu-central-1."
              policy      = data.aws_iam_policy_document.hana_qas_failover.json
            }

            """;
        Assert.Equal(expected.ReplaceLineEndings("\n"), PolicyTemplates.Write(PolicyScene.Write(OverlayPolicyPurpose.Failover, Tagged), OverlayPolicyTemplate.Terraform));
    }

    [Theory]
    [InlineData("OverlayIpFailover", "overlay_ip_failover", "OverlayIpFailover")]
    [InlineData("2nd", "policy_2nd", "2nd")]
    [InlineData("+", "policy__", "Policy")]
    public void The_name_is_made_to_fit_each_language(string name, string label, string logicalId)
    {
        var policy = PolicyScene.Write(OverlayPolicyPurpose.Audit, new PolicyRequest { Purpose = OverlayPolicyPurpose.Audit, Name = name });
        Assert.Contains($"resource \"aws_iam_policy\" \"{label}\" {{\n", PolicyTemplates.Write(policy, OverlayPolicyTemplate.Terraform), StringComparison.Ordinal);
        Assert.Contains($"\n  {logicalId}:\n", PolicyTemplates.Write(policy, OverlayPolicyTemplate.CloudFormation), StringComparison.Ordinal);
    }
}
