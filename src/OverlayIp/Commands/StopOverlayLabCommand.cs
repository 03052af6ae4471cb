using System.Management.Automation;
using OverlayIp.Lab;
using OverlayIp.Session;

namespace OverlayIp.Commands;

/// <summary>Stops labs of this session.</summary>
/// <remarks>
/// <para>Without a name, the lab started last is stopped. Its VPC is gone afterwards, unless -StatePath saves it; Start-OverlayLab -StatePath goes
/// on with it.</para>
/// </remarks>
/// <example>
/// <para>Stop the lab</para>
/// <code>Stop-OverlayLab</code>
/// <para>Cmdlets go to the lab started before it, if there is one, or to AWS again.</para>
/// </example>
/// <example>
/// <para>Stop it and keep its state</para>
/// <code>Get-OverlayLab lab-1 | Stop-OverlayLab -StatePath ./lab.json</code>
/// <para>The file holds the whole VPC and the lab's own keys; only its owner may read it.</para>
/// </example>
/// <seealso cref="StartOverlayLabCommand"/>
/// <seealso topic="about_OverlayIp_Lab"/>
[Cmdlet(VerbsLifecycle.Stop, "OverlayLab", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class StopOverlayLabCommand : LabSelectingCmdlet
{
    /// <summary>A file to save the lab's state to before it is stopped. One that exists is replaced.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? StatePath { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var labs = Selected(running => running.TakeLast(1)).ToList();
        if (labs.Count == 0 && Name is null)
        {
            WriteFailure(new OverlayIpException("LabNotFound", OverlayErrorKind.NotFound, "No lab is running in this session.")
            { RecommendedAction = "Start one with Start-OverlayLab." });
        }

        foreach (var lab in labs)
        {
            var name = lab.Describe().Name;
            if (ShouldProcess($"{name} at {lab.Describe().EndpointUrl}", "Stop lab"))
            {
                ForItem(name, () => Stop(lab));
            }
        }
    }

    private void Stop(LabServer lab)
    {
        var path = StatePath is null ? null : SessionState.Path.GetUnresolvedProviderPathFromPSPath(StatePath);
        Run(async (_, token) =>
        {
            // Saved first: a lab whose state could not be kept goes on running.
            if (path is not null)
            {
                await lab.SaveAsync(path, token);
            }

            OverlaySession.Labs.Remove(lab);
            await lab.DisposeAsync();
            return true;
        });
    }
}
