BeforeAll { . $PSScriptRoot/Support/Start.ps1 }

Describe 'Remove-OverlayRoute' {
    BeforeEach {
        $lab = New-TestLab -Routed
        $main, $tableA, $tableB = $lab.RouteTableIds
        $nodeA, $nodeB = $lab.Nodes
    }

    AfterEach { Stop-TestLabs }

    It 'deletes <Name>' -ForEach @(
        @{ Name = 'from all route tables of a VPC'; Remove = { Remove-OverlayRoute 10.2.0.1 -VpcId $lab.VpcId -Confirm:$false }; Left = @() }
        @{ Name = 'from one route table'; Remove = { Remove-OverlayRoute 10.2.0.1/32 -RouteTableId $main -Confirm:$false }; Left = 'lab-node-a node-a', 'lab-node-b node-a' }
        @{ Name = 'routes from the pipeline'; Remove = { Get-OverlayRoute 10.2.0.1 | Where-Object IsMain | Remove-OverlayRoute -Confirm:$false }; Left = 'lab-node-a node-a', 'lab-node-b node-a' }
        @{ Name = 'routes given as -InputObject'; Remove = { Remove-OverlayRoute -InputObject (Get-OverlayRoute) -Confirm:$false }; Left = @() }
        @{ Name = 'rows of a CSV file'; Remove = { "DestinationCidr,RouteTableId,Region`n10.2.0.1,$main,$($lab.Region)`n10.2.0.1,$tableA," | ConvertFrom-Csv | Remove-OverlayRoute -Confirm:$false }; Left = @('lab-node-b node-a') }
        @{ Name = 'routes that went through JSON'; Remove = { Get-OverlayRoute -RouteTableId $main, $tableB | ConvertTo-Json | ConvertFrom-Json | Remove-OverlayRoute -Confirm:$false }; Left = @('lab-node-a node-a') }
        @{ Name = 'what Switch-OverlayRoute reports'; Remove = { Switch-OverlayRoute 10.2.0.1 -RouteTableId $main, $tableB -InstanceId $nodeB.InstanceId | Remove-OverlayRoute -Confirm:$false }; Left = @('lab-node-a node-a') }
        @{ Name = 'from route tables of AWS.Tools'; Remove = { [Amazon.EC2.Model.RouteTable] @{ RouteTableId = $main; VpcId = $lab.VpcId } | Remove-OverlayRoute 10.2.0.1 -Confirm:$false }; Left = 'lab-node-a node-a', 'lab-node-b node-a' }
        @{ Name = 'only in the tables that are typed'; Remove = { Get-OverlayRoute | Remove-OverlayRoute -RouteTableId $main -Confirm:$false }; Left = 'lab-node-a node-a', 'lab-node-b node-a' }
    ) {
        $said = Invoke-Recorded $Remove
        $said.Errors | Should -BeNullOrEmpty
        $said.Output | Should -BeNullOrEmpty
        Get-RouteSummary $lab | Should -Be $Left
    }

    It 'emits what it removed with -PassThru, as it was' {
        $before = Get-OverlayRoute 10.2.0.1
        $removed = Remove-OverlayRoute 10.2.0.1 -VpcId $lab.VpcId -PassThru -Confirm:$false
        $removed | Should -BeOfType OverlayIp.OverlayRoute
        $removed | ForEach-Object { "$($_.RouteTableId) $($_.InstanceId) $($_.State)" } | Sort-Object | Should -Be ($before | ForEach-Object { "$($_.RouteTableId) $($_.InstanceId) $($_.State)" } | Sort-Object)
    }

    It 'changes nothing with -WhatIf' {
        $before = Get-LabRoute $lab
        $said = Invoke-Recorded { Get-OverlayRoute | Remove-OverlayRoute -PassThru -WhatIf }
        $said.Output | Should -BeNullOrEmpty
        $said.Errors | Should -BeNullOrEmpty
        Get-LabRoute $lab | Should -Be $before
    }

    It 'asks for each table without -Confirm:$false' {
        $recorded = New-RecordedShell
        0, 2, 0 | ForEach-Object { $recorded.Host.Answers.Enqueue($_) }
        $null = Invoke-InShell $recorded Remove-OverlayRoute @{ DestinationCidr = '10.2.0.1'; RouteTableId = $main, $tableA, $tableB }
        $recorded.Shell.Streams.Error | Should -BeNullOrEmpty
        $recorded.Host.Questions | Should -HaveCount 3
        @($recorded.Host.Questions)[0] | Should -BeLike "*Delete route to $($nodeA.InstanceId)*10.2.0.1/32 in rtb-*"
        Get-RouteSummary $lab | Should -HaveCount 1
        $recorded.Runspace.Dispose()
    }

    It 'ends in an error where nobody can be asked, and deletes nothing' {
        $child = Invoke-ChildPwsh -Environment @{ AWS_ACCESS_KEY_ID = $lab.AccessKeyId; AWS_SECRET_ACCESS_KEY = $lab.SecretAccessKey } @"
try { Remove-OverlayRoute 10.2.0.1 -VpcId $($lab.VpcId) -Region $($lab.Region) -EndpointUrl $($lab.EndpointUrl) -ErrorAction Stop } catch { `$_.Exception.Message }
"@
        $child | Should -BeLike '*NonInteractive*'
        Get-LabRoute $lab | Should -HaveCount 3
    }

    It 'misses a destination that no table has' {
        $said = Invoke-Recorded { Remove-OverlayRoute 10.2.0.99 -VpcId $lab.VpcId -Confirm:$false }
        $said.Errors.FullyQualifiedErrorId | Should -Be 'RouteNotFound,OverlayIp.Commands.RemoveOverlayRouteCommand'
        $said.Errors.TargetObject | Should -Be '10.2.0.99/32'
        Get-LabRoute $lab | Should -HaveCount 3
    }

    It 'deletes where the route is and names the table that lacks it' {
        Remove-OverlayRoute 10.2.0.1 -RouteTableId $tableA -Confirm:$false
        $said = Invoke-Recorded { Remove-OverlayRoute 10.2.0.1 -RouteTableId $main, $tableA -Confirm:$false }
        $said.Errors.FullyQualifiedErrorId | Should -Be 'RouteNotFound,OverlayIp.Commands.RemoveOverlayRouteCommand'
        $said.Errors.TargetObject | Should -Be $tableA
        Get-RouteSummary $lab | Should -Be 'lab-node-b node-a'
    }

    It 'deletes blackholes' {
        Stop-LabNode $lab $nodeA.InstanceId
        Get-OverlayRoute -State Blackhole | Remove-OverlayRoute -Confirm:$false
        Get-LabRoute $lab | Should -BeNullOrEmpty
    }

    It 'goes on after throttled and lost calls' {
        Set-OverlayLabFault -Throttle @{ DeleteRoute = '1/20' } -ResetAfterRate 0.5 -Action DeleteRoute
        $said = Invoke-Recorded { Remove-OverlayRoute 10.2.0.1 -VpcId $lab.VpcId -Confirm:$false }
        $said.Errors | Should -BeNullOrEmpty
        Get-LabRoute $lab | Should -BeNullOrEmpty
    }

    It 'names the tables that were denied' {
        Set-OverlayLabFault -DeniedAction DeleteRoute
        $said = Invoke-Recorded { Get-OverlayRoute | Remove-OverlayRoute -Confirm:$false -PassThru }
        $said.Output | Should -BeNullOrEmpty
        $said.Errors.FullyQualifiedErrorId | Should -Be (, 'AccessDenied,OverlayIp.Commands.RemoveOverlayRouteCommand' * 3)
        $said.Errors.TargetObject | Sort-Object | Should -Be ($lab.RouteTableIds | Sort-Object)
        Get-LabRoute $lab | Should -HaveCount 3
    }

    It 'leaves what the AWS CLI sees as well' {
        Remove-OverlayRoute 10.2.0.1 -RouteTableId $tableA -Confirm:$false
        $cli = Get-AwsCliRoute $lab
        if (-not $cli) { Set-ItResult -Skipped -Because 'it needs /usr/bin/aws (package awscli)' ; return }
        $cli | Should -Be (Get-LabRoute $lab)
    }
}
