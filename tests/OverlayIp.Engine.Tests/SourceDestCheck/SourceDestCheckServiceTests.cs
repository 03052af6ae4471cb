using OverlayIp.Engine.SourceDestCheck;
using OverlayIp.Engine.Tests.Fakes;

namespace OverlayIp.Engine.Tests.SourceDestCheck;

public sealed class SourceDestCheckServiceTests
{
    private const string Vpc = "vpc-00000001";
    private const string Node = "i-0000000a";
    private const string Other = "i-0000000b";

    private readonly FakeEc2 _ec2 = new();

    public SourceDestCheckServiceTests()
    {
        _ec2.AddInstance(Node, Vpc, "running", "eni-000000a0", "eni-000000a1").Tags = [new Amazon.EC2.Model.Tag { Key = "Name", Value = "node-a" }];
        _ec2.AddInstance(Other, "vpc-00000002", "running", "eni-000000b0");
        _ec2.AddInstance("i-0000000c", Vpc, "terminated");
        _ec2.Interfaces[1].SourceDestCheck = true;
    }


    public static TheoryData<string, SourceDestCheckQuery, string> Queries => new()
    {
        { "instance", new SourceDestCheckQuery { InstanceIds = [Node] }, "a0- a1+" },
        { "primary", new SourceDestCheckQuery { InstanceIds = [Node], DeviceIndex = 0 }, "a0-" },
        { "second", new SourceDestCheckQuery { InstanceIds = [Node], DeviceIndex = 1 }, "a1+" },
        { "several", new SourceDestCheckQuery { InstanceIds = [Node, Other] }, "a0- a1+ b0-" },
        { "interface", new SourceDestCheckQuery { NetworkInterfaceIds = ["eni-000000a1"] }, "a1+" },
        { "both", new SourceDestCheckQuery { NetworkInterfaceIds = ["eni-000000b0"], InstanceIds = [Node] }, "b0- a0- a1+" },
        { "VPC", new SourceDestCheckQuery { VpcIds = ["vpc-00000002"] }, "b0-" },
        { "everything", new SourceDestCheckQuery(), "a0- a1+ b0-" },
    };

    [Theory]
    [MemberData(nameof(Queries))]
    public void The_interfaces_that_are_meant_are_shown(string _, SourceDestCheckQuery query, string found)
    {
        _ec2.PageSize = 1;

        Assert.Equal(found, string.Join(' ', Get(query).Select(c => c.NetworkInterfaceId[^2..] + (c.Enabled ? "+" : "-"))));
    }

    [Fact]
    public void An_interface_of_an_instance_is_shown_with_both()
    {
        var check = Get(new SourceDestCheckQuery { InstanceIds = [Node], DeviceIndex = 1 }).Single();

        Assert.Equal(
            new OverlayIp.SourceDestCheck
            {
                NetworkInterfaceId = "eni-000000a1",
                InstanceId = Node,
                InstanceName = "node-a",
                DeviceIndex = 1,
                Enabled = true,
                VpcId = Vpc,
                Region = "eu-central-1",
            },
            check);
    }

    [Fact]
    public void An_unattached_interface_has_no_instance()
    {
        _ec2.AddInterface("eni-000000f0", Vpc);

        var check = Get(new SourceDestCheckQuery { NetworkInterfaceIds = ["eni-000000f0"] }).Single();

        Assert.Equal((null, null), (check.InstanceId, check.DeviceIndex));
    }

    [Theory]
    [InlineData("i-0000dead", null, "InstanceNotFound", "i-0000dead")]
    [InlineData("eni-0000dead", null, "NetworkInterfaceNotFound", "eni-0000dead")]
    [InlineData(Node, 5, "NetworkInterfaceNotFound", "device index 5")]
    [InlineData("i-0000000c", null, "NetworkInterfaceNotFound", "terminated")]
    public void What_does_not_exist_is_named(string id, int? deviceIndex, string errorId, string words)
    {
        var query = id.StartsWith("eni", StringComparison.Ordinal)
            ? new SourceDestCheckQuery { NetworkInterfaceIds = ["eni-000000a0", id] }
            : new SourceDestCheckQuery { InstanceIds = [Other, id], DeviceIndex = deviceIndex };
        if (deviceIndex is not null)
        {
            query = query with { InstanceIds = [id] };
        }

        var error = Assert.Throws<OverlayIpException>(() => Get(query));

        Assert.Equal((errorId, OverlayErrorKind.NotFound, id), (error.ErrorId, error.Kind, error.Subject));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void A_check_is_set_and_read_back(int interfaceNumber, bool enabled)
    {
        var now = Set(Get(new SourceDestCheckQuery { InstanceIds = [Node] })[interfaceNumber], enabled);

        Assert.True(now.Changed);
        Assert.Equal(enabled, now.Enabled);
        Assert.Equal(enabled, _ec2.Interfaces[interfaceNumber].SourceDestCheck);
        Assert.Equal("node-a", now.InstanceName);
        Assert.Equal("DescribeNetworkInterfaces", _ec2.Calls[^1].Action);
    }

    [Fact]
    public void Nothing_is_sent_when_it_is_so_already()
    {
        var current = Get(new SourceDestCheckQuery { InstanceIds = [Node] })[0];
        _ec2.Calls.Clear();

        var now = Set(current, enabled: false);

        Assert.False(now.Changed);
        Assert.Empty(_ec2.Calls);
    }

    [Fact]
    public void A_change_that_does_not_show_in_time_is_not_verified()
    {
        var current = Get(new SourceDestCheckQuery { InstanceIds = [Node] })[1];
        _ec2.CarriedOut = _ => _ec2.Interfaces[1].SourceDestCheck = true;

        var error = Assert.Throws<OverlayIpException>(() => Set(current, enabled: false));

        Assert.Equal(("CheckNotVerified", OverlayErrorKind.Timeout, "eni-000000a1"), (error.ErrorId, error.Kind, error.Subject));
    }

    [Fact]
    public void A_passing_failure_of_reading_back_is_waited_out()
    {
        var current = Get(new SourceDestCheckQuery { InstanceIds = [Node] })[1];
        _ec2.Faults.Add(new FakeFault { Action = "DescribeNetworkInterfaces", Times = 3, Error = Errors.Unavailable });

        Assert.True(Set(current, enabled: false) is { Changed: true, Enabled: false });
    }

    [Fact]
    public void Being_denied_to_read_back_is_not_being_denied_the_change()
    {
        var current = Get(new SourceDestCheckQuery { InstanceIds = [Node] })[1];
        _ec2.Faults.Add(new FakeFault { Action = "DescribeNetworkInterfaces", Error = Errors.Denied });

        var error = Assert.Throws<OverlayIpException>(() => Set(current, enabled: false));

        Assert.Equal(("CheckNotVerified", "UnauthorizedOperation"), (error.ErrorId, error.AwsErrorCode));
        Assert.Contains("EC2 accepted the change", error.Message, StringComparison.Ordinal);
        Assert.False(_ec2.Interfaces[1].SourceDestCheck);
    }

    [Fact]
    public void Being_denied_the_change_is_reported_as_that()
    {
        var current = Get(new SourceDestCheckQuery { InstanceIds = [Node] })[1];
        _ec2.Faults.Add(new FakeFault { Action = "ModifyNetworkInterfaceAttribute", Error = Errors.Denied });

        var error = Assert.Throws<OverlayIpException>(() => Set(current, enabled: false));

        Assert.Equal(("AccessDenied", "eni-000000a1"), (error.ErrorId, error.Subject));
        Assert.True(_ec2.Interfaces[1].SourceDestCheck);
    }

    [Theory]
    [InlineData(6, null)]
    [InlineData(int.MaxValue, "RequestLimitExceeded")]
    public void A_throttled_change_is_tried_again_for_half_a_minute(int times, string? errorId)
    {
        var current = Get(new SourceDestCheckQuery { NetworkInterfaceIds = ["eni-000000a1"] }).Single();
        _ec2.Faults.Add(new FakeFault { Action = "ModifyNetworkInterfaceAttribute", Times = times, Error = Errors.Throttled });
        var began = _ec2.Clock.GetUtcNow();

        var error = Record.Exception(() => Set(current, enabled: false)) as OverlayIpException;

        Assert.Equal(errorId, error?.ErrorId);
        Assert.Equal(errorId is not null, _ec2.Interfaces[1].SourceDestCheck);
        Assert.InRange(_ec2.Clock.GetUtcNow() - began, TimeSpan.FromSeconds(12), TimeSpan.FromSeconds(30));
    }

    private List<OverlayIp.SourceDestCheck> Get(SourceDestCheckQuery query) => VirtualTime.Run(_ec2.Clock, async () =>
    {
        var checks = new List<OverlayIp.SourceDestCheck>();
        await foreach (var check in new SourceDestCheckService(_ec2.Connect()).GetAsync(query, CancellationToken.None))
        {
            checks.Add(check);
        }

        return checks;
    });

    private OverlayIp.SourceDestCheck Set(OverlayIp.SourceDestCheck current, bool enabled) => VirtualTime.Run(
        _ec2.Clock, () => new SourceDestCheckService(_ec2.Connect()).SetAsync(current, enabled, CancellationToken.None));
}
