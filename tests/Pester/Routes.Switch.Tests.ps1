BeforeAll { . $PSScriptRoot/Support/Start.ps1 }

Describe 'Switch-OverlayRoute' {
    BeforeEach {
        $lab = New-TestLab -Routed
        $main, $tableA, $tableB = $lab.RouteTableIds
        $nodeA, $nodeB = $lab.Nodes
    }

    AfterEach { Stop-TestLabs }

    Context 'moves' {
        It '<Name>' -ForEach @(
            @{ Name = 'an address to an instance, in the VPC of the instance'; Switch = { Switch-OverlayRoute 10.2.0.1 -InstanceId $nodeB.InstanceId } }
            @{ Name = 'an address to an interface'; Switch = { Switch-OverlayRoute 10.2.0.1/32 -NetworkInterfaceId $nodeB.NetworkInterfaceId } }
            @{ Name = 'an address in a VPC'; Switch = { Switch-OverlayRoute 10.2.0.1 -VpcId $lab.VpcId -InstanceId $nodeB.InstanceId } }
            @{ Name = 'routes from the pipeline'; Switch = { Get-OverlayRoute 10.2.0.1 | Switch-OverlayRoute -InstanceId $nodeB.InstanceId } }
            @{ Name = 'routes given as -InputObject'; Switch = { Switch-OverlayRoute -InputObject (Get-OverlayRoute) -InstanceId $nodeB.InstanceId } }
            @{ Name = 'an address to a node from the pipeline'; Switch = { $nodeB | Switch-OverlayRoute 10.2.0.1 } }
            @{ Name = 'an address to an instance of AWS.Tools'; Switch = { [Amazon.EC2.Model.Instance] @{ InstanceId = $nodeB.InstanceId; VpcId = $lab.VpcId } | Switch-OverlayRoute 10.2.0.1 } }
            @{ Name = 'an address to an interface of AWS.Tools'; Switch = { [Amazon.EC2.Model.NetworkInterface] @{ NetworkInterfaceId = $nodeB.NetworkInterfaceId; VpcId = $lab.VpcId } | Switch-OverlayRoute 10.2.0.1 } }
            @{ Name = 'an address to what Disable-SourceDestCheck emits'; Switch = { Disable-SourceDestCheck $nodeB.InstanceId | Switch-OverlayRoute 10.2.0.1 } }
            @{ Name = 'routes that went through CSV'; Switch = { Get-OverlayRoute | ConvertTo-Csv | ConvertFrom-Csv | Switch-OverlayRoute -InstanceId $nodeB.InstanceId } }
            @{ Name = 'routes that went through JSON'; Switch = { Get-OverlayRoute | ConvertTo-Json | ConvertFrom-Json | Switch-OverlayRoute -NetworkInterfaceId $nodeB.NetworkInterfaceId } }
            @{ Name = 'what it has switched before'; Switch = { Switch-OverlayRoute 10.2.0.1 -VpcId $lab.VpcId -InstanceId $nodeA.InstanceId | Switch-OverlayRoute -InstanceId $nodeB.InstanceId } }
        ) {
            $said = Invoke-Recorded $Switch
            $said.Errors | Should -BeNullOrEmpty
            $said.Output | Should -BeOfType OverlayIp.OverlayRouteChange
            Get-RouteSummary $lab | Should -Be 'lab-main node-b', 'lab-node-a node-b', 'lab-node-b node-b'
            Get-OverlayRoute 10.2.0.1 | ForEach-Object InstanceId | Sort-Object -Unique | Should -Be $nodeB.InstanceId
        }

        It 'rows of a CSV file, each to its own target' {
            $null = New-OverlayRoute 10.2.0.2 -VpcId $lab.VpcId -InstanceId $nodeB.InstanceId
            $csv = @'
DestinationCidr,VpcId,RouteTableId,InstanceId,NetworkInterfaceId,Region
10.2.0.1,,MAIN,B,,
10.2.0.2,VPC,,,ENIA,REGION
'@ -replace 'MAIN', $main -replace 'VPC(?=,,)', $lab.VpcId -replace ',B,', ",$($nodeB.InstanceId)," -replace 'ENIA', $nodeA.NetworkInterfaceId -replace 'REGION', $lab.Region
            $csv = $csv -replace 'DestinationCidr,vpc-\w+', 'DestinationCidr,VpcId'
            $said = Invoke-Recorded { $csv | ConvertFrom-Csv | Switch-OverlayRoute }
            $said.Errors | Should -BeNullOrEmpty
            Get-RouteSummary $lab 10.2.0.1/32 | Should -Be 'lab-main node-b', 'lab-node-a node-a', 'lab-node-b node-a'
            Get-RouteSummary $lab 10.2.0.2/32 | Should -Be 'lab-main node-a', 'lab-node-a node-a', 'lab-node-b node-a'
        }

        It 'only in the tables that are typed, whatever the pipeline brings' {
            $said = Invoke-Recorded { Get-OverlayRoute | Switch-OverlayRoute -RouteTableId $main -InstanceId $nodeB.InstanceId }
            $said.Errors | Should -BeNullOrEmpty
            Get-RouteSummary $lab | Should -Be 'lab-main node-b', 'lab-node-a node-a', 'lab-node-b node-a'
        }

        It 'IPv6 and prefix lists' {
            $list = (Invoke-LabApi $lab CreateManagedPrefixList @{ PrefixListName = 'overlay'; AddressFamily = 'IPv4'; MaxEntries = '5'; 'Entry.1.Cidr' = '10.7.0.1/32' }).prefixList.prefixListId
            $null = '2001:db8::1', $list | ForEach-Object { New-OverlayRoute $_ -RouteTableId $main -InstanceId $nodeA.InstanceId }
            (Switch-OverlayRoute 2001:DB8::1 -InstanceId $nodeB.InstanceId).Outcome | Should -Be Replaced
            (Switch-OverlayRoute $list -InstanceId $nodeB.InstanceId).Outcome | Should -Be Replaced
            Get-RouteSummary $lab $list | Should -Be 'lab-main node-b'
            Get-RouteSummary $lab 2001:db8::1/128 | Should -Be 'lab-main node-b'
        }

        It 'what the AWS CLI sees as well' {
            $null = Switch-OverlayRoute 10.2.0.1 -InstanceId $nodeB.InstanceId
            $cli = Get-AwsCliRoute $lab
            if (-not $cli) { Set-ItResult -Skipped -Because 'it needs /usr/bin/aws (package awscli)' ; return }
            $cli | Should -Be (Get-LabRoute $lab)
            $cli | Should -BeLike "*$($nodeB.NetworkInterfaceId) active"
        }
    }

    Context 'reports' {
        It 'for each table what it was, what it is and what it took' {
            $changes = Switch-OverlayRoute 10.2.0.1 -InstanceId $nodeB.InstanceId
            $changes.RouteTableId | Sort-Object | Should -Be ($lab.RouteTableIds | Sort-Object)
            foreach ($change in $changes) {
                $change.DestinationCidr | Should -Be '10.2.0.1/32'
                $change.Outcome | Should -Be ([OverlayIp.RouteChangeOutcome]::Replaced)
                $change.PreviousInstanceId | Should -Be $nodeA.InstanceId
                $change.PreviousNetworkInterfaceId | Should -Be $nodeA.NetworkInterfaceId
                $change.InstanceId | Should -Be $nodeB.InstanceId
                $change.NetworkInterfaceId | Should -Be $nodeB.NetworkInterfaceId
                $change.Verified | Should -BeTrue
                $change.Attempts | Should -Be 1
                $change.Elapsed | Should -BeGreaterThan ([timespan]::Zero)
                $change.ErrorId | Should -BeNullOrEmpty
                $change.Region | Should -Be $lab.Region
            }
        }

        It 'what was so already, and sends nothing for it' {
            $said = Invoke-Recorded { Switch-OverlayRoute 10.2.0.1 -InstanceId $nodeA.InstanceId -Verbose }
            $said.Output.Outcome | Sort-Object -Unique | Should -Be Unchanged
            $said.Output.Attempts | Sort-Object -Unique | Should -Be 0
            $said.Verbose | Should -BeLike '*points to node-a*already.'
            (Get-OverlayLab -Call).Action | Should -Not -Contain ReplaceRoute
        }

        It 'the same again when it is run again' {
            (Switch-OverlayRoute 10.2.0.1 -InstanceId $nodeB.InstanceId).Outcome | Sort-Object -Unique | Should -Be Replaced
            (Switch-OverlayRoute 10.2.0.1 -InstanceId $nodeB.InstanceId).Outcome | Sort-Object -Unique | Should -Be Unchanged
        }

        It 'in a table that can be piped into Get-OverlayRoute and Get-SourceDestCheck' {
            $changes = Switch-OverlayRoute 10.2.0.1 -InstanceId $nodeB.InstanceId
            $changes | Get-OverlayRoute | Should -HaveCount 3
            ($changes | Get-SourceDestCheck).NetworkInterfaceId | Should -Be $nodeB.NetworkInterfaceId
        }
    }

    Context 'plans' {
        It 'and changes nothing with -WhatIf' {
            $before = Get-LabRoute $lab
            $said = Invoke-Recorded { Get-OverlayRoute | Switch-OverlayRoute -InstanceId $nodeB.InstanceId -WhatIf }
            $said.Output | Should -BeNullOrEmpty
            $said.Errors | Should -BeNullOrEmpty
            Get-LabRoute $lab | Should -Be $before
            (Get-OverlayLab -Call).Action | Should -Not -Contain ReplaceRoute
        }

        It 'and tells with -WhatIf the route that is replaced and the one that replaces it' {
            $recorded = New-RecordedShell
            $null = Invoke-InShell $recorded Switch-OverlayRoute @{ DestinationCidr = '10.2.0.1'; RouteTableId = $main; InstanceId = $nodeB.InstanceId; WhatIf = $true }
            @($recorded.Host.Lines) | Should -Be "What if: Performing the operation ""Replace route to $($nodeA.InstanceId) ($($nodeA.NetworkInterfaceId)) by route to node-b ($($nodeB.InstanceId), $($nodeB.NetworkInterfaceId))"" on target ""10.2.0.1/32 in $main (lab-main)""."
            $recorded.Runspace.Dispose()
        }

        It 'and with -WhatIf tells what would be refused' {
            $null = Enable-SourceDestCheck $nodeB.InstanceId
            Get-ErrorId { Switch-OverlayRoute 10.2.0.1 -InstanceId $nodeB.InstanceId -WhatIf } | Should -Be TargetCheckEnabled
        }

        It 'and asks with -Confirm for each table' {
            $recorded = New-RecordedShell
            0, 2, 2 | ForEach-Object { $recorded.Host.Answers.Enqueue($_) }
            $changes = Invoke-InShell $recorded Switch-OverlayRoute @{ DestinationCidr = '10.2.0.1'; InstanceId = $nodeB.InstanceId; Confirm = $true }
            $changes | Should -HaveCount 1
            Get-RouteSummary $lab | Where-Object { $_ -like '* node-b' } | Should -HaveCount 1
            $recorded.Runspace.Dispose()
        }
    }

    Context 'guards' {
        It 'with -From: refuses the table that left the expected target, and switches the others' {
            $null = Switch-OverlayRoute 10.2.0.1 -RouteTableId $tableA -InstanceId $nodeB.InstanceId
            $second = Add-SecondInterface $lab $nodeB
            $said = Invoke-Recorded { Switch-OverlayRoute 10.2.0.1 -From $nodeA.InstanceId -NetworkInterfaceId $second }
            $said.Errors.FullyQualifiedErrorId | Should -Be 'UnexpectedTarget,OverlayIp.Commands.SwitchOverlayRouteCommand'
            $said.Errors.TargetObject | Should -Be $tableA
            $said.Output.Outcome | Sort-Object | Should -Be Replaced, Replaced, Failed
            Get-OverlayRoute -NetworkInterfaceId $second | Should -HaveCount 2
        }

        It 'with -From and -Rollback: tries nothing' {
            $null = Switch-OverlayRoute 10.2.0.1 -RouteTableId $tableA -InstanceId $nodeB.InstanceId
            $before = Get-LabRoute $lab
            $said = Invoke-Recorded { Switch-OverlayRoute 10.2.0.1 -From $nodeA.NetworkInterfaceId -InstanceId $nodeB.InstanceId -RouteTableId $main, $tableA, $tableB }
            $said.Errors | Should -BeNullOrEmpty -Because 'a table that points to the new target already has been moved'
            $said = Invoke-Recorded { Switch-OverlayRoute 10.2.0.1 -From $nodeA.InstanceId -NetworkInterfaceId (Add-SecondInterface $lab $nodeA) -Rollback }
            $said.Errors.FullyQualifiedErrorId | Sort-Object -Unique | Should -Be 'UnexpectedTarget,OverlayIp.Commands.SwitchOverlayRouteCommand'
            $said.Output.Outcome | Should -Not -Contain Replaced
        }

        It 'refuses a target whose check is enabled, unless -Force' {
            $null = Enable-SourceDestCheck $nodeB.InstanceId
            $before = Get-LabRoute $lab
            $said = Invoke-Recorded { Switch-OverlayRoute 10.2.0.1 -InstanceId $nodeB.InstanceId }
            $said.Errors.FullyQualifiedErrorId | Should -Be 'TargetCheckEnabled,OverlayIp.Commands.SwitchOverlayRouteCommand'
            $said.Errors.TargetObject | Should -Be $nodeB.InstanceId
            $said.Errors.CategoryInfo.Category | Should -Be InvalidOperation
            $said.Errors.ErrorDetails.RecommendedAction | Should -BeLike "*Disable-SourceDestCheck -NetworkInterfaceId $($nodeB.NetworkInterfaceId)*"
            Get-LabRoute $lab | Should -Be $before

            $forced = Invoke-Recorded { Switch-OverlayRoute 10.2.0.1 -InstanceId $nodeB.InstanceId -Force }
            $forced.Warnings | Should -BeLike '*is enabled*'
            $forced.Output.Outcome | Sort-Object -Unique | Should -Be Replaced
        }

        It 'refuses a stopped target, unless -Force' {
            Stop-LabNode $lab $nodeB.InstanceId
            $before = Get-LabRoute $lab
            $said = Invoke-Recorded { Switch-OverlayRoute 10.2.0.1 -InstanceId $nodeB.InstanceId }
            $said.Errors.FullyQualifiedErrorId | Should -Be 'TargetNotRunning,OverlayIp.Commands.SwitchOverlayRouteCommand'
            Get-LabRoute $lab | Should -Be $before

            (Switch-OverlayRoute 10.2.0.1 -InstanceId $nodeB.InstanceId -Force).Verified | Sort-Object -Unique | Should -BeTrue
            Get-RouteSummary $lab | Should -Be 'lab-main node-b blackhole', 'lab-node-a node-b blackhole', 'lab-node-b node-b blackhole'
        }

        It 'refuses an interface that is attached to nothing' {
            $eni = (Invoke-LabApi $lab CreateNetworkInterface @{ SubnetId = $nodeB.SubnetId }).networkInterface.networkInterfaceId
            $said = Invoke-Recorded { Switch-OverlayRoute 10.2.0.1 -NetworkInterfaceId $eni }
            $said.Errors.FullyQualifiedErrorId | Should -Be 'TargetNotAttached,OverlayIp.Commands.SwitchOverlayRouteCommand'
            Get-RouteSummary $lab | Should -Be 'lab-main node-a', 'lab-node-a node-a', 'lab-node-b node-a'
        }

        It 'refuses a target in another VPC' {
            $other = Add-OtherVpc $lab
            $said = Invoke-Recorded { Switch-OverlayRoute 10.2.0.1 -InstanceId $other.InstanceId }
            $said.Errors.FullyQualifiedErrorId | Should -Be 'TargetInOtherVpc,OverlayIp.Commands.SwitchOverlayRouteCommand'
            $said.Errors.Exception.Message | Should -BeLike "*$($lab.VpcId)*$($other.VpcId)*"
            Get-RouteSummary $lab | Should -Be 'lab-main node-a', 'lab-node-a node-a', 'lab-node-b node-a'
        }

        It 'moves blackholes away from a stopped node' {
            Stop-LabNode $lab $nodeA.InstanceId
            Get-OverlayRoute -State Blackhole | Switch-OverlayRoute -InstanceId $nodeB.InstanceId | Should -HaveCount 3
            Get-RouteSummary $lab | Should -Be 'lab-main node-b', 'lab-node-a node-b', 'lab-node-b node-b'
        }
    }

    Context 'a table without the route' {
        BeforeEach { Remove-OverlayRoute 10.2.0.1 -RouteTableId $tableA -Confirm:$false }

        It 'is left out when the VPC is switched' {
            (Switch-OverlayRoute 10.2.0.1 -InstanceId $nodeB.InstanceId).RouteTableName | Sort-Object | Should -Be lab-main, lab-node-b
        }

        It 'is an error when it is named' {
            $said = Invoke-Recorded { Switch-OverlayRoute 10.2.0.1 -RouteTableId $main, $tableA -InstanceId $nodeB.InstanceId }
            $said.Errors.FullyQualifiedErrorId | Should -Be 'RouteNotFound,OverlayIp.Commands.SwitchOverlayRouteCommand'
            $said.Errors.TargetObject | Should -Be $tableA
            Get-RouteSummary $lab | Should -Be 'lab-main node-b', 'lab-node-b node-a'
        }

        It 'gets it with -CreateMissing' {
            $changes = Switch-OverlayRoute 10.2.0.1 -InstanceId $nodeB.InstanceId -CreateMissing
            ($changes | Where-Object Outcome -EQ Created).RouteTableId | Should -Be $tableA
            Get-RouteSummary $lab | Should -Be 'lab-main node-b', 'lab-node-a node-b', 'lab-node-b node-b'
        }

        It 'in all of them is an error' {
            Get-ErrorId { Switch-OverlayRoute 10.2.0.99 -InstanceId $nodeB.InstanceId } | Should -Be RouteNotFound
        }
    }
}
