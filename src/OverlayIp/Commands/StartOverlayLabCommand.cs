using System.Management.Automation;
using OverlayIp.Binding;
using OverlayIp.Lab;
using OverlayIp.Session;

namespace OverlayIp.Commands;

/// <summary>Starts a lab: an EC2 endpoint on this machine, with a VPC to try overlay addresses on.</summary>
/// <remarks>
/// <para>The lab answers the EC2 API on a loopback port, for this module as well as for the AWS CLI and every AWS SDK. Its VPC has two
/// zones, two nodes, and shared and separate route tables; -Empty gives none. Nothing of it reaches AWS and no account is needed.</para>
/// <para>From then on, cmdlets of this session go to the lab that was started last, unless they are given a profile, credentials, an
/// endpoint or another Region. Stop-OverlayLab, the removal of the module and the end of the session stop it.</para>
/// <para>With -Network, as root on Linux, the lab is a network as well: each instance has a network namespace with its interfaces, and packets
/// between them go where the route tables say, if the source/destination check and the security groups let them. There is a client
/// besides, and instance metadata. Invoke-OverlayLabCommand runs commands in it.</para>
/// </remarks>
/// <example>
/// <para>A VPC to try things on</para>
/// <code>$lab = Start-OverlayLab
/// New-OverlayRoute 10.2.0.1 -VpcId $lab.VpcId -InstanceId $lab.Nodes[0].InstanceId</code>
/// <para>The object tells the endpoint, the keys, the VPC and the nodes.</para>
/// </example>
/// <example>
/// <para>The same VPC with the AWS CLI</para>
/// <code>$lab = Start-OverlayLab
/// $lab.EnvironmentVariables.GetEnumerator() | ForEach-Object { Set-Item "Env:$($_.Key)" $_.Value }
/// aws ec2 describe-route-tables</code>
/// <para>The environment variables point every AWS tool that is started from this session at the lab.</para>
/// </example>
/// <example>
/// <para>Go on where a saved lab ended</para>
/// <code>Start-OverlayLab -StatePath ./lab.json -Port 4566</code>
/// <para>The file is one that Stop-OverlayLab -StatePath has written.</para>
/// </example>
/// <example>
/// <para>A network in which pings move</para>
/// <code>$lab = Start-OverlayLab -Network
/// $lab.Nodes | Disable-SourceDestCheck
/// New-OverlayRoute 10.2.0.1 -VpcId $lab.VpcId -InstanceId $lab.Nodes[0].InstanceId
/// Invoke-OverlayLabCommand node-a { Add-OverlayAddress 10.2.0.1 }
/// Invoke-OverlayLabCommand client-a { ping -c 3 10.2.0.1 }</code>
/// <para>Root on Linux with the packages iproute2 and nftables. The network of the machine itself is left alone.</para>
/// </example>
/// <seealso cref="StopOverlayLabCommand"/>
/// <seealso cref="InvokeOverlayLabCommandCommand"/>
/// <seealso cref="SetOverlayLabFaultCommand"/>
/// <seealso topic="about_OverlayIp_Lab"/>
[Cmdlet(VerbsLifecycle.Start, "OverlayLab")]
[OutputType(typeof(OverlayLab))]
public sealed class StartOverlayLabCommand : OverlayIpCmdlet
{
    /// <summary>A name for the lab, to tell several apart.</summary>
    /// <value>lab-1, lab-2, …</value>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>The TCP port on 127.0.0.1.</summary>
    /// <value>a free one</value>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int Port { get; set; }

    /// <summary>The Region that the lab plays.</summary>
    /// <value>eu-central-1</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Region { get; set; } = "eu-central-1";

    /// <summary>Starts without a VPC.</summary>
    [Parameter]
    public SwitchParameter Empty { get; set; }

    /// <summary>A file with the saved state of a lab to go on with.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? StatePath { get; set; }

    /// <summary>Makes the lab a real network. Needs root on Linux with the commands ip and nft.</summary>
    [Parameter]
    public SwitchParameter Network { get; set; }

    /// <summary>How long a change takes until packets follow it, such as 300ms. Only a network has it.</summary>
    /// <value>none: once the API has answered, packets go the new way</value>
    [Parameter]
    [Duration]
    public TimeSpan PropagationDelay { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var options = new LabOptions
        {
            Name = Name,
            Port = Port,
            Region = Region,
            Empty = Empty,
            StatePath = StatePath is null ? null : SessionState.Path.GetUnresolvedProviderPathFromPSPath(StatePath),
            Network = Network,
            PropagationDelay = PropagationDelay,
        };
        ForItem(Name, () =>
        {
            if (Name is not null && OverlaySession.Labs.Find(Name) is not null)
            {
                throw new OverlayIpException("LabNameTaken", OverlayErrorKind.AlreadyExists, $"A lab named '{Name}' is running already.")
                { Subject = Name, RecommendedAction = "Choose another name, or stop it with Stop-OverlayLab." };
            }

            var lab = Run((_, token) => LabServer.StartAsync(options, token));
            OverlaySession.Labs.Add(lab);
            WriteObject(lab.Describe());
        });
    }
}
