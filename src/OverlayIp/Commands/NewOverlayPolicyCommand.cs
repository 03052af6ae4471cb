using System.Management.Automation;
using OverlayIp.Engine.Policies;

namespace OverlayIp.Commands;

/// <summary>Writes the IAM policy that allows what one purpose needs on the resources named, and nothing else.</summary>
/// <remarks>
/// <para>The purposes are Setup (create, replace and delete the routes, set the source/destination check), Failover (replace the routes), Validate and
/// Audit (read). Nothing is created in AWS: the policy is an object, whose ToJson() is the document, or with -AsTemplate the text of a template.</para>
/// <list type="bullet">
/// <item><term>Reading</term><description>the Describe actions have no resource-level permissions, so they stand on "*", within the Region
/// (condition ec2:Region).</description></item>
/// <item><term>Routes</term><description>CreateRoute, ReplaceRoute and DeleteRoute stand on the exact ARNs of the route tables.</description></item>
/// <item><term>The check</term><description>ModifyNetworkInterfaceAttribute stands on the exact ARNs of the network interfaces, for the attribute SourceDestCheck
/// alone (condition ec2:Attribute/SourceDestCheck): the same action could otherwise change security groups.</description></item>
/// </list>
/// <para>AWS is asked only for what was not given: with -VpcId for its route tables, with instances and the purpose Setup for their network interfaces, without
/// -AccountId for the account. With routes from the pipeline, or ARNs, or ids with -AccountId and -Region, it is not asked at all.</para>
/// <para>EC2 does not tell a dry run from the real call: whoever may ask by dry run whether a route could be replaced may replace it. A Validate policy
/// therefore cannot try the switch with its own identity (Test-OverlayIp -Skip MaySwitch). -SwitchRoleArn lets it assume the role that can.</para>
/// </remarks>
/// <notes><para>Needs ec2:DescribeRouteTables and ec2:DescribeInstances on "*", as far as AWS is asked. The template of CloudFormation names the policy, so that its
/// stack needs the capability CAPABILITY_NAMED_IAM.</para></notes>
/// <example>
/// <para>The policy of the nodes that move an address</para>
/// <code>(Get-OverlayRoute 10.2.0.1 | New-OverlayPolicy Failover).ToJson() | Set-Content failover.json</code>
/// <para>Reading in the Region, and ReplaceRoute on the route tables of these routes.</para>
/// </example>
/// <example>
/// <para>The policy of the administrator who sets a cluster up</para>
/// <code>New-OverlayPolicy Setup -VpcId vpc-0e1f2a3b4c5d6e7f8 -InstanceId i-0a11a11dcb42a8210, i-0b22a22eec53b9321 -VpcCondition</code>
/// <para>For all route tables of the VPC and the network interfaces of both nodes, as long as they are in this VPC.</para>
/// </example>
/// <example>
/// <para>Without asking AWS, as a Terraform file</para>
/// <code>New-OverlayPolicy Failover -RouteTableId rtb-0aaaaaaaaaaaaaaa1, rtb-0aaaaaaaaaaaaaaa2 -AccountId 123456789012 -Region eu-central-1 -AsTemplate Terraform |
///     Set-Content overlay.tf</code>
/// <para>The file has the policy as a data source and as a resource.</para>
/// </example>
/// <example>
/// <para>Is it right? Ask the lab before AWS</para>
/// <code>Get-OverlayRoute 10.2.0.1 | New-OverlayPolicy Failover -TagCondition @{ Cluster = 'hana' } | Test-OverlayPolicy | Where-Object Passed -EQ $false</code>
/// <para>Nothing is emitted when everything needed is allowed and everything beside it is denied.</para>
/// </example>
/// <seealso cref="TestOverlayPolicyCommand"/>
/// <seealso topic="about_OverlayIp_Policies"/>
/// <seealso href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html">Actions, resources, and condition keys for Amazon EC2</seealso>
[Cmdlet(VerbsCommon.New, "OverlayPolicy")]
[OutputType(typeof(OverlayPolicy), typeof(string))]
public sealed class NewOverlayPolicyCommand : PolicyCmdlet
{
    /// <summary>What the policy is for.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public OverlayPolicyPurpose Purpose { get; set; }

    /// <summary>The routes, as Get-OverlayRoute gives them: their route tables and targets are meant. Other objects are taken too: their properties bind to
    /// the other parameters.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>Makes the VPC of the route tables a condition of every change (ec2:Vpc).</summary>
    [Parameter]
    public SwitchParameter VpcCondition { get; set; }

    /// <summary>With Validate, a role that whoever validates may assume to try the switch by dry run, such as <c>arn:aws:iam::123456789012:role/overlay-failover</c>. The role must
    /// trust whoever validates, too.</summary>
    [Parameter]
    [ValidatePattern(@"^arn:[a-z-]+:iam::\d{12}:role/.+$")]
    public string? SwitchRoleArn { get; set; }

    /// <summary>The name of the policy.</summary>
    /// <value>OverlayIpSetup, OverlayIpFailover, OverlayIpValidate or OverlayIpAudit</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>Emits the text of a template in place of the object.</summary>
    [Parameter]
    public OverlayPolicyTemplate? AsTemplate { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var item = InputObject?.BaseObject;
        if (TakesInput(item) || item is OverlayRoute)
        {
            Gather(item);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (RefuseEmptyPipeline("no policy was made") || !HasScope)
        {
            return;
        }

        ForItem(Purpose, () =>
        {
            var policy = Author(RequestFor(Purpose) with { RequireVpc = VpcCondition, AssumableRoleArn = SwitchRoleArn, Name = Name });
            foreach (var warning in policy.Warnings)
            {
                WriteWarning(warning);
            }

            WriteObject(AsTemplate is { } template ? PolicyTemplates.Write(policy, template) : policy);
        });
    }
}
