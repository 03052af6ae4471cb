using OverlayIp.Agent.Tests.Support;

namespace OverlayIp.Agent.Tests;

/// <summary>What is malformed is refused with exit code 2, in words that say what is right, before anything is tried.</summary>
public class BadInputTests
{
    private const string Node = "i-0123456789abcdef0";

    public static TheoryData<string[], string> Mistakes => new()
    {
        { ["switch", "10.2.0.1"], "Option '--to' is required." },
        { ["switch", "--to", Node], "Required argument 'destination' missing for command: 'switch'." },
        { ["switch", "10.2.0.1", "--to", Node, "--to", Node], "Option '--to' expects a single argument but 2 were provided." },
        { ["switch", "10.2.0.1", "10.2.0.2", "--to", Node], "Unrecognized command or argument '10.2.0.2'." },
        { ["switch", "10.2.0.1", "--to", "node-a"], "'node-a' is not a route target. Expected an instance id (i-…) or a network interface id (eni-…)." },
        { ["switch", "10.2.0.1", "--to", "i-xyz"], "'i-xyz' is not a route target." },
        { ["switch", "10.2.0.1", "--to", Node, "--from", "vpc-0123456789abcdef0"], "is not a route target." },
        { ["switch", "10.2.0.300", "--to", Node], "'10.2.0.300' is not an IP address or CIDR block." },
        { ["switch", "10.2", "--to", Node], "'10.2' is not an IP address or CIDR block." },
        { ["switch", "10.2.0.1/33", "--to", Node], "has no valid prefix length. Expected a number from 0 to 32" },
        { ["switch", "pl-nope", "--to", Node], "'pl-nope' is not a prefix list id." },
        { ["switch", "10.2.0.1", "--to", Node, "--vpc", "vpc-nope"], "'vpc-nope' is not a VPC id. Expected vpc- and 8 or 17 hexadecimal digits." },
        { ["switch", "10.2.0.1", "--to", Node, "--route-table", "rtb-0123456789abcdef0", "--route-table", "rtb-1"], "'rtb-1' is not a route table id." },
        { ["switch", "10.2.0.1", "--to", Node, "--timeout", "0"], "'0' is not a whole number from 1 to 3600." },
        { ["switch", "10.2.0.1", "--to", Node, "--timeout", "soon"], "'soon' is not a whole number from 1 to 3600." },
        { ["switch", "10.2.0.1", "--to", Node, "--access-key", "AKIA"], "Unrecognized command or argument '--access-key'." },
        { ["switch", "@10.2.0.1", "--to", Node], "'@10.2.0.1' is not an IP address or CIDR block." },
        { ["status", "10.2.0.1", "ten"], "'ten' is not an IP address or CIDR block." },
        { ["status", "--vpc", "rtb-0123456789abcdef0"], "'rtb-0123456789abcdef0' is not a VPC id." },
        { ["check", "10.2.0.1", "--port", "70000"], "'70000' is not a port. Expected a number from 0 to 65535, or a range such as 8000-8100." },
        { ["check", "10.2.0.1", "--protocol", "sctp"], "'sctp' is not a protocol. Expected tcp, udp, icmp or all." },
        { ["check", "10.2.0.1", "--protocol", "1"], "'1' is not a protocol." },
        { ["check", "10.2.0.1", "--candidate", "node-a"], "'node-a' is not a route target." },
        { ["check", "10.2.0.1", "--client-subnet", "vpc-0123456789abcdef0"], "'vpc-0123456789abcdef0' is not a subnet id. Expected subnet- and 8 or 17 hexadecimal digits." },
        { ["check", "10.2.0.1", "--from", "onprem"], "'onprem' is not an IP address or CIDR block." },
        { ["lab", "--port", "70000"], "'70000' is not a whole number from 1 to 65535." },
        { ["lab", "--latency", "-1"], "'-1' is not a whole number from 0 to 60000." },
        { ["frobnicate"], "Unrecognized command or argument 'frobnicate'." },
    };

    public static TheoryData<string[], string> Settings => new()
    {
        { ["--region", "Frankfurt"], "RegionMalformed" },
        { ["--role-arn", "admin"], "RoleArnMalformed" },
        { ["--endpoint-url", "localhost:4566"], "EndpointUrlMalformed" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_mistake_on_the_command_line_is_explained(string[] args, string message)
    {
        var run = await AgentRun.InProcessAsync(args);
        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Contains("CommandLineInvalid", run.ErrorIds);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Contains("--help'.", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public async Task A_malformed_setting_is_explained(string[] setting, string errorId)
    {
        var run = await AgentRun.InProcessAsync(["switch", "10.2.0.1", "--to", Node, .. setting]);
        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Equal([errorId], run.ErrorIds);
    }

    [Fact]
    public async Task A_mistake_is_a_JSON_object_under_json()
    {
        var run = await AgentRun.InProcessAsync("switch", "10.2.0.1", "--json");
        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Equal(["CommandLineInvalid"], run.ErrorIds);
    }
}
