using System.CommandLine;
using OverlayIp.Engine.Connections;

namespace OverlayIp.Agent.CommandLine;

/// <summary>
/// How to reach EC2. Access keys have no option on purpose: every user of a machine can read command lines.
/// </summary>
internal sealed class ConnectionOptions
{
    private readonly Option<string?> _region = new("--region")
    {
        Description = "The Region, such as eu-central-1.",
        HelpName = "name",
    };

    private readonly Option<string?> _profile = new("--profile")
    {
        Description = "A profile of the shared AWS configuration files.",
        HelpName = "name",
    };

    private readonly Option<string?> _roleArn = new("--role-arn")
    {
        Description = "A role to assume, as for the route tables of a shared VPC.",
        HelpName = "arn",
    };

    private readonly Option<string?> _endpointUrl = new("--endpoint-url")
    {
        Description = "An EC2 endpoint in place of the Region's own, such as that of a lab.",
        HelpName = "url",
    };

    public void AddTo(Command command)
    {
        command.Add(_region);
        command.Add(_profile);
        command.Add(_roleArn);
        command.Add(_endpointUrl);
    }

    public ConnectionSettings Read(ParseResult parsed) => new()
    {
        Region = parsed.GetValue(_region),
        ProfileName = parsed.GetValue(_profile),
        RoleArn = parsed.GetValue(_roleArn),
        EndpointUrl = parsed.GetValue(_endpointUrl),
    };
}
