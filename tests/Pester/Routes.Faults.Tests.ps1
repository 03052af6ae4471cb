BeforeAll { . $PSScriptRoot/Support/Start.ps1 }

Describe 'Switch-OverlayRoute on a troubled API' {
    BeforeEach {
        $lab = New-TestLab -Routed
        $main, $tableA, $tableB = $lab.RouteTableIds
        $nodeA, $nodeB = $lab.Nodes
    }

    AfterEach { Stop-TestLabs }

    It 'gets through: <Name>' -ForEach @(
        @{ Name = 'throttled'; Fault = @{ Throttle = @{ ReplaceRoute = '1/1'; DescribeRouteTables = '2/20' } }; Code = 'RequestLimitExceeded' }
        @{ Name = 'errors of the service'; Fault = @{ ErrorRate = 0.5; Action = 'ReplaceRoute' } }
        @{ Name = 'connections lost before the call'; Fault = @{ ConnectionResetRate = 0.5; Action = 'ReplaceRoute' } }
        @{ Name = 'connections lost after the call'; Fault = @{ ResetAfterRate = 0.5; Action = 'ReplaceRoute' } }
        @{ Name = 'changes that show late'; Fault = @{ ConsistencyDelay = '300ms' } }
        @{ Name = 'a slow API'; Fault = @{ Latency = '100ms' } }
    ) {
        Set-OverlayLabFault @Fault
        # Half a minute has room for a dozen tries of a table, and a dozen in a row can fail: one time in a thousand.
        $said = Invoke-Recorded { Switch-OverlayRoute 10.2.0.1 -InstanceId $nodeB.InstanceId -TimeoutSeconds 300 }
        if ($Code) { (Get-OverlayLab -Call).ErrorCode | Should -Contain $Code }
        Set-OverlayLabFault -Clear
        $said.Errors | Should -BeNullOrEmpty
        $said.Output.Verified | Should -Be $true, $true, $true
        Get-RouteSummary $lab | Should -Be 'lab-main node-b', 'lab-node-a node-b', 'lab-node-b node-b'
    }

    It 'says which table was denied, with the AWS code and the request id' {
        $before = Get-LabRoute $lab
        Set-OverlayLabFault -DeniedAction ReplaceRoute
        $said = Invoke-Recorded { Switch-OverlayRoute 10.2.0.1 -RouteTableId $main -InstanceId $nodeB.InstanceId }
        $said.Errors.FullyQualifiedErrorId | Should -Be 'AccessDenied,OverlayIp.Commands.SwitchOverlayRouteCommand'
        $said.Errors.CategoryInfo.Category | Should -Be PermissionDenied
        $said.Errors.TargetObject | Should -Be $main
        $said.Errors.Exception.AwsErrorCode | Should -Be UnauthorizedOperation
        $said.Errors.Exception.RequestId | Should -Be (Get-OverlayLab -Call | Where-Object Action -EQ ReplaceRoute).RequestId
        $said.Output.Outcome | Should -Be Failed
        $said.Output.ErrorId | Should -Be AccessDenied
        $said.Output.InstanceId | Should -Be $nodeA.InstanceId
        Get-LabRoute $lab | Should -Be $before
    }

    It 'restores the tables that were switched when another one fails, with -Rollback' {
        Remove-OverlayRoute 10.2.0.1 -RouteTableId $tableA -Confirm:$false
        Set-OverlayLabFault -DeniedAction CreateRoute
        $said = Invoke-Recorded { Switch-OverlayRoute 10.2.0.1 -InstanceId $nodeB.InstanceId -CreateMissing -Rollback }
        $said.Output | Sort-Object RouteTableName | ForEach-Object Outcome | Should -Be RolledBack, Failed, RolledBack
        $said.Errors.FullyQualifiedErrorId | Should -Be 'AccessDenied,OverlayIp.Commands.SwitchOverlayRouteCommand'
        $said.Errors.TargetObject | Should -Be $tableA
        (Get-OverlayLab -Call | Where-Object Action -EQ ReplaceRoute).Count | Should -Be 4
        Get-RouteSummary $lab | Should -Be 'lab-main node-a', 'lab-node-b node-a'
    }

    It 'names a table that can be neither switched nor restored' {
        Set-OverlayLabFault -ErrorRate 1 -Action ReplaceRoute -ResourceId $tableA
        $said = Invoke-Recorded { Switch-OverlayRoute 10.2.0.1 -InstanceId $nodeB.InstanceId -Rollback -TimeoutSeconds 5 }
        $said.Output | Sort-Object RouteTableName | ForEach-Object Outcome | Should -Be RolledBack, Failed, RolledBack
        $said.Errors.FullyQualifiedErrorId | Should -Be 'RollbackFailed,OverlayIp.Commands.SwitchOverlayRouteCommand'
        $said.Errors.TargetObject | Should -Be $tableA
        Get-RouteSummary $lab | Should -Be 'lab-main node-a', 'lab-node-a node-a', 'lab-node-b node-a'
    }

    It 'leaves the tables that were switched when another one fails, without -Rollback' {
        Set-OverlayLabFault -ErrorRate 1 -Action ReplaceRoute -ResourceId $tableA
        $said = Invoke-Recorded { Switch-OverlayRoute 10.2.0.1 -InstanceId $nodeB.InstanceId -TimeoutSeconds 5 }
        $said.Errors.TargetObject | Should -Be $tableA
        Get-RouteSummary $lab | Should -Be 'lab-main node-b', 'lab-node-a node-a', 'lab-node-b node-b'
    }

    It 'gives up a throttled table when the time is over' {
        Set-OverlayLabFault -Throttle @{ ReplaceRoute = '1/0.01' }
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $said = Invoke-Recorded { Switch-OverlayRoute 10.2.0.1 -InstanceId $nodeB.InstanceId -TimeoutSeconds 5 }
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 60 -Because 'the next token comes after 100'
        ($said.Errors.FullyQualifiedErrorId | Sort-Object -Unique) | Should -Be 'RequestLimitExceeded,OverlayIp.Commands.SwitchOverlayRouteCommand'
        $said.Errors | Should -HaveCount 2
        $said.Errors.CategoryInfo.Category | Sort-Object -Unique | Should -Be LimitsExceeded
        Get-RouteSummary $lab | Where-Object { $_ -like '* node-b' } | Should -HaveCount 1
    }

    It 'says that a change was accepted and not seen' {
        Set-OverlayLabFault -ConsistencyDelay 60s
        $said = Invoke-Recorded { Switch-OverlayRoute 10.2.0.1 -RouteTableId $main -InstanceId $nodeB.InstanceId -TimeoutSeconds 5 }
        $said.Errors.FullyQualifiedErrorId | Should -Be 'RouteNotVerified,OverlayIp.Commands.SwitchOverlayRouteCommand'
        $said.Errors.CategoryInfo.Category | Should -Be OperationTimeout
        $said.Output.Verified | Should -BeFalse
    }

    It 'ends in one error in an outage, and nothing has changed' {
        $before = Get-LabRoute $lab
        Set-OverlayLabFault -Outage
        $said = Invoke-Recorded { Switch-OverlayRoute 10.2.0.1 -InstanceId $nodeB.InstanceId }
        Set-OverlayLabFault -Clear
        $said.Errors.FullyQualifiedErrorId | Should -Be 'ServiceUnavailable,OverlayIp.Commands.SwitchOverlayRouteCommand'
        $said.Errors.CategoryInfo.Category | Should -Be ResourceUnavailable
        Get-LabRoute $lab | Should -Be $before
    }

    It 'shows no progress of what takes less than a second' {
        $recorded = New-RecordedShell
        foreach ($attempt in 1..20) {
            $recorded.Shell.Commands.Clear()
            $recorded.Shell.Streams.ClearStreams()
            $clock = [Diagnostics.Stopwatch]::StartNew()
            $null = Invoke-InShell $recorded Switch-OverlayRoute @{ DestinationCidr = '10.2.0.1'; InstanceId = $lab.Nodes[$attempt % 2].InstanceId }
            if ($clock.Elapsed.TotalSeconds -lt 1) { break }
        }

        $clock.Elapsed.TotalSeconds | Should -BeLessThan 1 -Because 'one time in twenty it must have been quick enough to tell'
        $recorded.Shell.Streams.Progress | Should -BeNullOrEmpty
        $recorded.Runspace.Dispose()
    }

    It 'shows progress of what takes longer than a second, and takes it away: <Name>' -ForEach @(
        @{ Name = 'while nothing is said'; VerboseTakes = '0:00:00' }
        # The second is over while a message is written, and others wait.
        @{ Name = 'while much is said'; VerboseTakes = '0:00:01.1' }
    ) {
        $recorded = New-RecordedShell
        $recorded.Host.VerboseTakes = $VerboseTakes
        $recorded.Runspace.SessionStateProxy.SetVariable('VerbosePreference', $VerboseTakes -eq '0:00:00' ? 'SilentlyContinue' : 'Continue')
        Set-OverlayLabFault -ErrorRate 1 -Action ReplaceRoute
        $running = $recorded.Shell.AddCommand('Switch-OverlayRoute').AddParameters(@{ DestinationCidr = '10.2.0.1'; InstanceId = $nodeB.InstanceId; TimeoutSeconds = 300 }).BeginInvoke()
        Wait-Until { $recorded.Shell.Streams.Progress.Count -gt 0 }
        Set-OverlayLabFault -Clear
        $recorded.Shell.EndInvoke($running).Outcome | Should -Be Replaced, Replaced, Replaced
        $progress = @($recorded.Shell.Streams.Progress)
        $progress[0].Activity | Should -BeLike "10.2.0.1/32 to node-b*"
        $progress[0].StatusDescription | Should -Be 'Changing route tables: 0 of 3'
        $progress[-1].RecordType | Should -Be Completed
        $recorded.Runspace.Dispose()
    }
}

Describe 'A stopped pipeline' {
    BeforeAll {
        function Assert-Stopped($Running, [Parameter(ValueFromPipeline)] $Recorded) {
            $thrown = try { $Recorded.Shell.EndInvoke($Running) } catch { $_.Exception.InnerException }
            $thrown | Should -BeOfType Management.Automation.PipelineStoppedException
        }

        # Every table is told of. A call that was on its way at that very moment counts as under way; what is told as not changed is not.
        function Assert-Told([string] $Said, [string[]] $NotChanged) {
            foreach ($name in 'lab-main', 'lab-node-a', 'lab-node-b') { $Said | Should -BeLike "*rtb-* ($name)*" }
            $told = [regex]::Matches($Said, 'not changed: ([^.]*)\.').Value -join ' '
            foreach ($name in 'lab-main', 'lab-node-a', 'lab-node-b' | Where-Object { $_ -notin $NotChanged }) { $told | Should -Not -BeLike "*($name)*" }
        }
    }

    BeforeEach {
        $lab = New-TestLab -Routed
        $nodeB = $lab.Nodes[1]
        $recorded = New-RecordedShell
    }

    AfterEach {
        $recorded.Shell.Dispose()
        $recorded.Runspace.Dispose()
        Stop-TestLabs
    }

    It 'ends at once and tells which tables are under way' {
        Set-OverlayLabFault -Latency 60s -Action ReplaceRoute
        $running = $recorded.Shell.AddCommand('Switch-OverlayRoute').AddParameter('DestinationCidr', '10.2.0.1').AddParameter('InstanceId', $nodeB.InstanceId).BeginInvoke()
        Wait-Until { $recorded.Shell.Streams.Progress.Count -gt 0 -and (Get-OverlayLab).CallsUnderWay -eq 3 }
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $recorded.Shell.EndStop($recorded.Shell.BeginStop($null, $null))
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 15 -Because 'by itself it would end after half a minute'
        $recorded | Assert-Stopped $running
        $lines = @($recorded.Host.Lines)
        $lines | Should -HaveCount 1
        $lines[0] | Should -BeLike 'WARNING: Stopped. 10.2.0.1/32: under way, look with Get-OverlayRoute: *'
        foreach ($table in $lab.RouteTableIds) { $lines[0] | Should -BeLike "*$table (lab-*" }
        Set-OverlayLabFault -Clear
        Get-RouteSummary $lab | Should -Be 'lab-main node-a', 'lab-node-a node-a', 'lab-node-b node-a'
    }

    It 'tells what was and what was not done: <Cmdlet>' -ForEach @(
        @{ Cmdlet = 'Switch-OverlayRoute'; Action = 'ReplaceRoute'; Changed = 'node-b' }
        @{ Cmdlet = 'Remove-OverlayRoute'; Action = 'DeleteRoute'; Changed = '' }
    ) {
        Set-OverlayLabFault -Throttle @{ $Action = '1/0.001' }
        $given = if ($Cmdlet -like 'Switch*') { @{ InstanceId = $nodeB.InstanceId } } else { @{ VpcId = $lab.VpcId; Confirm = $false } }
        $running = $recorded.Shell.AddCommand($Cmdlet).AddParameter('DestinationCidr', '10.2.0.1').AddParameters($given).BeginInvoke()
        Wait-Until { (Get-CallCount $Action 200) -eq 1 -and (Get-CallCount $Action 503) -ge 2 }
        $recorded.Shell.EndStop($recorded.Shell.BeginStop($null, $null))
        $recorded | Assert-Stopped $running

        # The limit stays: a call that was cut off may still be on its way to the lab.
        $left = Get-RouteSummary $lab | Where-Object { $_ -like '* node-a' }
        $left | Should -HaveCount 2
        Assert-Told (@($recorded.Host.Lines) -join ' ') -NotChanged ($left -replace ' node-a$')
    }

    It 'tells it also when what it wanted to write was refused first' {
        Set-OverlayLabFault -Throttle @{ ReplaceRoute = '1/0.001' }
        $null = $recorded.Shell.AddCommand('Import-Module').AddParameter('Assembly', [OverlayIp.PesterSupport.CopyReluctantlyCommand].Assembly).Invoke()
        $recorded.Shell.Commands.Clear()
        $null = $recorded.Shell.AddCommand('Copy-Reluctantly').AddParameter('InputObject', $nodeB)
        $running = $recorded.Shell.AddCommand('Switch-OverlayRoute').AddParameter('DestinationCidr', '10.2.0.1').BeginInvoke()
        Wait-Until { (Get-CallCount ReplaceRoute 200) -eq 1 -and (Get-CallCount ReplaceRoute 503) -ge 2 }
        $recorded.Shell.EndStop($recorded.Shell.BeginStop($null, $null))
        $recorded | Assert-Stopped $running
        $left = Get-RouteSummary $lab | Where-Object { $_ -like '* node-a' }
        Assert-Told (@($recorded.Host.Lines) -join ' ') -NotChanged ($left -replace ' node-a$')
    }

    It 'is a preference, too, and nothing goes on behind its back' {
        Set-OverlayLabFault -Throttle @{ ReplaceRoute = '1/0.001' }
        $recorded.Runspace.SessionStateProxy.SetVariable('VerbosePreference', 'Stop')
        $thrown = try {
            Invoke-InShell $recorded Switch-OverlayRoute @{ DestinationCidr = '10.2.0.1'; InstanceId = $nodeB.InstanceId }
        } catch { $_.Exception.InnerException }
        $thrown | Should -BeOfType Management.Automation.ActionPreferenceStopException

        # One call of each table may have been on its way when it ended. What goes on would make more than three in a second.
        $calls = (Get-OverlayLab -Call).Count
        Start-Sleep -Seconds 1
        (Get-OverlayLab -Call).Count | Should -BeLessOrEqual ($calls + 3)
        $left = Get-RouteSummary $lab | Where-Object { $_ -like '* node-a' }
        Assert-Told (@($recorded.Host.Lines) -join ' ') -NotChanged ($left -replace ' node-a$')
    }

    It 'ends at once while it reads: <Cmdlet>' -ForEach @(
        @{ Cmdlet = 'Get-OverlayRoute' }
        @{ Cmdlet = 'Get-SourceDestCheck' }
    ) {
        Set-OverlayLabFault -Latency 60s
        $running = $recorded.Shell.AddCommand($Cmdlet).BeginInvoke()
        Wait-Until { (Get-OverlayLab).CallsUnderWay -gt 0 }
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $recorded.Shell.Stop()
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 15 -Because 'the answer takes 60'
        $recorded | Assert-Stopped $running
        $recorded.Shell.Streams.Error | Should -BeNullOrEmpty
        $recorded.Host.Lines | Should -BeNullOrEmpty
    }

    It 'is Ctrl+C in a terminal, too' {
        if (-not $IsLinux -and -not $IsMacOS) { Set-ItResult -Skipped -Because 'there are no signals on Windows' ; return }
        Set-OverlayLabFault -Throttle @{ ReplaceRoute = '1/0.001' }
        # Where a shell has put the tests into the background, they and their children ignore SIGINT.
        $program = @(if ($IsLinux) { 'env', '--default-signal=INT' }) + (Get-Process -Id $PID).Path
        $start = [Diagnostics.ProcessStartInfo]::new($program[0], [string[]] @(@($program | Select-Object -Skip 1) + '-NoProfile', '-Command',
                "`$PSStyle.OutputRendering = 'PlainText'; Import-Module '$(Get-ModuleFolder)'; Switch-OverlayRoute 10.2.0.1 -InstanceId $($nodeB.InstanceId) -EndpointUrl $($lab.EndpointUrl) -Region $($lab.Region)"))
        $start.RedirectStandardOutput = $start.RedirectStandardError = $true
        $start.Environment['AWS_ACCESS_KEY_ID'] = $lab.AccessKeyId
        $start.Environment['AWS_SECRET_ACCESS_KEY'] = $lab.SecretAccessKey
        $child = [Diagnostics.Process]::Start($start)
        Wait-Until { (Get-CallCount ReplaceRoute 200) -eq 1 -and (Get-CallCount ReplaceRoute 503) -ge 2 }
        & /bin/kill -INT $child.Id
        $child.WaitForExit(60000) | Should -BeTrue
        $left = Get-RouteSummary $lab | Where-Object { $_ -like '* node-a' }
        $left | Should -HaveCount 2
        Assert-Told ($child.StandardOutput.ReadToEnd() -replace '\s+', ' ') -NotChanged ($left -replace ' node-a$')
    }
}
