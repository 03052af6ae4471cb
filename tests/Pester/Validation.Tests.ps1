BeforeAll {
    . $PSScriptRoot/Support/Start.ps1
    $pester = (Get-Module Pester).Path

    # The suite that ships with the module, as a user runs it, in a PowerShell of its own: Pester does not run within Pester.
    function Invoke-Validation([Collections.IDictionary] $Data, [string] $Format = 'NUnitXml', [string] $Tag) {
        $report = Join-Path $TestDrive "$([guid]::NewGuid()).xml"
        $json = ConvertTo-Json $Data -Compress
        Invoke-ChildPwsh @"
Import-Module '$pester'
`$data = ConvertFrom-Json '$json' -AsHashtable
`$data.Credential = [pscustomobject] @{ AccessKeyId = '$($lab.AccessKeyId)'; SecretAccessKey = '$($lab.SecretAccessKey)' }
`$data.EndpointUrl = '$($lab.EndpointUrl)'
`$data.Region = '$($lab.Region)'
`$configuration = New-PesterConfiguration
`$configuration.Run.Container = New-PesterContainer -Path (Join-Path (Get-Module OverlayIp).ModuleBase Validation/OverlayIp.Tests.ps1) -Data `$data
`$configuration.Run.PassThru = `$true
`$configuration.Output.Verbosity = 'None'
`$configuration.TestResult.Enabled = `$true
`$configuration.TestResult.OutputFormat = '$Format'
`$configuration.TestResult.OutputPath = '$report'
$(if ($Tag) { "`$configuration.Filter.Tag = '$Tag'" })
`$result = Invoke-Pester -Configuration `$configuration 3>`$null
[pscustomobject] @{
    Result = `$result.Result
    Report = '$report'
    Tests = @(`$result.Tests | ForEach-Object { [pscustomobject] @{ Path = `$_.ExpandedPath; Result = `$_.Result; Message = "`$(`$_.ErrorRecord)" } })
    ContainersFailed = `$result.FailedContainersCount
}
"@
    }

    function Get-Result($Run, [string] $Result) { @($Run.Tests | Where-Object Result -EQ $Result).Path }
}

Describe 'The validation that ships with the module' {
    BeforeAll {
        $lab = New-TestLab -Routed
        $a, $b = $lab.Nodes
        $data = @{ Destination = @('10.2.0.1'); Candidate = @($a.InstanceId, $b.InstanceId); Port = @(443) }
    }

    AfterAll { Stop-TestLabs }

    It 'passes on a healthy VPC, one test for each check' {
        $run = Invoke-Validation $data
        $run.Result | Should -Be Passed
        Get-Result $run Failed | Should -BeNullOrEmpty
        $expected = Test-OverlayIp 10.2.0.1 -Candidate $data.Candidate -Port 443
        $run.Tests | Should -HaveCount $expected.Count
        @(Get-Result $run Skipped).Count | Should -Be @($expected | Where-Object Status -EQ Skipped).Count
        Get-Result $run Passed | Should -Contain "Overlay address 10.2.0.1/32.SourceDestCheckOff ($($a.InstanceId))"
        Get-Result $run Passed | Should -Contain "Overlay address 10.2.0.1/32.SourceDestCheckOff ($($b.InstanceId))"
    }

    It 'writes a report of <Format>' -ForEach @(
        @{ Format = 'NUnitXml'; Path = '//test-case' }, @{ Format = 'JUnitXml'; Path = '//testcase' }
    ) {
        $run = Invoke-Validation $data -Format $Format
        $cases = Select-Xml -Path $run.Report -XPath $Path
        $cases | Should -HaveCount $run.Tests.Count
        $cases.Node.name | Where-Object { $_ -like '*SourceDestCheckOff*' } | Should -HaveCount 2
    }

    It 'runs the tests of the checks that a filter names' {
        $run = Invoke-Validation $data -Tag SourceDestCheckOff
        Get-Result $run Passed | Should -Be ($a, $b | ForEach-Object { "Overlay address 10.2.0.1/32.SourceDestCheckOff ($($_.InstanceId))" })
    }

    It 'leaves out what -Skip names' {
        (Invoke-Validation ($data + @{ Skip = @('MaySwitch', 'NetworkAcl*') })).Tests.Path | Where-Object { $_ -match 'MaySwitch|NetworkAcl' } | Should -BeNullOrEmpty
    }

    It 'finds every address of a VPC' {
        $null = New-OverlayRoute 10.2.0.2 -VpcId $lab.VpcId -InstanceId $b.InstanceId
        $run = Invoke-Validation @{ VpcId = $lab.VpcId }
        $null = Remove-OverlayRoute 10.2.0.2 -VpcId $lab.VpcId -Confirm:$false
        @($run.Tests.Path -replace '^Overlay address (\S+/32)\..*', '$1' | Sort-Object -Unique) | Should -Be '10.2.0.1/32', '10.2.0.2/32'
    }

    It 'drills when it is asked to, and only then' {
        $moves = { @(Get-OverlayLab -Call | Where-Object { $_.Action -eq 'ReplaceRoute' -and $_.HttpStatus -eq 200 }).Count }
        $before = & $moves
        $run = Invoke-Validation ($data + @{ Drill = $true })
        $run.Result | Should -Be Passed
        Get-Result $run Passed | Where-Object { $_ -like 'Drill*' } | Should -Be @(
            "Drill of 10.2.0.1/32.switches to $($a.InstanceId)", "Drill of 10.2.0.1/32.switches to $($b.InstanceId)", 'Drill of 10.2.0.1/32.restores the original targets')
        & $moves | Should -Be ($before + 6)
        $null = Invoke-Validation $data
        & $moves | Should -Be ($before + 6)
        Get-RouteSummary $lab | Should -Be 'lab-main node-a', 'lab-node-a node-a', 'lab-node-b node-a'
    }

    It 'fails as one test that says why when nothing can be tested: <Name>' -ForEach @(
        @{ Name = 'no such route'; Data = @{ Destination = @('10.2.9.9') }; Message = 'RouteNotFound: *' }
        @{ Name = 'no destination'; Data = @{}; Message = 'DestinationMissing: *' }
    ) {
        $run = Invoke-Validation $Data
        $run.ContainersFailed | Should -Be 0
        Get-Result $run Failed | Should -Be 'Overlay addresses.can be tested'
        $run.Tests.Message | Should -BeLike $Message
    }
}

Describe 'The validation of a broken VPC' {
    BeforeEach {
        $lab = New-TestLab -Routed
        $a, $b = $lab.Nodes
        $data = @{ Destination = @('10.2.0.1'); Candidate = @($a.InstanceId, $b.InstanceId); Port = @(443) }
    }

    AfterEach { Stop-TestLabs }

    It 'fails with the right names and remedies: <Name>' -ForEach @(
        @{ Name = 'the check of a candidate'; Break = { $null = Enable-SourceDestCheck $b.InstanceId }; Failed = { "SourceDestCheckOff ($($b.InstanceId))" }; Mend = '*Disable-SourceDestCheck*' }
        @{ Name = 'a route is missing'; Break = { $null = Remove-OverlayRoute 10.2.0.1 -RouteTableId $lab.RouteTableIds[1] -Confirm:$false }; Failed = { "RouteInEveryTable ($($lab.RouteTableIds[1]))" }; Mend = '*New-OverlayRoute*' }
        @{ Name = 'a candidate is stopped'; Break = { Stop-LabNode $lab $b.InstanceId }; Failed = { "CandidateRunning ($($b.InstanceId))" }; Mend = '*' }
    ) {
        . $Break
        $run = Invoke-Validation $data
        $run.Result | Should -Be Failed
        Get-Result $run Failed | Should -Contain "Overlay address 10.2.0.1/32.$(. $Failed)"
        $expected = Test-OverlayIp 10.2.0.1 -Candidate $data.Candidate -Port 443 | Where-Object Passed -EQ $false
        @(Get-Result $run Failed).Count | Should -Be @($expected).Count
        ($run.Tests | Where-Object Path -EQ "Overlay address 10.2.0.1/32.$(. $Failed)").Message | Should -BeLike $Mend
    }

    It 'fails what could not be looked at' {
        Set-OverlayLabFault -DeniedAction DescribeSecurityGroups
        $run = Invoke-Validation $data
        $run.Result | Should -Be Failed
        (Get-Result $run Failed) -join ' ' | Should -Match 'SecurityGroup'
    }
}

Describe 'The example of a maintenance window' {
    BeforeEach {
        $lab = New-TestLab -Routed
        $a, $b = $lab.Nodes
        $script = {
            param([string] $More)
            Invoke-ChildPwsh @"
Import-Module '$pester'
`$keys = [pscustomobject] @{ AccessKeyId = '$($lab.AccessKeyId)'; SecretAccessKey = '$($lab.SecretAccessKey)' }
`$global:PSDefaultParameterValues = @{ '*Overlay*:EndpointUrl' = '$($lab.EndpointUrl)'; '*Overlay*:Credential' = `$keys; '*Overlay*:Region' = '$($lab.Region)' }
`$work = { `$global:seen = (Get-OverlayRoute 10.2.0.1).InstanceId | Sort-Object -Unique }
`$problem = try { `$null = & (Join-Path (Get-Module OverlayIp).ModuleBase examples/MaintenanceWindow.ps1) -Destination 10.2.0.1 -Node $($a.InstanceId) -Partner $($b.InstanceId) -Port 443 -Work `$work -ReportFolder '$TestDrive' $More 6>`$null } catch { "`$_" }
[pscustomobject] @{ Problem = `$problem; Seen = `$global:seen }
"@
        }
    }

    AfterEach { Stop-TestLabs }

    It 'moves the address away for the work, and back' {
        $run = & $script
        $run.Problem | Should -BeNullOrEmpty
        $run.Seen | Should -Be $b.InstanceId
        Get-RouteSummary $lab | Should -Be 'lab-main node-a', 'lab-node-a node-a', 'lab-node-b node-a'
        foreach ($when in 'before', 'after') { Join-Path $TestDrive "overlay-$when.xml" | Should -Exist }
    }

    It 'does not begin when the partner is not fit' {
        $null = Enable-SourceDestCheck $b.InstanceId
        $run = & $script
        $run.Problem | Should -BeLike '*not sound before*overlay-before.xml*'
        $run.Seen | Should -BeNullOrEmpty
        Get-OverlayLab -Call | Where-Object Action -EQ ReplaceRoute | Where-Object HttpStatus -EQ 200 | Should -BeNullOrEmpty
    }

    It 'shows under -WhatIf whether it would begin' {
        $run = & $script -More '-WhatIf'
        $run.Problem | Should -BeNullOrEmpty
        $run.Seen | Should -BeNullOrEmpty
        Get-OverlayLab -Call | Where-Object Action -EQ ReplaceRoute | Where-Object HttpStatus -EQ 200 | Should -BeNullOrEmpty
    }
}
