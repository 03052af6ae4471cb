using System.Management.Automation;

namespace OverlayIp.Commands;

/// <summary>Tries an IAM policy in a private lab: is what the purpose needs allowed, and what lies beside it denied?</summary>
/// <remarks>
/// <para>The lab has the route tables, instances and network interfaces that the policy is for, by their real ids, in their account, Region and VPC and
/// with the tags that the policy requires, so that the document is tried as it stands. Beside them it has another route table and another instance in the same VPC
/// with the same tags, and a second VPC. AWS is never touched, and no permission is needed.</para>
/// <para>Each call is decided as EC2 decides it: by the resources and condition keys that the call has there. Tried are all calls of the purpose, and those beside
/// them: other route tables, instances and network interfaces, another VPC, another Region, the same resources without the tags; creating and deleting routes where
/// the purpose only replaces them; deleting route tables, terminating and stopping instances, changing other attributes, tagging.</para>
/// <para>A policy of your own is tried with -Path or -Json, -Purpose, and the resources that it is for. What it allows beyond the purpose shows as a check that
/// expects Denied. What other policies, permissions boundaries or service control policies of the identity say is not looked at.</para>
/// </remarks>
/// <notes><para>AWS is asked only for what a policy of your own needs to be tried and was not given: see New-OverlayPolicy.</para></notes>
/// <example>
/// <para>The policy that New-OverlayPolicy makes</para>
/// <code>New-OverlayPolicy Failover -VpcId vpc-0e1f2a3b4c5d6e7f8 | Test-OverlayPolicy</code>
/// <para>One line for each call: what should be said to it, what is said, and by which statement.</para>
/// </example>
/// <example>
/// <para>A policy of your own, for the routes that there are</para>
/// <code>(Get-OverlayRoute 10.2.0.1 | New-OverlayPolicy Failover).ToJson() | Set-Content failover.json
/// Get-OverlayRoute 10.2.0.1 | Test-OverlayPolicy -Path failover.json -Purpose Failover | Where-Object Passed -EQ $false | Format-List</code>
/// <para>What it lacks and what it allows too much, each with its remedy.</para>
/// </example>
/// <example>
/// <para>In a pipeline that delivers policies</para>
/// <code>if (-not (New-OverlayPolicy Audit | Test-OverlayPolicy -Quiet)) { throw 'The policy is wrong.' }</code>
/// <para>-Quiet emits one True or False for each policy.</para>
/// </example>
/// <seealso cref="NewOverlayPolicyCommand"/>
/// <seealso topic="about_OverlayIp_Policies"/>
/// <seealso topic="about_OverlayIp_Lab"/>
[Cmdlet(VerbsDiagnostic.Test, "OverlayPolicy")]
[OutputType(typeof(OverlayPolicyCheck), typeof(bool))]
public sealed class TestOverlayPolicyCommand : PolicyCmdlet
{
    private bool _hasTried;

    /// <summary>The policies, as New-OverlayPolicy gives them. With -Path or -Json, routes and other objects whose properties bind to the other parameters are
    /// taken too: they say what the policy is for.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>A file with the document of a policy of your own.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>The document of a policy of your own.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Json { get; set; }

    /// <summary>What a policy of your own is for.</summary>
    [Parameter]
    public OverlayPolicyPurpose? Purpose { get; set; }

    /// <summary>Emits True when all calls are decided as they should be, and else False, in place of the checks.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    private bool HasDocument => Path is not null || Json is not null;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var item = InputObject?.BaseObject;
        switch (item)
        {
            case OverlayPolicy policy:
                TakesInput(item);
                _hasTried = true;
                ForItem(policy, () => Try(policy, HasDocument ? ReadDocument() : policy.ToJson()));
                break;
            case OverlayRoute when HasDocument:
                TakesInput(item);
                Gather(item);
                break;
            default:
                if (TakesInput(item))
                {
                    Gather(item);
                }

                break;
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (RefuseEmptyPipeline("no policy was tried") || _hasTried || !HasScope)
        {
            return;
        }

        ForItem(Path ?? Json, () =>
        {
            var document = ReadDocument();
            var purpose = Purpose ?? throw new OverlayIpException("PolicyPurposeMissing", OverlayErrorKind.InvalidArgument,
                "It was not said what the policy is for.")
            { Subject = Path, RecommendedAction = "Give -Purpose: Setup, Failover, Validate or Audit." };
            Try(Author(RequestFor(purpose)), document);
        });
    }

    private void Try(OverlayPolicy policy, string document)
    {
        var checks = Run((_, cancellationToken) => PolicyLabs.AskAsync(policy, document, cancellationToken));
        if (Quiet)
        {
            WriteObject(checks.All(check => check.Passed));
            return;
        }

        WriteObject(checks, enumerateCollection: true);
    }

    private string ReadDocument()
    {
        if (Path is null)
        {
            return Json ?? throw new OverlayIpException("PolicyMissing", OverlayErrorKind.InvalidArgument, "It was not said which policy is meant.")
            { RecommendedAction = "Pipe in what New-OverlayPolicy gives, or give -Path or -Json." };
        }

        var path = SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path);
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OverlayIpException("PolicyNotRead", OverlayErrorKind.NotFound, $"The policy '{path}' cannot be read: {e.Message}", e)
            { Subject = path, RecommendedAction = "Check the path." };
        }
    }
}
