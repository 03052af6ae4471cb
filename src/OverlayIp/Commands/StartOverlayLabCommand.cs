using System.Management.Automation;
using OverlayIp.Binding;
using OverlayIp.Lab;
using OverlayIp.Lab.Iam;
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
/// aws ec2 describe-route-tables --endpoint-url $lab.EndpointUrl</code>
/// <para>The environment variables point the AWS tools that are started from this session at the lab. --endpoint-url is for AWS CLIs before 2.13,
/// which do not know AWS_ENDPOINT_URL.</para>
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
/// <example>
/// <para>Try a role's policies before AWS does</para>
/// <code>Set-Content iam.json '{ "roles": [ { "name": "failover",
///   "trustPolicy": { "Version": "2012-10-17", "Statement": [ {
///     "Effect": "Allow", "Principal": { "AWS": "123456789012" }, "Action": "sts:AssumeRole" } ] },
///   "policies": [ { "name": "describe-only", "document": { "Version": "2012-10-17", "Statement": [ {
///     "Effect": "Allow", "Action": "ec2:Describe*", "Resource": "*" } ] } } ] } ] }'
/// Start-OverlayLab -IamPath iam.json
/// Get-OverlayRoute -RoleArn arn:aws:iam::123456789012:role/failover</code>
/// <para>What the role may not do is refused as EC2 refuses it, and the message names the action and the resource.</para>
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

    /// <summary>A JSON file with the IAM users, roles and instance profiles of the lab, whose policies it then evaluates.</summary>
    /// <remarks>
    /// <para>The file has the lists users, roles and instanceProfiles, each of which may be left out. A user has a name, and may have a path,
    /// accessKeys (accessKeyId and secretAccessKey), policies (name and document) and tags. A role has a name and a trustPolicy, and may have a
    /// path, policies, a maxSessionDuration in seconds and tags. An instance profile has a name, a role and perhaps a path. Documents are IAM's own.</para>
    /// <para>The lab's own keys are those of an administrator named lab, unless the file has a user of that name: then they are that user's.</para>
    /// </remarks>
    /// <value>one administrator, who may do everything</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? IamPath { get; set; }

    /// <summary>Has instance metadata answer requests without a token, too, as version 1 did. Only a network has metadata.</summary>
    /// <remarks>
    /// <para>An instance that says otherwise is asked for a token all the same: ModifyInstanceMetadataOptions with HttpTokens required.</para>
    /// </remarks>
    /// <value>a token is required: version 2</value>
    [Parameter]
    public SwitchParameter AllowMetadataV1 { get; set; }

    /// <summary>Shows instances their tags in their metadata, at tags/instance. Only a network has metadata.</summary>
    /// <value>tags are not shown, as on EC2</value>
    [Parameter]
    public SwitchParameter InstanceMetadataTags { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var iamPath = IamPath is null ? null : SessionState.Path.GetUnresolvedProviderPathFromPSPath(IamPath);
        var options = new LabOptions
        {
            Name = Name,
            Port = Port,
            Region = Region,
            Empty = Empty,
            StatePath = StatePath is null ? null : SessionState.Path.GetUnresolvedProviderPathFromPSPath(StatePath),
            Network = Network,
            PropagationDelay = PropagationDelay,
            AllowMetadataV1 = AllowMetadataV1,
            InstanceMetadataTags = InstanceMetadataTags,
        };
        ForItem(Name, () =>
        {
            if (Name is not null && OverlaySession.Labs.Find(Name) is not null)
            {
                throw new OverlayIpException("LabNameTaken", OverlayErrorKind.AlreadyExists, $"A lab named '{Name}' is running already.")
                { Subject = Name, RecommendedAction = "Choose another name, or stop it with Stop-OverlayLab." };
            }

            var lab = Run(async (_, token) => await LabServer.StartAsync(
                iamPath is null ? options : options with { Iam = await LabIam.ReadAsync(iamPath, token) }, token));
            OverlaySession.Labs.Add(lab);
            WriteObject(lab.Describe());
        });
    }
}
