<#
.SYNOPSIS
    Validates overlay addresses: one test for each condition that must hold for packets to arrive, and for the next switch to work.

.DESCRIPTION
    For Pester 5, before and after a maintenance window, on a schedule, or in a pipeline. It changes nothing, unless -Drill is given.

        $suite = Join-Path (Get-Module OverlayIp).ModuleBase Validation/OverlayIp.Tests.ps1
        $data = @{ Destination = '10.2.0.1'; Candidate = 'i-0a11a11dcb42a8210', 'i-0b22a22eec53b9321'; Port = 443 }
        Invoke-Pester -Container (New-PesterContainer -Path $suite -Data $data) -Output Detailed

    A report for a server that reads NUnit's or JUnit's format:

        $configuration = New-PesterConfiguration
        $configuration.Run.Container = New-PesterContainer -Path $suite -Data $data
        $configuration.Run.Exit = $true
        $configuration.TestResult.Enabled = $true
        $configuration.TestResult.OutputFormat = 'JUnitXml'
        $configuration.TestResult.OutputPath = 'overlay.xml'
        Invoke-Pester -Configuration $configuration

    What each condition is, is in about_OverlayIp_Validation. Its id is the name and the tag of its tests, so that they can be filtered:
    $configuration.Filter.Tag = 'SourceDestCheckOff'.

.PARAMETER Destination
    The overlay addresses, CIDR blocks or prefix lists. Without them, with -VpcId, every overlay destination of the VPC.

.PARAMETER Candidate
    The instances or network interfaces that the address may move to.

.PARAMETER Port
    The ports that it serves, such as 443 or 8000-8100; with them security groups and network ACLs are tested.

.PARAMETER Protocol
    Tcp, Udp, Icmp or All.

.PARAMETER Skip
    Ids of checks to leave out, such as MaySwitch for an identity that may only read.

.PARAMETER FailOnWarning
    Lets warnings fail.

.PARAMETER Drill
    Switches each destination to each candidate in turn and back (Invoke-OverlayDrill). The address really moves.

.PARAMETER ProbePort
    The TCP port that the drill asks for an answer.

.NOTES
    The other parameters are those of Test-OverlayIp.
#>
param(
    [string[]] $Destination,
    [string[]] $Candidate,
    [object[]] $Port,
    [string] $Protocol,
    [string] $VpcId,
    [string[]] $RouteTableId,
    [string[]] $ClientSubnetId,
    [string[]] $Skip,
    [switch] $FailOnWarning,
    [switch] $Drill,
    [int] $ProbePort,
    [string] $Region,
    [string] $ProfileName,
    [object] $Credential,
    [string] $RoleArn,
    [string] $EndpointUrl
)

# What there is to test decides which tests there are, so that AWS is asked when Pester looks for them.
BeforeDiscovery {
    if (-not (Get-Command Test-OverlayIp -ErrorAction Ignore)) { Import-Module (Join-Path $PSScriptRoot ../OverlayIp.psd1) }

    $connection = @{}
    foreach ($name in 'Region', 'ProfileName', 'Credential', 'RoleArn', 'EndpointUrl') {
        if ($value = Get-Variable $name -ValueOnly) { $connection[$name] = $value }
    }

    $what = @{}
    foreach ($name in 'Candidate', 'Port', 'Protocol', 'VpcId', 'RouteTableId', 'ClientSubnetId', 'Skip') {
        if ($value = Get-Variable $name -ValueOnly) { $what[$name] = $value }
    }

    if ($Destination) { $what.DestinationCidr = $Destination }

    $checks = @()
    $obstacle = $null
    try { $checks = @(Test-OverlayIp @what @connection -ErrorAction Stop) }
    catch { $obstacle = @{ Message = "$_"; Id = ($_.FullyQualifiedErrorId -split ',')[0]; Advice = "$($_.ErrorDetails.RecommendedAction)" } }

    $drills = if ($Drill -and -not $obstacle) {
        foreach ($name in $checks.DestinationCidr | Select-Object -Unique) {
            $options = $connection + @{ DestinationCidr = $name; Candidate = $Candidate }
            if ($ProbePort) { $options.ProbePort = $ProbePort }
            if ($VpcId) { $options.VpcId = $VpcId }
            if ($RouteTableId) { $options.RouteTableId = $RouteTableId }
            @{ Name = $name; Options = $options; Candidates = @($Candidate | ForEach-Object { @{ Node = $_ } }) }
        }
    }
}

Describe 'Overlay addresses' -ForEach @($obstacle | Where-Object { $_ }) {
    It 'can be tested' { throw "$Id`: $Message $Advice" }
}

# Names and tags are those of the checks already while Pester looks for tests: only then can they be filtered.
foreach ($byDestination in $checks | Group-Object DestinationCidr) {
    Describe "Overlay address $($byDestination.Name)" {
        foreach ($check in $byDestination.Group) {
            $about = if ($check.Subject -eq $check.DestinationCidr) { '' } else { " ($($check.Subject))" }
            It "$($check.Id)$about" -Tag $check.Id -ForEach @(@{ Check = $check; FailOnWarning = [bool] $FailOnWarning }) {
                if ($Check.Passed -and $Check.Status -eq 'Skipped') {
                    Set-ItResult -Skipped -Because $Check.Evidence
                    return
                }

                $mend = if ($Check.Remedy) { "`nMend it with: $($Check.Remedy)" }
                if (-not $Check.Passed -or ($Check.Status -eq 'Warn' -and $FailOnWarning)) { throw "$($Check.Evidence)$mend" }
                if ($Check.Status -eq 'Warn') { Write-Warning "$($Check.Id): $($Check.Evidence)$mend" }
            }
        }
    }
}

Describe 'Drill of <Name>' -ForEach @($drills | Where-Object { $_ }) {
    BeforeAll {
        $problems = @()
        $results = @(Invoke-OverlayDrill @Options -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable problems)

        function Assert-Step($Step) {
            if (-not $Step) { throw "The drill was refused: $($problems[0]) $($problems[0].ErrorDetails.RecommendedAction)" }
            if ($Step.Outcome -ne 'Passed') { throw "$($Step.Outcome). $($Step.Message)" }
        }
    }

    It 'switches to <Node>' -ForEach $Candidates {
        Assert-Step ($results | Where-Object { -not $_.IsRestore -and $Node -in $_.InstanceId, $_.NetworkInterfaceId } | Select-Object -First 1)
    }

    It 'restores the original targets' {
        if (-not $results) { Set-ItResult -Skipped -Because 'the drill was refused before anything had changed' }
        else { Assert-Step ($results | Where-Object IsRestore) }
    }
}
