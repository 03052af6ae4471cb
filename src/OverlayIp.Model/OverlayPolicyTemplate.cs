namespace OverlayIp;

/// <summary>The languages that a policy can be written in besides IAM's JSON.</summary>
public enum OverlayPolicyTemplate
{
    /// <summary>AWS CloudFormation: a YAML template with an AWS::IAM::ManagedPolicy.</summary>
    CloudFormation,

    /// <summary>Terraform: an aws_iam_policy_document and the aws_iam_policy that has it.</summary>
    Terraform,
}
