using System.Text;

namespace OverlayIp.Engine.Policies;

/// <summary>Policies in the languages that infrastructure is written in.</summary>
public static class PolicyTemplates
{
    /// <summary>Writes a policy as a template.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="template">The language.</param>
    /// <returns>The text of a whole file; lines end with a line feed.</returns>
    public static string Write(OverlayPolicy policy, OverlayPolicyTemplate template) =>
        template == OverlayPolicyTemplate.Terraform ? Terraform(policy) : CloudFormation(policy);

    private static string CloudFormation(OverlayPolicy policy)
    {
        var text = new StringBuilder();
        Line(0, "AWSTemplateFormatVersion: '2010-09-09'");
        Line(0, $"Description: {Yaml(Describe(policy))}");
        Line(0, "Resources:");
        Line(1, $"{Identifier(policy.Name)}:");
        Line(2, "Type: AWS::IAM::ManagedPolicy");
        Line(2, "Properties:");
        Line(3, $"ManagedPolicyName: {Yaml(policy.Name)}");
        Line(3, $"Description: {Yaml(Describe(policy))}");
        Line(3, "PolicyDocument:");
        Line(4, "Version: '2012-10-17'");
        Line(4, "Statement:");
        foreach (var statement in policy.Statements)
        {
            Line(5, $"- Sid: {Yaml(statement.Sid)}");
            Line(6, $"Effect: {statement.Effect}");
            List(6, "Action", statement.Actions);
            List(6, "Resource", statement.Resources);
            if (statement.Conditions.Count > 0)
            {
                Line(6, "Condition:");
            }

            foreach (var conditions in statement.Conditions.GroupBy(c => c.Operator))
            {
                Line(7, $"{conditions.Key}:");
                foreach (var condition in conditions)
                {
                    List(8, Yaml(condition.Key), condition.Values);
                }
            }
        }

        Line(0, "Outputs:");
        Line(1, "PolicyArn:");
        Line(2, $"Value: !Ref {Identifier(policy.Name)}");
        return text.ToString();

        void Line(int depth, string line) => text.Append(' ', depth * 2).Append(line).Append('\n');

        void List(int depth, string name, IReadOnlyList<string> values)
        {
            Line(depth, $"{name}:");
            foreach (var value in values)
            {
                Line(depth + 1, $"- {Yaml(value)}");
            }
        }
    }

    private static string Terraform(OverlayPolicy policy)
    {
        var text = new StringBuilder();
        var name = Label(policy.Name);
        Line(0, $"data \"aws_iam_policy_document\" \"{name}\" {{");
        for (var index = 0; index < policy.Statements.Count; index++)
        {
            var statement = policy.Statements[index];
            if (index > 0)
            {
                text.Append('\n');
            }

            Line(1, "statement {");
            Line(2, $"sid    = {Hcl(statement.Sid)}");
            Line(2, $"effect = {Hcl(statement.Effect)}");
            List("actions", statement.Actions);
            List("resources", statement.Resources);
            foreach (var condition in statement.Conditions)
            {
                text.Append('\n');
                Line(2, "condition {");
                Line(3, $"test     = {Hcl(condition.Operator)}");
                Line(3, $"variable = {Hcl(condition.Key)}");
                Line(3, $"values   = [{string.Join(", ", condition.Values.Select(Hcl))}]");
                Line(2, "}");
            }

            Line(1, "}");
        }

        Line(0, "}");
        text.Append('\n');
        Line(0, $"resource \"aws_iam_policy\" \"{name}\" {{");
        Line(1, $"name        = {Hcl(policy.Name)}");
        Line(1, $"description = {Hcl(Describe(policy))}");
        Line(1, $"policy      = data.aws_iam_policy_document.{name}.json");
        Line(0, "}");
        return text.ToString();

        void Line(int depth, string line) => text.Append(' ', depth * 2).Append(line).Append('\n');

        // As terraform fmt leaves it: what spans several lines stands apart.
        void List(string key, IReadOnlyList<string> values)
        {
            text.Append('\n');
            Line(2, $"{key} = [");
            foreach (var value in values)
            {
                Line(3, $"{Hcl(value)},");
            }

            Line(2, "]");
        }
    }

    private static string Describe(OverlayPolicy policy) => policy.Purpose switch
    {
        OverlayPolicyPurpose.Setup => $"Sets up overlay addresses in {policy.Region}.",
        OverlayPolicyPurpose.Failover => $"Moves overlay addresses in {policy.Region}.",
        OverlayPolicyPurpose.Validate => $"Validates overlay addresses in {policy.Region}.",
        _ => $"Reads overlay addresses in {policy.Region}.",
    };

    // A plain scalar with a colon, an asterisk or a look of a number would be something else: everything from outside is quoted.
    private static string Yaml(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    // ${ and %{ begin templates in HCL, also within quotes.
    private static string Hcl(string value)
    {
        var text = new StringBuilder("\"");
        for (var index = 0; index < value.Length; index++)
        {
            var c = value[index];
            if (c is '"' or '\\')
            {
                text.Append('\\');
            }
            else if (c is '$' or '%' && index + 1 < value.Length && value[index + 1] == '{')
            {
                text.Append(c);
            }

            text.Append(c);
        }

        return text.Append('"').ToString();
    }

    // Logical ids are letters and digits only.
    private static string Identifier(string name)
    {
        var id = string.Concat(name.Where(char.IsAsciiLetterOrDigit));
        return id.Length == 0 ? "Policy" : id;
    }

    // Names in Terraform are snake_case by custom and cannot begin with a digit.
    private static string Label(string name)
    {
        var label = new StringBuilder();
        for (var index = 0; index < name.Length; index++)
        {
            if (char.IsAsciiLetterUpper(name[index]) && index > 0 && char.IsAsciiLetterLower(name[index - 1]))
            {
                label.Append('_');
            }

            label.Append(char.IsAsciiLetterOrDigit(name[index]) ? char.ToLowerInvariant(name[index]) : '_');
        }

        return char.IsAsciiLetter(label[0]) ? label.ToString() : $"policy_{label}";
    }
}
