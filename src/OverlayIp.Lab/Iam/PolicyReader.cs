namespace OverlayIp.Lab.Iam;

/// <summary>Reads policy documents
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html), strictly.</summary>
internal static class PolicyReader
{
    private const string WithVariables = "2012-10-17";
    private const string WithoutVariables = "2008-10-17";

    private enum Use
    {
        Identity,
        Session,
        Trust,
    }

    /// <summary>Reads a policy of a user or a role.</summary>
    /// <exception cref="LabIamException">It is none.</exception>
    public static PolicyDocument Identity(string name, DefinitionElement document) => Read(name, document, Use.Identity);

    /// <summary>Reads a policy that narrows a session.</summary>
    /// <exception cref="LabIamException">It is none.</exception>
    public static PolicyDocument Session(DefinitionElement document) => Read("session policy", document, Use.Session);

    /// <summary>Reads a policy that says who may assume a role.</summary>
    /// <exception cref="LabIamException">It is none.</exception>
    public static PolicyDocument Trust(DefinitionElement document) => Read("trust policy", document, Use.Trust);

    private static PolicyDocument Read(string name, DefinitionElement document, Use use)
    {
        document.RequireObject("Version", "Id", "Statement");
        var version = document.Member("Version");
        var variables = (version?.Text() ?? WithoutVariables) switch
        {
            WithVariables => true,
            WithoutVariables => false,
            { } other => throw version!.Value.Problem($"'{other}' is no version of the policy language. Expected {WithVariables} or {WithoutVariables}."),
        };
        var statements = document.Required("Statement").OneOrMore();
        var policy = new PolicyDocument(name, statements.Select(statement => Statement(statement, variables, use)).ToArray());
        for (var index = 0; index < statements.Count; index++)
        {
            if (policy.Statements[index].Sid is { } sid && policy.Statements.Take(index).Any(other => other.Sid == sid))
            {
                throw statements[index].Problem($"another statement has the Sid '{sid}' already.");
            }
        }

        return policy;
    }

    private static PolicyStatement Statement(DefinitionElement statement, bool variables, Use use)
    {
        statement.RequireObject(use == Use.Trust
            ? ["Sid", "Effect", "Principal", "Action", "NotAction", "Condition"]
            : ["Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"]);
        var (actions, exceptActions) = Either(statement, "Action", "NotAction");
        var read = new PolicyStatement
        {
            Sid = Sid(statement.Member("Sid")),
            IsDeny = statement.Required("Effect") is var effect && effect.Text() switch
            {
                "Allow" => false,
                "Deny" => true,
                { } other => throw effect.Problem($"'{other}' is no effect. Expected Allow or Deny."),
            },
            Actions = actions.Select(Action).ToArray(),
            ExceptActions = exceptActions,
            Conditions = statement.Member("Condition") is { } conditions ? ConditionReader.Read(conditions, variables) : [],
        };
        if (use == Use.Trust)
        {
            return read with { Principals = PrincipalReader.Read(statement.Required("Principal")) };
        }

        var (resources, exceptResources) = Either(statement, "Resource", "NotResource");
        return read with
        {
            Resources = resources.Select(resource => Resource(resource, variables, use)).ToArray(),
            ExceptResources = exceptResources,
        };
    }

    private static string? Sid(DefinitionElement? sid)
    {
        var text = sid?.Text();
        return text is null || text.All(char.IsAsciiLetterOrDigit)
            ? text
            : throw sid!.Value.Problem($"'{text}' is no Sid. Expected letters and digits only.");
    }

    private static (IReadOnlyList<DefinitionElement> Items, bool Except) Either(DefinitionElement statement, string name, string notName)
    {
        var (given, except) = (statement.Member(name), statement.Member(notName)) switch
        {
            ({ } all, null) => (all, false),
            (null, { } others) => (others, true),
            (null, null) => throw statement.Problem($"{name} or {notName} is missing."),
            _ => throw statement.Problem($"{name} and {notName} cannot stand in one statement."),
        };
        return given.OneOrMore() is { Count: > 0 } items ? (items, except) : throw given.Problem("it is empty.");
    }

    private static PolicyPattern Action(DefinitionElement action)
    {
        var text = action.Text();
        if (text == "*")
        {
            return PolicyPattern.Anything;
        }

        // Variables are of no use here: IAM takes them in Resource and Condition only.
        return text.Split(':') is [{ Length: > 0 } service, { Length: > 0 }] && service.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            ? PolicyPattern.Parse(text, wildcards: true, variables: false)
            : throw action.Problem($"'{text}' is no action. Expected a service and an action, such as ec2:ReplaceRoute or ec2:Describe*, or *.");
    }

    private static ArnPattern Resource(DefinitionElement resource, bool variables, Use use)
    {
        try
        {
            var arn = ArnPattern.Parse(resource.Text(), variables);
            return use != Use.Session || arn.IsComplete ? arn : throw new FormatException("a session policy takes complete ARNs only.");
        }
        catch (FormatException cause)
        {
            throw resource.Problem(cause.Message);
        }
    }
}
