using System.Management.Automation;

namespace OverlayIp.Commands;

/// <summary>Shows the labs that run in this session, or the API calls that they have received.</summary>
/// <remarks>
/// <para>Each object is the lab as it is now: endpoint, VPC, nodes and their states, faults. With -Call the calls are emitted instead, oldest
/// first, whoever made them; a lab remembers the last ten thousand.</para>
/// </remarks>
/// <example>
/// <para>The labs of this session</para>
/// <code>Get-OverlayLab</code>
/// <para>The one started last is where cmdlets go when nothing else is said.</para>
/// </example>
/// <example>
/// <para>Which calls did a switch make?</para>
/// <code>Get-OverlayLab lab-1 -Call | Where-Object Action -eq ReplaceRoute</code>
/// <para>Each call has its parameters, the answer's status and error code, and how long it took.</para>
/// </example>
/// <seealso cref="StartOverlayLabCommand"/>
/// <seealso topic="about_OverlayIp_Lab"/>
[Cmdlet(VerbsCommon.Get, "OverlayLab", DefaultParameterSetName = "Lab")]
[OutputType(typeof(OverlayLab), ParameterSetName = ["Lab"])]
[OutputType(typeof(OverlayLabCall), ParameterSetName = ["Call"])]
public sealed class GetOverlayLabCommand : LabSelectingCmdlet
{
    /// <summary>Emits the API calls that the labs have received.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Call")]
    public SwitchParameter Call { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var lab in Selected(running => running))
        {
            if (Call)
            {
                WriteObject(lab.Calls, enumerateCollection: true);
            }
            else
            {
                WriteObject(lab.Describe());
            }
        }
    }
}
