using System.Diagnostics;
using System.Management.Automation;
using OverlayIp.Completion;
using OverlayIp.Lab.Network;
using OverlayIp.Session;

namespace OverlayIp.Commands;

/// <summary>Runs a command or a script block in an instance of a networked lab.</summary>
/// <remarks>
/// <para>The instance's network is its own: interfaces, addresses, routes, instance metadata, and the lab's endpoint. Files and processes are
/// those of the machine. AWS tools find the lab and the credentials of the instance's role, or the lab's keys.</para>
/// <para>A command's output comes line by line, its error output goes to the host. A script block runs in a pwsh of its own, with this
/// module at hand; objects come back as they do from Invoke-Command, without their methods. $LASTEXITCODE is the command's.</para>
/// </remarks>
/// <example>
/// <para>Ping an overlay address from the client</para>
/// <code>Invoke-OverlayLabCommand client-a -Command ping -ArgumentList '-c', 3, '10.2.0.1'
/// $LASTEXITCODE</code>
/// <para>0 means that somebody answered. The script block { ping -c 3 10.2.0.1 } does the same after the start of a PowerShell.</para>
/// </example>
/// <example>
/// <para>Put the address on every node</para>
/// <code>(Get-OverlayLab).Nodes | Invoke-OverlayLabCommand { Add-OverlayAddress 10.2.0.1 }</code>
/// <para>Without -Node, the instances come from the pipeline.</para>
/// </example>
/// <example>
/// <para>Give the script block something to work on</para>
/// <code>Invoke-OverlayLabCommand node-a { param($url) Invoke-RestMethod $url -TimeoutSec 2 } -ArgumentList http://10.2.0.1/</code>
/// <para>Variables of the session are not there in the script block: what it needs is given by -ArgumentList.</para>
/// </example>
/// <seealso cref="StartOverlayLabCommand"/>
/// <seealso topic="about_OverlayIp_Lab"/>
[Cmdlet(VerbsLifecycle.Invoke, "OverlayLabCommand", DefaultParameterSetName = "PipedScriptBlock")]
[OutputType(typeof(PSObject))]
public sealed class InvokeOverlayLabCommandCommand : OverlayIpCmdlet
{
    /// <summary>The instance: its Name tag or its id.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "PipedScriptBlock")]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = "ScriptBlock")]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = "Command")]
    [Alias("InstanceId", "Name")]
    [ArgumentCompleter(typeof(LabNodeCompleter))]
    [ValidateNotNullOrEmpty]
    public string Node { get; set; } = "";

    /// <summary>What to run in a PowerShell of its own.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "PipedScriptBlock")]
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = "ScriptBlock")]
    public ScriptBlock? ScriptBlock { get; set; }

    /// <summary>The program to run.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Command")]
    [ValidateNotNullOrEmpty]
    public string? Command { get; set; }

    /// <summary>The arguments of the program, or of the script block.</summary>
    [Parameter(ValueFromRemainingArguments = true)]
    [Alias("Args")]
    [AllowEmptyCollection]
    public object[] ArgumentList { get; set; } = [];

    /// <summary>The lab, by name or id, where several have such a node. Labs of other sessions of the same user can be meant, too.</summary>
    /// <value>the lab of this session that was started last, or the only one of the machine</value>
    [Parameter]
    [ArgumentCompleter(typeof(LabNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Lab { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForItem(Node, () =>
    {
        var node = Find();
        var start = ScriptBlock is { } script
            ? RemoteScript.Command(node, SessionState.PSVariable.GetValue("PSHOME") as string ?? "", MyInvocation.MyCommand.Module?.ModuleBase, script, ArgumentList)
            : node.Command(Command!, ArgumentList.Select(LanguagePrimitives.ConvertTo<string>));
        SessionState.PSVariable.Set("global:LASTEXITCODE", Run(start));
    });

    private NetworkedLabNode Find()
    {
        var own = OverlaySession.Labs.All
            .Select(lab => lab.Network)
            .OfType<NetworkedLab>()
            .Where(lab => Lab is null || lab.Id == Lab || string.Equals(lab.Name, Lab, StringComparison.OrdinalIgnoreCase))
            .Select(lab => lab.FindNode(Node))
            .OfType<NetworkedLabNode>()
            .LastOrDefault();
        return own ?? NetworkedLabs.FindNode(Node, Lab);
    }

    private int Run(ProcessStartInfo start)
    {
        start.WorkingDirectory = SessionState.Path.CurrentFileSystemLocation.ProviderPath;
        var code = 0;
        RunStream(token => NodeCommand.LinesAsync(start, exitCode => code = exitCode, token), Write);
        return code;
    }

    private void Write(NodeCommandLine line)
    {
        if (line.IsError)
        {
            Host.UI.WriteErrorLine(line.Text);
            return;
        }

        if (ScriptBlock is null)
        {
            WriteObject(line.Text);
            return;
        }

        switch (RemoteScript.Read(line.Text))
        {
            case null:
                // What was written past the pipeline, such as by Write-Host.
                Host.UI.WriteLine(line.Text);
                break;
            case RemoteScript.Failure failure:
                WriteError(failure.ToRecord(Node));
                break;
            case RemoteScript.Caution caution:
                WriteWarning(caution.Message);
                break;
            case RemoteScript.Value value:
                WriteObject(value.Content);
                break;
        }
    }
}
