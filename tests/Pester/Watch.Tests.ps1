BeforeAll { . $PSScriptRoot/Support/Start.ps1 }

Describe 'Watch-OverlayTarget -Once' {
    BeforeEach {
        $lab = New-TestLab -Routed
        $nodeA, $nodeB = $lab.Nodes
        $fast = @{ Once = $true; Interval = '20ms'; Timeout = '10s' }
    }

    AfterEach { Stop-TestLabs }

    It 'keeps the routes of a healthy target, and says so' {
        $said = Invoke-Recorded { Watch-OverlayTarget 10.2.0.1 $nodeA.InstanceId, $nodeB.InstanceId -InstanceStatus @fast }
        $said.Errors | Should -BeNullOrEmpty
        $said.Output | Should -BeOfType OverlayIp.OverlayHealthEvent
        $said.Output.Kind | Should -Be Watching, Healthy, Healthy, Kept
        $said.Output[-1].To | Should -Be $nodeA.InstanceId
        Get-RouteSummary $lab | Should -Be 'lab-main node-a', 'lab-node-a node-a', 'lab-node-b node-a'
    }

    It 'moves the routes of a stopped target' {
        Stop-LabNode $lab $nodeA.InstanceId
        $said = Invoke-Recorded { Watch-OverlayTarget 10.2.0.1 $lab.Nodes -InstanceStatus @fast }
        $said.Errors | Should -BeNullOrEmpty
        $said.Output.Kind | Should -Be Watching, Healthy, Unhealthy, Switched
        $switched = $said.Output[-1]
        $switched.DestinationCidr | Should -Be 10.2.0.1/32
        $switched.Candidate, $switched.CandidateName, $switched.From, $switched.To | Should -Be $nodeB.InstanceId, node-b, $nodeA.InstanceId, $nodeB.InstanceId
        $switched.Elapsed | Should -BeGreaterThan ([timespan]::Zero)
        $switched.VpcId | Should -Be $lab.VpcId
        $switched.Region | Should -Be $lab.Region
        Get-RouteSummary $lab | Should -Be 'lab-main node-b', 'lab-node-a node-b', 'lab-node-b node-b'
    }

    It 'has nowhere to go when all have failed' {
        $lab.Nodes | ForEach-Object { Stop-LabNode $lab $_.InstanceId }
        (Watch-OverlayTarget 10.2.0.1 $lab.Nodes -InstanceStatus @fast).Kind | Should -Be Watching, Unhealthy, Unhealthy, NoCandidate, Kept
    }

    It 'takes <Name>' -ForEach @(
        @{ Name = 'routes from the pipeline'; Watch = { Get-OverlayRoute 10.2.0.1 | Watch-OverlayTarget -Candidate $lab.Nodes @probe } }
        @{ Name = 'routes as -InputObject'; Watch = { Watch-OverlayTarget -InputObject (Get-OverlayRoute 10.2.0.1) -Candidate $lab.Nodes @probe } }
        @{ Name = 'routes that went through CSV'; Watch = { Get-OverlayRoute | ConvertTo-Csv | ConvertFrom-Csv | Watch-OverlayTarget -Candidate $lab.Nodes @probe } }
        @{ Name = 'a VPC'; Watch = { Watch-OverlayTarget 10.2.0.1 -VpcId $lab.VpcId -Candidate $lab.Nodes @probe } }
        @{ Name = 'interfaces as candidates'; Watch = { Watch-OverlayTarget 10.2.0.1 $lab.Nodes.NetworkInterfaceId @probe } }
        @{ Name = 'only the standby as a candidate'; Watch = { Watch-OverlayTarget 10.2.0.1 $nodeB.InstanceId @probe } }
        @{ Name = 'instances of AWS.Tools as candidates'; Watch = { Watch-OverlayTarget 10.2.0.1 ([Amazon.EC2.Model.Instance] @{ InstanceId = $nodeB.InstanceId; VpcId = $lab.VpcId }) @probe } }
        @{ Name = 'what it has emitted before'; Watch = { Watch-OverlayTarget 10.2.0.1 $lab.Nodes -Script { $true } @fast | Select-Object -Last 1 | Watch-OverlayTarget -Candidate $lab.Nodes @probe } }
    ) {
        $probe = $fast + @{ Script = { $_.InstanceName -ne 'node-a' } }
        $said = Invoke-Recorded $Watch
        $said.Errors | Should -BeNullOrEmpty
        $said.Output[-1].Kind | Should -Be Switched
        Get-RouteSummary $lab | Should -Be 'lab-main node-b', 'lab-node-a node-b', 'lab-node-b node-b'
    }

    It 'moves only the tables that are named' {
        $null = Get-OverlayRoute -RouteTableId $lab.RouteTableIds[0] | Watch-OverlayTarget -Candidate $nodeB -Script { $_.InstanceName -eq 'node-b' } @fast
        Get-RouteSummary $lab | Should -Be 'lab-main node-b', 'lab-node-a node-a', 'lab-node-b node-a'
    }

    It 'watches several addresses at once' {
        $null = New-OverlayRoute 10.2.0.2 -VpcId $lab.VpcId -InstanceId $nodeB.InstanceId
        $events = Get-OverlayRoute | Watch-OverlayTarget -Candidate $lab.Nodes -Script { $_.InstanceName -ne 'node-a' } @fast
        ($events | Where-Object DestinationCidr -EQ 10.2.0.1/32)[-1].Kind | Should -Be Switched
        ($events | Where-Object DestinationCidr -EQ 10.2.0.2/32)[-1].Kind | Should -Be Kept
        Get-RouteSummary $lab 10.2.0.2/32 | Should -Be 'lab-main node-b', 'lab-node-a node-b', 'lab-node-b node-b'
    }

    It 'changes nothing with -WhatIf, and tells what it would' {
        $before = Get-LabRoute $lab
        $recorded = New-RecordedShell
        Stop-LabNode $lab $nodeA.InstanceId
        $events = Invoke-InShell $recorded Watch-OverlayTarget ($fast + @{ DestinationCidr = '10.2.0.1'; Candidate = $lab.Nodes; InstanceStatus = $true; Fence = $true; WhatIf = $true })
        $events[-1].Kind | Should -Be Declined
        @($recorded.Host.Lines) | Should -BeLike "What if: Performing the operation ""Stop $($nodeA.InstanceId) by force, then replace route to node-a by route to node-b"" on target ""10.2.0.1/32 in rtb-*"
        Get-LabRoute $lab | Should -Be ($before -replace ' active', ' blackhole')
        (Get-OverlayLab -Call).Action | Should -Not -Contain ReplaceRoute
        $recorded.Runspace.Dispose()
    }

    It 'asks with -Confirm, once for all tables' {
        $recorded = New-RecordedShell
        $recorded.Host.Answers.Enqueue(2)
        Stop-LabNode $lab $nodeA.InstanceId
        $events = Invoke-InShell $recorded Watch-OverlayTarget ($fast + @{ DestinationCidr = '10.2.0.1'; Candidate = $lab.Nodes; InstanceStatus = $true; Confirm = $true })
        $events[-1].Kind | Should -Be Declined
        @($recorded.Host.Questions) | Should -HaveCount 1
        (Get-OverlayLab -Call).Action | Should -Not -Contain ReplaceRoute
        $recorded.Runspace.Dispose()
    }

    It 'stops the failed instance first with -Fence' {
        $events = Watch-OverlayTarget 10.2.0.1 $lab.Nodes -Script { $_.InstanceName -ne 'node-a' } -Fence -Confirm:$false @fast
        $events.Kind | Should -Be Watching, Healthy, Unhealthy, Fenced, Switched
        (Invoke-LabApi $lab DescribeInstances @{ 'InstanceId.1' = $nodeA.InstanceId }).reservationSet.item.instancesSet.item.instanceState.name | Should -Be stopped
        $changes = (Get-OverlayLab -Call).Action | Where-Object { $_ -in 'StopInstances', 'ReplaceRoute' }
        $changes[-4..-1] | Should -Be StopInstances, ReplaceRoute, ReplaceRoute, ReplaceRoute
    }

    It 'asks at the start whether it may fence: <Answer>' -ForEach @(@{ Answer = 'yes'; Choice = 0; Count = 4 }, @{ Answer = 'no'; Choice = 1; Count = 0 }) {
        $recorded = New-RecordedShell
        $recorded.Host.Answers.Enqueue($Choice)
        $events = @(Invoke-InShell $recorded Watch-OverlayTarget ($fast + @{ DestinationCidr = '10.2.0.1'; Candidate = $lab.Nodes; InstanceStatus = $true; Fence = $true }))
        $events | Should -HaveCount $Count
        @($recorded.Host.Questions) | Should -BeLike '*will be stopped by force*'
        $recorded.Runspace.Dispose()
    }

    It 'moves nothing when the failed instance cannot be stopped' {
        Set-OverlayLabFault -DeniedAction StopInstances
        $events = Watch-OverlayTarget 10.2.0.1 $lab.Nodes -Script { $_.InstanceName -ne 'node-a' } -Fence -Confirm:$false @fast
        $events.Kind | Should -Be Watching, Healthy, Unhealthy, FenceFailed, Kept
        $events[-2].ErrorId | Should -Be AccessDenied
        Get-RouteSummary $lab | Should -Be 'lab-main node-a', 'lab-node-a node-a', 'lab-node-b node-a'
    }

    It 'moves nothing when it is cut off' {
        $events = Watch-OverlayTarget 10.2.0.1 $lab.Nodes -Script { $_.InstanceName -ne 'node-a' } -Witness 127.0.0.1:1 @fast
        $events.Kind | Should -Be Watching, CutOff, Kept
        Get-RouteSummary $lab | Should -Be 'lab-main node-a', 'lab-node-a node-a', 'lab-node-b node-a'
        (Watch-OverlayTarget 10.2.0.1 $lab.Nodes -Script { $_.InstanceName -ne 'node-a' } -Witness $lab.EndpointUrl, 127.0.0.1:1 -WitnessCount 1 @fast)[-1].Kind | Should -Be Switched
    }

    Context 'a script' {
        It 'gets the node, and passes with what is true: <Name>' -ForEach @(
            @{ Name = 'true'; Script = { $true }; Kind = 'Kept' }
            @{ Name = 'an object'; Script = { $_ }; Kind = 'Kept' }
            @{ Name = 'its argument'; Script = { param($node) $node.IsTarget -or $node.Address -eq '10.0.2.10' }; Kind = 'Kept' }
            @{ Name = 'false for the target'; Script = { -not $_.IsTarget }; Kind = 'Switched' }
            @{ Name = 'nothing for the target'; Script = { if (-not $_.IsTarget) { 1 } }; Kind = 'Switched' }
            @{ Name = 'an error for the target'; Script = { if ($_.IsTarget) { throw 'out of order' } $true }; Kind = 'Switched' }
        ) {
            (Watch-OverlayTarget 10.2.0.1 $lab.Nodes -Script $Script @fast)[-1].Kind | Should -Be $Kind
        }

        It 'tells the error that it ended with' {
            $events = Watch-OverlayTarget 10.2.0.1 $lab.Nodes -Script { if ($_.IsTarget) { throw 'out of order' } $true } @fast
            ($events | Where-Object Kind -EQ Unhealthy).Detail | Should -Be 'script: out of order'
        }

        It 'has failed when it takes too long' {
            $events = Watch-OverlayTarget 10.2.0.1 $lab.Nodes -Script { if ($_.IsTarget) { Start-Sleep -Seconds 6 } $true } -Once -Rise 1 -Fall 1 -Timeout 2s
            ($events | Where-Object Kind -EQ Unhealthy).Detail | Should -Be 'script: no answer within 2 s'
            $events[-1].Kind | Should -Be Switched
        }
    }

    Context 'refuses' {
        It '<Id>: <Name>' -ForEach @(
            @{ Id = 'ProbeMissing'; Name = 'no probe'; Watch = { Watch-OverlayTarget 10.2.0.1 $nodeB } }
            @{ Id = 'ProbeMissing'; Name = 'a status without HTTP'; Watch = { Watch-OverlayTarget 10.2.0.1 $nodeB -TcpPort 1 -HttpStatus 200 } }
            @{ Id = 'ProbeUriMalformed'; Name = 'no URI'; Watch = { Watch-OverlayTarget 10.2.0.1 $nodeB -HttpUri '{0}/health' } }
            @{ Id = 'ProbeAddressMissing'; Name = 'a block to probe'; Watch = { Watch-OverlayTarget 10.2.0.0/24 $nodeB -TcpPort 1 -ProbeOverlayAddress } }
            @{ Id = 'WatchTimesInvalid'; Name = 'no interval'; Watch = { Watch-OverlayTarget 10.2.0.1 $nodeB -TcpPort 1 -Interval 0s } }
            @{ Id = 'WitnessesTooFew'; Name = 'more witnesses than there are'; Watch = { Watch-OverlayTarget 10.2.0.1 $nodeB -TcpPort 1 -WitnessCount 1 } }
            @{ Id = 'DestinationMissing'; Name = 'no destination'; Watch = { Watch-OverlayTarget -Candidate $nodeB -TcpPort 1 } }
            @{ Id = 'EmptyPipeline'; Name = 'an empty pipeline'; Watch = { @() | Watch-OverlayTarget -Candidate $nodeB -TcpPort 1 } }
            @{ Id = 'InputUnusable'; Name = 'what is no route'; Watch = { Watch-OverlayTarget -InputObject 5 -Candidate $nodeB -TcpPort 1 } }
            @{ Id = 'RouteNotFound'; Name = 'an address without routes'; Watch = { Watch-OverlayTarget 10.2.0.99 $nodeB -TcpPort 1 } }
            @{ Id = 'InstanceNotFound'; Name = 'a candidate that is not there'; Watch = { Watch-OverlayTarget 10.2.0.1 i-00000000000000099 -TcpPort 1 } }
            @{ Id = 'ParameterArgumentTransformationError'; Name = 'a malformed candidate'; Watch = { Watch-OverlayTarget 10.2.0.1 node-b -TcpPort 1 } }
            @{ Id = 'ParameterArgumentTransformationError'; Name = 'a malformed witness'; Watch = { Watch-OverlayTarget 10.2.0.1 $nodeB -TcpPort 1 -Witness 'ftp://x/' } }
            @{ Id = 'ParameterArgumentTransformationError'; Name = 'a bare number as time'; Watch = { Watch-OverlayTarget 10.2.0.1 $nodeB -TcpPort 1 -Interval 5 } }
        ) {
            Get-ErrorId $Watch | Should -Be $Id
        }

        It 'to watch when it is denied to, with category and target' {
            Set-OverlayLabFault -DeniedAction DescribeRouteTables
            $said = Invoke-Recorded { Watch-OverlayTarget 10.2.0.1 $lab.Nodes -InstanceStatus @fast }
            $said.Errors.FullyQualifiedErrorId | Should -Be 'AccessDenied,OverlayIp.Commands.WatchOverlayTargetCommand'
            $said.Errors.CategoryInfo.Category | Should -Be PermissionDenied
        }
    }
}

Describe 'Watch-OverlayTarget' {
    BeforeAll {
        function Start-Watch([hashtable] $Parameter) {
            $output = [Management.Automation.PSDataCollection[psobject]]::new()
            $given = @{ DestinationCidr = '10.2.0.1'; Candidate = $lab.Nodes; InstanceStatus = $true; Interval = '50ms'; Timeout = '10s' } + $Parameter
            $null = $recorded.Shell.AddCommand('Watch-OverlayTarget').AddParameters($given)
            [pscustomobject] @{ Running = $recorded.Shell.BeginInvoke([Management.Automation.PSDataCollection[psobject]] $null, $output); Output = $output }
        }

        # By index: to enumerate what is still being written waits for its end.
        function Get-Told($Watch) { for ($i = 0; $i -lt $Watch.Output.Count; $i++) { $Watch.Output[$i] } }

        function Stop-Watch($Watch) {
            $clock = [Diagnostics.Stopwatch]::StartNew()
            $recorded.Shell.EndStop($recorded.Shell.BeginStop($null, $null))
            $clock.Elapsed.TotalSeconds | Should -BeLessThan 30
            $thrown = try { $recorded.Shell.EndInvoke($Watch.Running) } catch { $_.Exception.InnerException }
            $thrown | Should -BeOfType Management.Automation.PipelineStoppedException
            $recorded.Shell.Streams.Error | Should -BeNullOrEmpty
        }
    }

    BeforeEach {
        $lab = New-TestLab -Routed
        $nodeA, $nodeB = $lab.Nodes
        $recorded = New-RecordedShell
    }

    AfterEach {
        $recorded.Shell.Dispose()
        $recorded.Runspace.Dispose()
        Stop-TestLabs
    }

    It 'moves the address when its node stops, tells so at once, and goes on until Ctrl+C' {
        $watch = Start-Watch @{ }
        Wait-Until { (Get-Told $watch).Kind -contains 'Healthy' }
        Stop-LabNode $lab $nodeA.InstanceId
        Wait-Until { (Get-Told $watch).Kind -contains 'Switched' }
        Get-RouteSummary $lab | Should -Be 'lab-main node-b', 'lab-node-a node-b', 'lab-node-b node-b'
        $watch.Running.IsCompleted | Should -BeFalse
        Stop-Watch $watch
        $recorded.Host.Lines | Should -BeNullOrEmpty
    }

    It 'shows a live status line' {
        $watch = Start-Watch @{ }
        Wait-Until { $recorded.Shell.Streams.Progress.Count -gt 1 }
        $shown = @($recorded.Shell.Streams.Progress)[-1]
        $shown.Activity | Should -Be 'Watching 10.2.0.1/32'
        $shown.StatusDescription | Should -BeLike 'node-a (target) * (status: running*), node-b *'
        Stop-Watch $watch
    }

    It 'outlasts an outage, says so once, and moves what is due afterwards' {
        $watch = Start-Watch @{ }
        Wait-Until { @((Get-Told $watch).Kind -eq 'Healthy').Count -eq 2 }
        Set-OverlayLabFault -Outage
        Wait-Until { (Get-Told $watch).Kind -contains 'ApiUnavailable' }
        Set-OverlayLabFault -Clear
        Stop-LabNode $lab $nodeA.InstanceId
        Wait-Until { (Get-Told $watch).Kind -contains 'Switched' }
        Stop-Watch $watch
        @((Get-Told $watch).Kind -eq 'ApiUnavailable') | Should -HaveCount 1
        @((Get-Told $watch).Kind -eq 'ApiAvailable') | Should -HaveCount 1
        (Get-Told $watch | Where-Object Kind -EQ ApiUnavailable).ErrorId | Should -Be ServiceUnavailable
    }

    It 'adopts what a person moves' {
        # What is divided for -Fall rounds is reunited: here a person takes as long as it takes.
        $watch = Start-Watch @{ Fall = 1000 }
        Wait-Until { (Get-Told $watch).Kind -contains 'Healthy' }
        $null = Switch-OverlayRoute 10.2.0.1 -InstanceId $nodeB.InstanceId
        Wait-Until { (Get-Told $watch).Kind -contains 'Adopted' }
        Stop-Watch $watch
        Get-RouteSummary $lab | Should -Be 'lab-main node-b', 'lab-node-a node-b', 'lab-node-b node-b'
    }

    It 'fails back when the preferred node is well again' {
        Stop-LabNode $lab $nodeA.InstanceId
        $watch = Start-Watch @{ FailBack = $true; HoldDown = '200ms' }
        Wait-Until { (Get-Told $watch).Kind -contains 'Switched' }
        $null = Invoke-LabApi $lab StartInstances @{ 'InstanceId.1' = $nodeA.InstanceId }
        Wait-Until { (Get-Told $watch).Kind -contains 'FailedBack' }
        Stop-Watch $watch
        Get-RouteSummary $lab | Should -Be 'lab-main node-a', 'lab-node-a node-a', 'lab-node-b node-a'
    }

    It 'stopped in the middle of a switch, tells which tables are under way' {
        Stop-LabNode $lab $nodeA.InstanceId
        Set-OverlayLabFault -Latency 60s -Action ReplaceRoute
        $watch = Start-Watch @{ }
        Wait-Until { (Get-Told $watch).Kind -contains 'Unhealthy' }
        Wait-Until { @($recorded.Shell.Streams.Progress | Where-Object StatusDescription -Like 'Changing route tables*') -and (Get-OverlayLab).CallsUnderWay -eq 3 }
        Stop-Watch $watch
        @($recorded.Host.Lines) -join ' ' | Should -BeLike 'WARNING: Stopped. 10.2.0.1/32: under way, look with Get-OverlayRoute: *'
    }

    It 'ends when the command behind it has enough' {
        $two = Watch-OverlayTarget 10.2.0.1 $lab.Nodes -InstanceStatus -Interval 50ms | Select-Object -First 2
        $two | Should -HaveCount 2
    }
}

Describe 'Watch-OverlayTarget in a network' {
    BeforeAll {
        $obstacle = if (-not $IsLinux) { 'it needs Linux' }
        elseif ((id -u) -ne '0') { 'it needs root' }
        else {
            foreach ($tool in @{ Command = 'ip'; Package = 'iproute2' }, @{ Command = 'nft'; Package = 'nftables' }, @{ Command = 'ping'; Package = 'iputils-ping' }) {
                if (-not ("/usr/sbin/$($tool.Command)", "/sbin/$($tool.Command)" | Where-Object { Test-Path $_ }) -and -not (Get-Command $tool.Command -CommandType Application -ErrorAction Ignore)) {
                    "it needs $($tool.Command) (package $($tool.Package))"
                    break
                }
            }
        }
    }

    AfterEach { Stop-TestLabs }

    It 'moves the address when the listener of its node dies, and the other node answers' {
        if ($obstacle) { Set-ItResult -Skipped -Because $obstacle ; return }
        $lab = Start-OverlayLab -Network
        $nodeA, $nodeB = $lab.Nodes
        $lab.Nodes | Disable-SourceDestCheck | Out-Null
        $null = New-OverlayRoute 10.2.0.1 -VpcId $lab.VpcId -InstanceId $nodeA.InstanceId
        $lab.Nodes | Invoke-OverlayLabCommand { Add-OverlayAddress 10.2.0.1 } | Out-Null

        # In the nodes, a program that answers a connection with the node's name; in the client, the watch.
        $serve = {
            param($name)
            $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Any, 5432)
            $listener.Start()
            while ($true) {
                $client = $listener.AcceptTcpClient()
                $client.GetStream().Write([Text.Encoding]::ASCII.GetBytes($name))
                $client.Dispose()
            }
        }
        $pwsh = (Get-Process -Id $PID).Path
        $servers = foreach ($node in $lab.Nodes) {
            Start-Process ip -ArgumentList 'netns', 'exec', $node.NetworkNamespace, $pwsh, '-NoProfile', '-Command', "& {$serve} $($node.Name)" -PassThru -RedirectStandardOutput /dev/null
        }
        $ask = {
            try {
                $client = [Net.Sockets.TcpClient]::new()
                if (-not $client.ConnectAsync('10.2.0.1', 5432).Wait(20000)) { return 'nobody' }
                [IO.StreamReader]::new($client.GetStream()).ReadToEnd()
            }
            catch { 'nobody' }
        }
        $log = Join-Path ([IO.Path]::GetTempPath()) "watch-$([guid]::NewGuid())"
        $watcher = $null
        try {
            Wait-Until { (Invoke-OverlayLabCommand client-a $ask) -eq 'node-a' } -Seconds 60
            $command = "Import-Module '$(Get-ModuleFolder)'; Watch-OverlayTarget 10.2.0.1 -Candidate $($lab.Nodes.InstanceId -join ',') -TcpPort 5432 -Interval 200ms -Timeout 1s -EndpointUrl $($lab.EndpointUrl) -Region $($lab.Region) | ForEach-Object { [string] `$_.Kind | Add-Content '$log' }"
            $start = [Diagnostics.ProcessStartInfo]::new('ip', [string[]] @('netns', 'exec', $lab.Clients[0].NetworkNamespace, $pwsh, '-NoProfile', '-Command', $command))
            $start.Environment['AWS_ACCESS_KEY_ID'] = $lab.AccessKeyId
            $start.Environment['AWS_SECRET_ACCESS_KEY'] = $lab.SecretAccessKey
            $watcher = [Diagnostics.Process]::Start($start)
            Wait-Until { (Test-Path $log) -and (Get-Content $log) -contains 'Healthy' } -Seconds 60

            $servers[0].Kill()
            Wait-Until { (Get-Content $log) -contains 'Switched' } -Seconds 60
            Invoke-OverlayLabCommand client-a $ask | Should -Be node-b
            Get-RouteSummary $lab | Should -Be 'lab-main node-b', 'lab-node-a node-b', 'lab-node-b node-b'
        }
        finally {
            @($watcher) + $servers | Where-Object { $_ -and -not $_.HasExited } | ForEach-Object { $_.Kill() }
            Remove-Item $log -ErrorAction Ignore
        }
    }
}
