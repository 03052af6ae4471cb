BeforeAll { . $PSScriptRoot/Support/Start.ps1 }

Describe 'Invoke-OverlayDrill' {
    BeforeEach {
        $lab = New-TestLab -Routed
        $a, $b = $lab.Nodes
        $atA = 'lab-main node-a', 'lab-node-a node-a', 'lab-node-b node-a'
    }

    AfterEach { Stop-TestLabs }

    It 'visits every candidate, reports each and restores' {
        $results = Get-OverlayRoute 10.2.0.1 | Invoke-OverlayDrill -Candidate $b.InstanceId, $a.NetworkInterfaceId -Confirm:$false
        $results.Outcome | Should -Be 'Passed', 'Passed', 'Passed'
        $results.InstanceName | Should -Be 'node-b', 'node-a', 'node-a'
        $results.IsRestore | Should -Be $false, $false, $true
        $results[0].Tables.RouteTableName | Sort-Object | Should -Be 'lab-main', 'lab-node-a', 'lab-node-b'
        $results[0].Tables.InstanceId | Sort-Object -Unique | Should -Be $b.InstanceId
        $results[0].Tables.Verified | Should -Not -Contain $false
        $results[0].Elapsed | Should -BeGreaterThan ([timespan]::Zero)
        Get-RouteSummary $lab | Should -Be $atA
        $targets = Get-OverlayLab -Call | Where-Object Action -EQ ReplaceRoute | ForEach-Object { $_.Parameters.NetworkInterfaceId }
        $targets | Should -Be (@($b.NetworkInterfaceId) * 3 + @($a.NetworkInterfaceId) * 3)
    }

    It 'takes a destination and the VPC of the candidate' {
        (Invoke-OverlayDrill 10.2.0.1 -Candidate $b.InstanceId -Confirm:$false).Outcome | Should -Be 'Passed', 'Passed'
        Get-RouteSummary $lab | Should -Be $atA
    }

    It 'drills several addresses one after the other' {
        $null = New-OverlayRoute 10.2.0.2 -VpcId $lab.VpcId -InstanceId $b.InstanceId
        $results = Get-OverlayRoute | Invoke-OverlayDrill -Candidate $a.InstanceId, $b.InstanceId -Confirm:$false
        $results.DestinationCidr | Should -Be ((@('10.2.0.1/32') * 3) + (@('10.2.0.2/32') * 3))
        Get-RouteSummary $lab | Should -Be $atA
        Get-RouteSummary $lab 10.2.0.2/32 | Should -Be ($atA -replace ' node-a$', ' node-b')
    }

    It 'lists its steps under -WhatIf and changes nothing' {
        $recorded = New-RecordedShell
        $null = Invoke-InShell $recorded Invoke-OverlayDrill @{ DestinationCidr = '10.2.0.1'; Candidate = $b.InstanceId, $a.InstanceId; WhatIf = $true }
        $lines = @($recorded.Host.Lines) -like 'What if:*'
        $lines | Should -HaveCount 3
        $lines[0] | Should -BeLike "*Switch to node-b ($($b.InstanceId), $($b.NetworkInterfaceId))*10.2.0.1/32 in rtb-*"
        $lines[1] | Should -BeLike '*Switch to node-a *'
        $lines[2] | Should -BeLike '*Restore node-a *'
        Get-OverlayLab -Call | Where-Object Action -NotLike Describe* | Select-Object -ExpandProperty Action | Should -Not -Contain ReplaceRoute
    }

    It 'asks once, and takes no for an answer' {
        $recorded = New-RecordedShell
        $recorded.Host.Answers.Enqueue(2)
        $null = Invoke-InShell $recorded Invoke-OverlayDrill @{ DestinationCidr = '10.2.0.1'; Candidate = $b.InstanceId, $a.InstanceId }
        $recorded.Host.Questions | Should -HaveCount 1
        $recorded.Host.Questions | Should -BeLike '*Switch to node-b*, then Switch to node-a*, then Restore node-a*'
        Get-OverlayLab -Call | Where-Object Action -EQ ReplaceRoute | Should -BeNullOrEmpty
    }

    It 'restores when nobody wants its output any more' {
        Invoke-OverlayDrill 10.2.0.1 -Candidate $b.InstanceId -Confirm:$false | Select-Object -First 1 | Should -HaveCount 1
        Get-RouteSummary $lab | Should -Be $atA
    }

    It 'restores when a warning or an error is to stop everything' {
        Set-OverlayLabFault -Throttle @{ ReplaceRoute = '4/4' }
        $said = Invoke-Recorded { Invoke-OverlayDrill 10.2.0.1 -Candidate $b.InstanceId -Confirm:$false -WarningAction Stop -ErrorAction Stop }
        Set-OverlayLabFault -Clear
        $said.Errors | Should -BeNullOrEmpty
        Get-RouteSummary $lab | Should -Be $atA
    }

    It 'shows error ids whole in a table of 80 columns' {
        Set-OverlayLabFault -DeniedAction ReplaceRoute
        $said = Invoke-Recorded { Invoke-OverlayDrill 10.2.0.1 -Candidate $b.InstanceId -Confirm:$false }
        Set-OverlayLabFault -Clear
        $lines = ($said.Output | Out-String -Width 80) -replace "`e\[[\d;]*m" -split "`n" | ForEach-Object TrimEnd
        $lines | ForEach-Object { $_.Length | Should -BeLessOrEqual 80 }
        $lines | Where-Object { $_ -match "^1\. Switch +$($b.InstanceId) +node-b +0/3 +\d+ Failed$" } | Should -HaveCount 1
        $lines | Where-Object { $_ -match '^ +DrillNotRestored$' } | Should -HaveCount 1
    }

    It 'ends with the first candidate that fails, and restores' {
        Set-OverlayLabFault -DeniedAction ReplaceRoute
        $said = Invoke-Recorded { Invoke-OverlayDrill 10.2.0.1 -Candidate $b.InstanceId, $a.InstanceId -Confirm:$false }
        $said.Output.Outcome | Should -Be 'Failed', 'NotAttempted', 'Failed'
        $said.Errors.Exception.ErrorId | Sort-Object -Unique | Should -Be 'AccessDenied', 'DrillNotRestored'
        Set-OverlayLabFault -Clear
        Get-RouteSummary $lab | Should -Be $atA
    }

    It 'needs no more than a Failover policy allows' {
        $policy = Get-OverlayRoute 10.2.0.1 | New-OverlayPolicy Failover
        $before = @(Get-OverlayLab -Call).Count
        $null = Invoke-OverlayDrill 10.2.0.1 -Candidate $b.InstanceId -Confirm:$false
        (Get-OverlayLab -Call | Select-Object -Skip $before).Action | Sort-Object -Unique | ForEach-Object { "ec2:$_" } | Should -Be ($policy.Statements.Actions | Sort-Object)
    }

    It 'is refused before anything changes: <Name>' -ForEach @(
        @{ Name = 'a candidate is stopped'; Make = { Stop-LabNode $lab $b.InstanceId }; Id = 'TargetNotRunning' }
        @{ Name = 'a candidate has its check enabled'; Make = { $null = Enable-SourceDestCheck $b.InstanceId }; Id = 'TargetCheckEnabled' }
        @{ Name = 'a candidate lies in another VPC'; Candidate = { $b.InstanceId, (Add-OtherVpc $lab).InstanceId }; Id = 'TargetInOtherVpc' }
        @{ Name = 'the present target is stopped'; Make = { Stop-LabNode $lab $a.InstanceId }; Id = 'DrillNotRestorable' }
        @{ Name = 'no candidate'; Candidate = { }; Id = 'CandidateMissing' }
        @{ Name = 'no other candidate'; Candidate = { $a.InstanceId }; Id = 'CandidateMissing' }
        @{ Name = 'no such route'; Destination = '10.2.0.9'; Id = 'RouteNotFound' }
        @{ Name = 'a port of a block'; Destination = '10.2.0.0/24'; More = @{ ProbePort = 443 }; Id = 'DrillProbeImpossible' }
        @{ Name = 'a candidate that is none'; Candidate = { 'node-b' }; Id = 'ParameterArgumentTransformationError' }
    ) {
        if ($Make) { . $Make }
        $given = if ($More) { $More } else { @{} }
        $candidates = if ($Candidate) { @(. $Candidate) } else { $b.InstanceId }
        $said = Invoke-Recorded { Invoke-OverlayDrill ($Destination ?? '10.2.0.1' ) -Candidate $candidates -Confirm:$false @given }
        $said.Output | Should -BeNullOrEmpty
        $said.Errors | Should -HaveCount 1
        ($said.Errors[0].FullyQualifiedErrorId -split ',')[0] | Should -Be $Id
        Get-OverlayLab -Call | Where-Object Action -EQ ReplaceRoute | Should -BeNullOrEmpty
    }

    Context 'stopped' {
        BeforeEach { $recorded = New-RecordedShell }

        AfterEach {
            $recorded.Shell.Dispose()
            $recorded.Runspace.Dispose()
        }

        It 'restores before it ends, and tells so: <When>' -ForEach @(
            # The first table is switched, or restored, and the next one has no turn until it is stopped.
            @{ When = 'in the middle of a switch'; Fault = @{ Throttle = @{ ReplaceRoute = '1/0.001' } }; Until = { (Get-CallCount ReplaceRoute 200) -eq 1 -and (Get-CallCount ReplaceRoute 503) -ge 1 } }
            @{ When = 'while it restores'; Fault = @{ Throttle = @{ ReplaceRoute = '4/0.001' } }; Until = { (Get-CallCount ReplaceRoute 200) -eq 4 } }
            @{ When = 'while it reads back'; Fault = @{ ConsistencyDelay = '3s'; Action = 'DescribeRouteTables' }; Until = { (Get-CallCount ReplaceRoute 200) -ge 3 } }
        ) {
            Set-OverlayLabFault @Fault
            $running = $recorded.Shell.AddCommand('Invoke-OverlayDrill').AddParameter('DestinationCidr', '10.2.0.1').AddParameter('Candidate', $b.InstanceId).AddParameter('Confirm', $false).BeginInvoke()
            Wait-Until $Until
            $stopping = $recorded.Shell.BeginStop($null, $null)
            Wait-Until { -not $recorded.Host.Lines.IsEmpty }
            if ($Fault.Throttle) { Set-OverlayLabFault -Clear }
            $recorded.Shell.EndStop($stopping)
            $thrown = try { $recorded.Shell.EndInvoke($running) } catch { $_.Exception.InnerException }
            $thrown | Should -BeOfType Management.Automation.PipelineStoppedException
            Set-OverlayLabFault -Clear
            Get-RouteSummary $lab | Should -Be $atA
            $lines = @($recorded.Host.Lines)
            $lines[0] | Should -BeLike 'WARNING: Stopped. 10.2.0.1/32: restoring the original targets, for up to 60 seconds.'
            $lines[-1] | Should -BeLike 'WARNING: Stopped. 10.2.0.1/32 points to its original targets in rtb-*'
        }

        It 'tells what it could not restore, and the command that does' {
            Set-OverlayLabFault -Throttle @{ ReplaceRoute = '3/0.001' }
            $running = $recorded.Shell.AddCommand('Invoke-OverlayDrill').AddParameter('DestinationCidr', '10.2.0.1').AddParameter('Candidate', $b.InstanceId).AddParameter('Confirm', $false).BeginInvoke()
            Wait-Until { (Get-CallCount ReplaceRoute 503) -ge 1 }
            $stopping = $recorded.Shell.BeginStop($null, $null)
            # Denied only now: what is denied ends at once, and nothing would be left to stop.
            Wait-Until { -not $recorded.Host.Lines.IsEmpty }
            Set-OverlayLabFault -Clear -DeniedAction ReplaceRoute
            $recorded.Shell.EndStop($stopping)
            $thrown = try { $recorded.Shell.EndInvoke($running) } catch { $_.Exception.InnerException }
            $thrown | Should -BeOfType Management.Automation.PipelineStoppedException
            $told = @($recorded.Host.Lines)[-1]
            $told | Should -BeLike 'WARNING: Stopped. 10.2.0.1/32 is NOT restored in rtb-*'
            Set-OverlayLabFault -Clear
            Get-RouteSummary $lab | Should -Be ($atA -replace ' node-a$', ' node-b')
            $told -match 'restore with: (.*)$' | Should -BeTrue
            $null = Invoke-Expression $Matches[1]
            Get-RouteSummary $lab | Should -Be $atA
        }
    }
}

Describe 'Invoke-OverlayDrill with real packets' {
    BeforeAll {
        $obstacle = if (-not $IsLinux) { 'it needs Linux' }
        elseif ((id -u) -ne '0') { 'it needs root' }
        elseif (-not (Get-Command python3 -CommandType Application -ErrorAction Ignore)) { 'it needs python3 (package python3)' }
        elseif (-not ('/usr/sbin/nft', '/sbin/nft' | Where-Object { Test-Path $_ })) { 'it needs nft (package nftables)' }
        if (-not $obstacle) {
            $lab = Start-OverlayLab -Network
            $a, $b = $lab.Nodes
            $null = $lab.Nodes | Disable-SourceDestCheck
            $null = New-OverlayRoute 10.2.0.1 -VpcId $lab.VpcId -InstanceId $a.InstanceId
            $null = $lab.Nodes | Invoke-OverlayLabCommand { Add-OverlayAddress 10.2.0.1 }
            $serve = {
                param($Node)
                Invoke-OverlayLabCommand $Node -Command sh -ArgumentList '-c', 'setsid python3 -m http.server 8080 --bind 10.2.0.1 >/dev/null 2>&1 </dev/null &'
                Wait-Until {
                    Invoke-OverlayLabCommand $Node -Command python3 -ArgumentList '-c', 'import socket, sys; sys.exit(socket.socket().connect_ex(("10.2.0.1", 8080)) != 0)'
                    $LASTEXITCODE -eq 0
                }
            }
            $drill = { param($Candidate) Invoke-OverlayDrill 10.2.0.1 -Candidate $Candidate -ProbePort 8080 -Confirm:$false | ConvertTo-Json -Depth 4 -EnumsAsStrings }
        }
    }

    AfterAll { Stop-TestLabs }

    BeforeEach { if ($obstacle) { Set-ItResult -Skipped -Because $obstacle } }

    It 'does not begin when nobody answers' {
        $said = Invoke-Recorded { Invoke-OverlayLabCommand client-a $drill -ArgumentList $b.InstanceId }
        $said.Errors.Exception.Message | Should -BeLike '*does not answer now*'
        Get-RouteSummary $lab | Should -Be 'lab-main node-a', 'lab-node-a node-a', 'lab-node-b node-a'
    }

    It 'fails a candidate that does not answer, and restores' {
        & $serve node-a
        $json = Invoke-Recorded { Invoke-OverlayLabCommand client-a $drill -ArgumentList $b.InstanceId }
        $results = $json.Output | ConvertFrom-Json
        $results.Outcome | Should -Be 'Failed', 'Passed'
        $results[0].ErrorId | Should -Be DrillUnanswered
        Get-RouteSummary $lab | Should -Be 'lab-main node-a', 'lab-node-a node-a', 'lab-node-b node-a'
    }

    It 'measures what a client sees' {
        & $serve node-b
        $results = Invoke-OverlayLabCommand client-a $drill -ArgumentList $b.InstanceId | ConvertFrom-Json
        $results.Outcome | Should -Be 'Passed', 'Passed'
        $results.Outage | Should -Not -Contain $null
        Get-RouteSummary $lab | Should -Be 'lab-main node-a', 'lab-node-a node-a', 'lab-node-b node-a'
    }
}
