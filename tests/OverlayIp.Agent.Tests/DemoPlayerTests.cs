using OverlayIp.Agent.Demo;
using OverlayIp.Agent.Output;

namespace OverlayIp.Agent.Tests;

/// <summary>The demonstration fails when a step did not do what it says.</summary>
public class DemoPlayerTests
{
    private static readonly DemoAct Good = new("Good", "Get-Good", _ => Task.FromResult(new DemoFindings { Facts = ["It is good."] }));

    private static readonly DemoAct Bad = new("Bad", "Get-Bad", _ => throw new OverlayIpException("DemoStepFailed", OverlayErrorKind.Unspecified, "It is bad."));

    [Fact]
    public async Task The_first_step_that_fails_is_the_last_one()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var agent = new AgentOutput(output, error, isJson: false, isVerbose: false);
        var view = new PlainDemoView(output);
        var report = await new DemoPlayer(view, agent).PlayAsync([Good, Bad, Good], () => [], CancellationToken.None);
        view.Close(report);
        Assert.False(report.Succeeded);
        Assert.Equal(["done", "failed"], report.Steps.Select(s => s.Outcome));
        Assert.Contains("[2/3] Bad - FAILED", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("The demonstration failed", output.ToString(), StringComparison.Ordinal);
        Assert.Equal("overlayip: DemoStepFailed: It is bad.", error.ToString().TrimEnd());
    }

    [Theory]
    [InlineData("Verify it over a new connection")]
    [InlineData("Ask for the status, as monitoring would")]
    [InlineData("Clean up")]
    public async Task A_step_whose_claim_is_untrue_fails(string title)
    {
        await using var stage = new DemoStage();
        var acts = new DemoStory(stage, isAddressWanted: false).Acts;
        await acts[0].PlayAsync(CancellationToken.None);

        // No route was made, so there is none to verify, to judge or to remove.
        var failure = await Assert.ThrowsAsync<OverlayIpException>(() => acts.Single(a => a.Title == title).PlayAsync(CancellationToken.None));
        Assert.True(failure.ErrorId is "DemoStepFailed" or "RouteNotFound", failure.ErrorId);
    }

    [Fact]
    public async Task A_switch_to_a_node_that_was_not_prepared_fails()
    {
        await using var stage = new DemoStage();
        var acts = new DemoStory(stage, isAddressWanted: false).Acts;
        await acts[0].PlayAsync(CancellationToken.None);
        await acts[2].PlayAsync(CancellationToken.None);
        var failure = await Assert.ThrowsAsync<OverlayIpException>(() => acts[7].PlayAsync(CancellationToken.None));
        Assert.Equal("TargetCheckEnabled", failure.ErrorId);
    }
}
