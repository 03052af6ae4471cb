using Amazon.EC2;
using Amazon.EC2.Model;
using OverlayIp.Ec2.Tests.Support;

namespace OverlayIp.Ec2.Tests;

public class InstanceStatusResponseTests
{
    [Fact]
    public async Task Statuses_are_read_with_their_checks_and_events()
    {
        using var client = new FakeEc2()
            .AnswerWith(
                "DescribeInstanceStatus",
                """
                <instanceStatusSet>
                    <item>
                        <instanceId>i-1</instanceId><availabilityZone>eu-west-1a</availabilityZone><availabilityZoneId>euw1-az1</availabilityZoneId>
                        <outpostArn>arn:o</outpostArn><operator><managed>false</managed></operator>
                        <eventsSet>
                            <item>
                                <instanceEventId>instance-event-1</instanceEventId><code>instance-retirement</code><description>hardware</description>
                                <notBefore>2024-05-08T16:00:00.000Z</notBefore><notAfter>2024-05-09T16:00:00.000Z</notAfter><notBeforeDeadline>2024-05-10T16:00:00.000Z</notBeforeDeadline>
                            </item>
                        </eventsSet>
                        <instanceState><code>16</code><name>running</name></instanceState>
                        <systemStatus><status>ok</status><details><item><name>reachability</name><status>passed</status></item></details></systemStatus>
                        <instanceStatus>
                            <status>impaired</status>
                            <details><item><name>reachability</name><status>failed</status><impairedSince>2024-05-08T16:46:19.000Z</impairedSince></item></details>
                        </instanceStatus>
                        <attachedEbsStatus>
                            <status>impaired</status>
                            <details><item><name>reachability</name><status>failed</status><impairedSince>2024-05-08T16:47:19.000Z</impairedSince></item></details>
                        </attachedEbsStatus>
                    </item>
                    <item>
                        <instanceId>i-2</instanceId><instanceState><code>80</code><name>stopped</name></instanceState>
                        <systemStatus><status>not-applicable</status></systemStatus><instanceStatus><status>not-applicable</status></instanceStatus>
                    </item>
                </instanceStatusSet>
                <nextToken>more</nextToken>
                """)
            .Client();

        var response = await client.DescribeInstanceStatusAsync(new DescribeInstanceStatusRequest { IncludeAllInstances = true });

        Assert.Equal("more", response.NextToken);
        var status = response.InstanceStatuses![0];
        Assert.Equal(
            ("i-1", "eu-west-1a", "euw1-az1", "arn:o", false),
            (status.InstanceId, status.AvailabilityZone, status.AvailabilityZoneId, status.OutpostArn, status.Operator!.Managed));
        Assert.Equal((16, InstanceStateName.Running), (status.InstanceState!.Code, status.InstanceState.Name));
        Assert.Equal(SummaryStatus.Impaired, status.Status!.Status);
        var check = Assert.Single(status.Status.Details!);
        Assert.Equal(
            (StatusName.Reachability, StatusType.Failed, new DateTime(2024, 5, 8, 16, 46, 19, DateTimeKind.Utc)),
            (check.Name, check.Status, check.ImpairedSince));
        Assert.Equal(SummaryStatus.Ok, status.SystemStatus!.Status);
        var passed = Assert.Single(status.SystemStatus.Details!);
        Assert.Equal((StatusType.Passed, null), (passed.Status, passed.ImpairedSince));
        Assert.Equal(SummaryStatus.Impaired, status.AttachedEbsStatus!.Status);
        var volumes = Assert.Single(status.AttachedEbsStatus.Details!);
        Assert.Equal(
            (StatusName.Reachability, StatusType.Failed, new DateTime(2024, 5, 8, 16, 47, 19, DateTimeKind.Utc)),
            (volumes.Name, volumes.Status, volumes.ImpairedSince));
        var scheduled = Assert.Single(status.Events!);
        Assert.Equal(
            ("instance-event-1", EventCode.InstanceRetirement, "hardware"),
            (scheduled.InstanceEventId, scheduled.Code, scheduled.Description));
        DateTime?[] times = [scheduled.NotBefore, scheduled.NotAfter, scheduled.NotBeforeDeadline];
        Assert.Equal(new[] { 8, 9, 10 }.Select(day => (DateTime?)new DateTime(2024, 5, day, 16, 0, 0, DateTimeKind.Utc)), times);

        var stopped = response.InstanceStatuses[1];
        Assert.Equal(
            (InstanceStateName.Stopped, SummaryStatus.NotApplicable, SummaryStatus.NotApplicable),
            (stopped.InstanceState!.Name, stopped.Status!.Status, stopped.SystemStatus!.Status));
        Assert.Null(stopped.Status.Details);
        Assert.Null(stopped.Events);
        Assert.Null(stopped.AttachedEbsStatus);
    }
}
