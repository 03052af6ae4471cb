using OverlayIp.Engine.SourceDestCheck;

namespace OverlayIp.Commands;

/// <summary>The root of the cmdlets that set the source/destination check.</summary>
public abstract class SetSourceDestCheckCmdlet : SourceDestCheckCmdlet
{
    private bool _gotSomething;

    private protected abstract bool Wanted { get; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForItem(InstanceId ?? NetworkInterfaceId, () =>
    {
        if (InstanceId is not { Length: > 0 } && NetworkInterfaceId is not { Length: > 0 })
        {
            // Reading may mean everything when nothing is named; changing may not.
            throw new OverlayIpException("TargetMissing", OverlayErrorKind.InvalidArgument,
                "It was not said which instance or network interface is meant.")
            { RecommendedAction = "Give -InstanceId or -NetworkInterfaceId, or pipe in objects that have one of them." };
        }

        _gotSomething = true;
        ForEachCheck([], Set);
    });

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (!_gotSomething && MyInvocation.ExpectingInput)
        {
            WriteFailure(new OverlayIpException("EmptyPipeline", OverlayErrorKind.InvalidArgument,
                "No instance or network interface came from the pipeline, so nothing was changed."));
        }
    }

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
