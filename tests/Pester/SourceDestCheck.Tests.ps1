BeforeAll {
    . $PSScriptRoot/Support/Start.ps1

    # 'node-a on, node-b off': the setting of each interface as the lab tells it.
    function Get-LabCheck($Lab) {
        $names = @{}
        foreach ($node in $Lab.Nodes) { $names[$node.InstanceId] = $node.Name }
        ((Invoke-LabApi $Lab DescribeNetworkInterfaces).networkInterfaceSet.ChildNodes | ForEach-Object {
            "$($names[$_.attachment.instanceId]) $($_.attachment.deviceIndex) $(if ($_.sourceDestCheck -eq 'true') { 'on' } else { 'off' })"
        } | Sort-Object) -join ', '
    }
}

Describe 'The source/destination check' {
    BeforeEach {
        $lab = New-TestLab -CheckEnabled
        $nodeA, $nodeB = $lab.Nodes
    }

    AfterEach { Stop-TestLabs }

    Context 'Get-SourceDestCheck' {
        It 'emits every attached interface of the Region' {
            $checks = Get-SourceDestCheck
            $checks | Should -BeOfType OverlayIp.SourceDestCheck
            $checks.NetworkInterfaceId | Sort-Object | Should -Be ($lab.Nodes.NetworkInterfaceId | Sort-Object)
        }

        It 'says what it is the check of' {
            $check = Get-SourceDestCheck $nodeA.InstanceId
            $check.InstanceName | Should -Be node-a
            $check.DeviceIndex | Should -Be 0
            $check.Enabled | Should -BeTrue
            $check.Changed | Should -BeFalse
            $check.VpcId | Should -Be $lab.VpcId
            $check.SubnetId | Should -Be $nodeA.SubnetId
            $check.PrivateIpAddress | Should -Be $nodeA.PrivateIpAddress
            $check.Region | Should -Be $lab.Region
        }

        It 'finds <Name>' -ForEach @(
            @{ Name = 'instances'; Find = { Get-SourceDestCheck $nodeA.InstanceId, $nodeB.InstanceId }; Expected = 'node-a 0', 'node-b 0' }
            @{ Name = 'an interface'; Find = { Get-SourceDestCheck -NetworkInterfaceId $nodeB.NetworkInterfaceId }; Expected = @('node-b 0') }
            @{ Name = 'all of a VPC'; Find = { Get-SourceDestCheck -VpcId $lab.VpcId }; Expected = 'node-a 0', 'node-b 0' }
            @{ Name = 'nodes of the lab'; Find = { $lab.Nodes | Get-SourceDestCheck }; Expected = 'node-a 0', 'node-b 0' }
            @{ Name = 'its own output, each once'; Find = { @(Get-SourceDestCheck) + @(Get-SourceDestCheck) | Get-SourceDestCheck }; Expected = 'node-a 0', 'node-b 0' }
            @{ Name = 'instances of AWS.Tools'; Find = { [Amazon.EC2.Model.Instance] @{ InstanceId = $nodeB.InstanceId; State = @{ Name = 'running' } } | Get-SourceDestCheck }; Expected = @('node-b 0') }
            @{ Name = 'rows of a CSV file'; Find = { "InstanceId,NetworkInterfaceId`n$($nodeA.InstanceId),`n,$($nodeB.NetworkInterfaceId)" | ConvertFrom-Csv | Get-SourceDestCheck }; Expected = 'node-a 0', 'node-b 0' }
        ) {
            $said = Invoke-Recorded $Find
            $said.Errors | Should -BeNullOrEmpty
            $said.Output | ForEach-Object { "$($_.InstanceName) $($_.DeviceIndex)" } | Sort-Object | Should -Be $Expected
        }

        It 'finds the targets of routes, each once' {
            $null = New-OverlayRoute 10.2.0.1 -VpcId $lab.VpcId -InstanceId $nodeB.InstanceId -WarningAction Ignore
            (Get-OverlayRoute 10.2.0.1 | Get-SourceDestCheck).InstanceId | Should -Be $nodeB.InstanceId
        }
    }

    Context 'Disable-SourceDestCheck and Enable-SourceDestCheck' {
        It 'set <Name>' -ForEach @(
            @{ Name = 'an instance'; Set = { Disable-SourceDestCheck $nodeA.InstanceId }; Left = 'node-a 0 off, node-b 0 on' }
            @{ Name = 'an interface'; Set = { Disable-SourceDestCheck -NetworkInterfaceId $nodeB.NetworkInterfaceId }; Left = 'node-a 0 on, node-b 0 off' }
            @{ Name = 'nodes from the pipeline'; Set = { $lab.Nodes | Disable-SourceDestCheck }; Left = 'node-a 0 off, node-b 0 off' }
            @{ Name = 'checks from the pipeline'; Set = { Get-SourceDestCheck | Disable-SourceDestCheck }; Left = 'node-a 0 off, node-b 0 off' }
            @{ Name = 'instances of AWS.Tools'; Set = { [Amazon.EC2.Model.Instance] @{ InstanceId = $nodeB.InstanceId; VpcId = $lab.VpcId; NetworkInterfaces = @() } | Disable-SourceDestCheck }; Left = 'node-a 0 on, node-b 0 off' }
            @{ Name = 'rows of a CSV file'; Set = { "InstanceId,Region`n$($nodeA.InstanceId),`n$($nodeB.InstanceId),$($lab.Region)" | ConvertFrom-Csv | Disable-SourceDestCheck }; Left = 'node-a 0 off, node-b 0 off' }
        ) {
            $said = Invoke-Recorded $Set
            $said.Errors | Should -BeNullOrEmpty
            $said.Output | Should -BeOfType OverlayIp.SourceDestCheck
            $said.Output.Changed | Sort-Object -Unique | Should -BeTrue
            $said.Output.Enabled | Sort-Object -Unique | Should -BeFalse
            Get-LabCheck $lab | Should -Be $Left
        }

        It 'undo each other' {
            $on = Disable-SourceDestCheck $nodeA.InstanceId | Enable-SourceDestCheck
            $on.Enabled | Should -BeTrue
            $on.Changed | Should -BeTrue
            Get-LabCheck $lab | Should -Be 'node-a 0 on, node-b 0 on'
        }

        It 'leave alone what is so already, and say so' {
            $said = Invoke-Recorded { Enable-SourceDestCheck $nodeA.InstanceId -Verbose }
            $said.Output.Changed | Should -BeFalse
            $said.Verbose | Should -BeLike '*is enabled already.'
            (Get-OverlayLab -Call).Action | Should -Not -Contain ModifyNetworkInterfaceAttribute
        }

        It 'change nothing with -WhatIf' {
            $said = Invoke-Recorded { $lab.Nodes | Disable-SourceDestCheck -WhatIf }
            $said.Output | Should -BeNullOrEmpty
            Get-LabCheck $lab | Should -Be 'node-a 0 on, node-b 0 on'
        }

        It 'name the interface and its instance with -WhatIf' {
            $recorded = New-RecordedShell
            $null = Invoke-InShell $recorded Disable-SourceDestCheck @{ InstanceId = $nodeA.InstanceId; WhatIf = $true }
            @($recorded.Host.Lines) | Should -Be "What if: Performing the operation ""Disable source/destination check"" on target ""$($nodeA.NetworkInterfaceId) of $($nodeA.InstanceId) (node-a)""."
            $recorded.Runspace.Dispose()
        }

        It 'ask with -Confirm' {
            $recorded = New-RecordedShell
            2, 0 | ForEach-Object { $recorded.Host.Answers.Enqueue($_) }
            $null = Invoke-InShell $recorded Disable-SourceDestCheck @{ InstanceId = $nodeA.InstanceId, $nodeB.InstanceId; Confirm = $true }
            (Get-SourceDestCheck | Where-Object { -not $_.Enabled }) | Should -HaveCount 1
            $recorded.Runspace.Dispose()
        }

        It 'handle an instance with several interfaces: <Name>' -ForEach @(
            @{ Name = 'all of them'; Set = { Disable-SourceDestCheck $nodeA.InstanceId }; Left = 'node-a 0 off, node-a 1 off, node-b 0 on' }
            @{ Name = 'the primary one'; Set = { Disable-SourceDestCheck $nodeA.InstanceId -DeviceIndex 0 }; Left = 'node-a 0 off, node-a 1 on, node-b 0 on' }
            @{ Name = 'the one that is named'; Set = { Disable-SourceDestCheck -NetworkInterfaceId $second }; Left = 'node-a 0 on, node-a 1 off, node-b 0 on' }
        ) {
            $second = Add-SecondInterface $lab $nodeA
            $null = Enable-SourceDestCheck -NetworkInterfaceId $second
            $said = Invoke-Recorded $Set
            $said.Errors | Should -BeNullOrEmpty
            Get-LabCheck $lab | Should -Be $Left
        }

        It 'wait until the change shows' {
            Set-OverlayLabFault -ConsistencyDelay 300ms
            (Disable-SourceDestCheck $nodeA.InstanceId).Enabled | Should -BeFalse
        }

        It 'get through throttled calls' {
            Set-OverlayLabFault -Throttle @{ ModifyNetworkInterfaceAttribute = '1/0.3' }
            $said = Invoke-Recorded { $lab.Nodes | Disable-SourceDestCheck }
            $said.Errors | Should -BeNullOrEmpty
            Get-LabCheck $lab | Should -Be 'node-a 0 off, node-b 0 off'
            (Get-OverlayLab -Call).ErrorCode | Should -Contain RequestLimitExceeded
        }

        It 'name each interface that was denied' {
            Set-OverlayLabFault -DeniedAction ModifyNetworkInterfaceAttribute
            $said = Invoke-Recorded { $lab.Nodes | Disable-SourceDestCheck }
            $said.Errors.FullyQualifiedErrorId | Sort-Object -Unique | Should -Be 'AccessDenied,OverlayIp.Commands.DisableSourceDestCheckCommand'
            $said.Errors.TargetObject | Should -Be $lab.Nodes.NetworkInterfaceId
            Get-LabCheck $lab | Should -Be 'node-a 0 on, node-b 0 on'
        }

        It 'go on with the other nodes when one does not exist' {
            $rows = "InstanceId`ni-00000000000000000`n$($nodeB.InstanceId)" | ConvertFrom-Csv
            $said = Invoke-Recorded { $rows | Disable-SourceDestCheck }
            $said.Errors.FullyQualifiedErrorId | Should -Be 'InstanceNotFound,OverlayIp.Commands.DisableSourceDestCheckCommand'
            $said.Errors.TargetObject | Should -Be 'i-00000000000000000'
            Get-LabCheck $lab | Should -Be 'node-a 0 on, node-b 0 off'
        }
    }

    It 'is seen by the AWS CLI as well' {
        if (-not (Test-Path /usr/bin/aws)) { Set-ItResult -Skipped -Because 'it needs /usr/bin/aws (package awscli)' ; return }
        $null = Disable-SourceDestCheck $nodeA.InstanceId
        $child = Invoke-CleanProcess /usr/bin/aws @('ec2', 'describe-instances', '--query', 'Reservations[].Instances[].[InstanceId,SourceDestCheck]', '--output', 'json', '--endpoint-url', $lab.EndpointUrl) -Environment $lab.EnvironmentVariables
        $seen = @{}
        foreach ($pair in $child.Output | ConvertFrom-Json) { $seen[$pair[0]] = $pair[1] }
        $seen[$nodeA.InstanceId] | Should -BeFalse
        $seen[$nodeB.InstanceId] | Should -BeTrue
    }
}
