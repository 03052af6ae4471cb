using System.Management.Automation;
using OverlayIp.Engine.SourceDestCheck;

namespace OverlayIp.Commands;

/// <summary>The root of the cmdlets that set the source/destination check.</summary>
public abstract class SetSourceDestCheckCmdlet : SourceDestCheckCmdlet
{
    /// <summary>The object from the pipeline, whose properties bind to the other parameters.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public PSObject? InputObject { get; set; }

    private protected abstract bool Wanted { get; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var item = InputObject?.BaseObject;
        if (!TakesInput(item))
        {
            return;
        }

        ForItem(InstanceId ?? NetworkInterfaceId ?? item, () =>
        {
            if (InstanceId is not { Length: > 0 } && NetworkInterfaceId is not { Length: > 0 })
            {
                // Reading may mean everything when nothing is named; changing may not.
                throw new OverlayIpException("TargetMissing", OverlayErrorKind.InvalidArgument,
                    "It was not said which instance or network interface is meant.")
                { RecommendedAction = "Give -InstanceId or -NetworkInterfaceId, or pipe in objects that have one of them." };
            }

            ForEachCheck([], Set);
        });
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => RefuseEmptyPipeline("nothing was changed");

    private void Set(SourceDestCheckService service, SourceDestCheck check)
    {
        if (check.Enabled == Wanted)
        {
            WriteVerbose($"The source/destination check of {check.NetworkInterfaceId} is {(Wanted ? "enabled" : "disabled")} already.");
            if (!IsWhatIf)
            {
                WriteObject(check);
            }
        }
        else if (ShouldProcess(NameOf(check), $"{(Wanted ? "Enable" : "Disable")} source/destination check"))
        {
            // One interface that cannot be set must not keep the instance's others from being set.
            ForItem(check.NetworkInterfaceId, () => WriteObject(Run((_, token) => service.SetAsync(check, Wanted, token))));
        }
    }

    private static string NameOf(SourceDestCheck check) => check switch
    {
        { InstanceId: null } => check.NetworkInterfaceId,
        { InstanceName: null } => $"{check.NetworkInterfaceId} of {check.InstanceId}",
        _ => $"{check.NetworkInterfaceId} of {check.InstanceId} ({check.InstanceName})",
    };
}
