<#
.SYNOPSIS
    A maintenance window of a node: validates, moves the address away, lets the work be done, moves the address back, validates again.

.DESCRIPTION
    An example to copy. It ends before anything has changed when the address is not sound, and leaves the address where it is sound when something goes
    wrong later. Needs Pester 5, and the permissions of a Failover and a Validate policy (New-OverlayPolicy).

.EXAMPLE
    ./MaintenanceWindow.ps1 -Destination 10.2.0.1 -Node i-0a11a11dcb42a8210 -Partner i-0b22a22eec53b9321 -Port 443 -Work { Restart-EC2Instance i-0a11a11dcb42a8210 }
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory)] [string] $Destination,
    # The node that is to be maintained, and the one that serves meanwhile.
    [Parameter(Mandatory)] [string] $Node,
    [Parameter(Mandatory)] [string] $Partner,
    [int] $Port,
    # What is done to the node. It must not return before the node serves again.
    [Parameter(Mandatory)] [scriptblock] $Work,
    # Where the NUnit reports of both validations go.
    [string] $ReportFolder = '.'
)

$ErrorActionPreference = 'Stop'
foreach ($module in 'OverlayIp', 'Pester') { if (-not (Get-Module $module)) { Import-Module $module } }

function Assert-Sound([string] $When) {
    # A validation changes nothing and is what -WhatIf is to show.
    $WhatIfPreference = $false
    $data = @{ Destination = $Destination; Candidate = $Node, $Partner }
    if ($Port) { $data.Port = $Port }
    $configuration = New-PesterConfiguration
    $configuration.Run.Container = New-PesterContainer -Path (Join-Path (Get-Module OverlayIp).ModuleBase Validation/OverlayIp.Tests.ps1) -Data $data
    $configuration.Run.PassThru = $true
    $configuration.TestResult.Enabled = $true
    $configuration.TestResult.OutputPath = Join-Path $ReportFolder "overlay-$When.xml"
    $result = Invoke-Pester -Configuration $configuration
    if ($result.Result -ne 'Passed') { throw "$Destination is not sound $When the maintenance: see $($configuration.TestResult.OutputPath.Value)." }
}

# An error of one route table is an error of the whole switch: -Rollback restores the others, and the preference above ends the script.
function Move-Address([string] $From, [string] $To) {
    Get-OverlayRoute $Destination | Switch-OverlayRoute -From $From -InstanceId $To -Rollback
}

Assert-Sound before
if ($PSCmdlet.ShouldProcess($Node, "Move $Destination to $Partner, do the work, move it back")) {
    Move-Address $Node $Partner
    & $Work
    Move-Address $Partner $Node
    Assert-Sound after
}
