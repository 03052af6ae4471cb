BeforeAll { . $PSScriptRoot/Support/Start.ps1 }

Describe 'New-OverlayRoute' {
    BeforeEach {
        $lab = New-TestLab
        $main, $tableA, $tableB = $lab.RouteTableIds
        $nodeA, $nodeB = $lab.Nodes
    }

    AfterEach { Stop-TestLabs }

    Context 'creates' {
        It '<Name>' -ForEach @(
            @{ Name = 'in all route tables of a VPC'; Create = { New-OverlayRoute 10.2.0.1 -VpcId $lab.VpcId -InstanceId $nodeA.InstanceId }
                Expected = 'lab-main node-a', 'lab-node-a node-a', 'lab-node-b node-a' }
            @{ Name = 'in the route tables that are named'; Create = { New-OverlayRoute -DestinationCidr 10.2.0.1/32 -RouteTableId $main, $tableB -InstanceId $nodeB.InstanceId }
                Expected = 'lab-main node-b', 'lab-node-b node-b' }
            @{ Name = 'to an interface'; Create = { New-OverlayRoute 10.2.0.1 -RouteTableId $main -NetworkInterfaceId $nodeB.NetworkInterfaceId }
                Expected = @('lab-main node-b') }
            @{ Name = 'for each row of a CSV file'
                Create = { "DestinationCidr,VpcId,RouteTableId,InstanceId,NetworkInterfaceId,Region`n10.2.0.1,,$main,$($nodeA.InstanceId),,`n10.2.0.1,,$tableB,,$($nodeB.NetworkInterfaceId),$($lab.Region)" | ConvertFrom-Csv | New-OverlayRoute }
                Expected = 'lab-main node-a', 'lab-node-b node-b' }
            @{ Name = 'to a node of the lab, in its VPC'; Create = { $nodeA | New-OverlayRoute 10.2.0.1 }
                Expected = 'lab-main node-a', 'lab-node-a node-a', 'lab-node-b node-a' }
            @{ Name = 'to an instance of AWS.Tools, in its VPC'
                Create = { [Amazon.EC2.Model.Instance] @{ InstanceId = $nodeB.InstanceId; VpcId = $lab.VpcId; State = @{ Code = 16; Name = 'running' } } | New-OverlayRoute 10.2.0.1 }
                Expected = 'lab-main node-b', 'lab-node-a node-b', 'lab-node-b node-b' }
            @{ Name = 'in route tables of AWS.Tools'
                Create = { $main, $tableA | ForEach-Object { [Amazon.EC2.Model.RouteTable] @{ RouteTableId = $_; VpcId = $lab.VpcId } } | New-OverlayRoute 10.2.0.1 -InstanceId $nodeA.InstanceId }
                Expected = 'lab-main node-a', 'lab-node-a node-a' }
            @{ Name = 'in the VPC of the lab'; Create = { $lab | New-OverlayRoute 10.2.0.1 -InstanceId $nodeA.InstanceId }
                Expected = 'lab-main node-a', 'lab-node-a node-a', 'lab-node-b node-a' }
        ) {
            $said = Invoke-Recorded $Create
            $said.Errors | Should -BeNullOrEmpty
            $said.Output | Should -BeOfType OverlayIp.OverlayRoute
            Get-RouteSummary $lab | Should -Be $Expected
            $said.Output | ForEach-Object { "$($_.RouteTableId) $($_.DestinationCidr) $($_.NetworkInterfaceId) active" } | Sort-Object | Should -Be (Get-LabRoute $lab)
        }

        It 'IPv6, a block and a prefix list' {
            $list = (Invoke-LabApi $lab CreateManagedPrefixList @{ PrefixListName = 'overlay'; AddressFamily = 'IPv4'; MaxEntries = '5'; 'Entry.1.Cidr' = '10.7.0.1/32' }).prefixList.prefixListId
            $routes = '2001:DB8::0:1', '10.3.0.0/24', $list | ForEach-Object { New-OverlayRoute $_ -RouteTableId $main -InstanceId $nodeA.InstanceId }
            $routes.DestinationCidr | Should -Be '2001:db8::1/128', '10.3.0.0/24', $list
            $routes | ForEach-Object Address | Should -Be '2001:db8::1', $null, $null
            (Get-LabRoute $lab).Count | Should -Be 3
        }

        It 'what Remove-OverlayRoute has removed' {
            $null = New-OverlayRoute 10.2.0.1 -VpcId $lab.VpcId -InstanceId $nodeA.InstanceId
            $before = Get-LabRoute $lab
            $removed = Remove-OverlayRoute 10.2.0.1 -VpcId $lab.VpcId -PassThru -Confirm:$false
            Get-LabRoute $lab | Should -BeNullOrEmpty
            $removed | New-OverlayRoute | Should -HaveCount 3
            Get-LabRoute $lab | Should -Be $before
        }

        It 'what the AWS CLI sees as well' {
            $null = New-OverlayRoute 10.2.0.1 -VpcId $lab.VpcId -InstanceId $nodeA.InstanceId
            $cli = Get-AwsCliRoute $lab
            if (-not $cli) { Set-ItResult -Skipped -Because 'it needs /usr/bin/aws (package awscli)' ; return }
            $cli | Should -Be (Get-LabRoute $lab)
        }
    }

    Context 'checks first' {
        It 'and clears host bits, which it tells' {
            $said = Invoke-Recorded { New-OverlayRoute 10.3.0.77/24 -RouteTableId $main -InstanceId $nodeA.InstanceId -Verbose }
            $said.Output.DestinationCidr | Should -Be '10.3.0.0/24'
            $said.Verbose | Should -Contain 'The destination had host bits set; EC2 stores it as 10.3.0.0/24.'
        }

        It 'and warns of a target whose check is enabled' {
            $null = Enable-SourceDestCheck $nodeA.InstanceId
            $said = Invoke-Recorded { New-OverlayRoute 10.2.0.1 -RouteTableId $main -InstanceId $nodeA.InstanceId }
            $said.Warnings | Should -BeLike "*$($nodeA.InstanceId)*is enabled*Disable-SourceDestCheck*"
            $said.Output | Should -HaveCount 1
        }

        It 'and refuses a destination that <Name>' -ForEach @(
            @{ Name = 'lies inside the VPC'; Destination = '10.0.5.5'; Id = 'DestinationInsideVpc'; Says = '10.0.5.5/32 lies inside the block 10.0.0.0/16*' }
            @{ Name = 'is the VPC'; Destination = '10.0.0.0/16'; Id = 'DestinationInsideVpc'; Says = '*inside the block 10.0.0.0/16*' }
            @{ Name = 'contains the VPC'; Destination = '10.0.0.0/8'; Id = 'DestinationContainsVpc'; Says = '10.0.0.0/8 contains the block 10.0.0.0/16*' }
            @{ Name = 'lies inside a secondary block'; Destination = '100.64.3.3'; Id = 'DestinationInsideVpc'; Says = '*inside the block 100.64.0.0/20*' }
        ) {
            $null = Invoke-LabApi $lab AssociateVpcCidrBlock @{ VpcId = $lab.VpcId; CidrBlock = '100.64.0.0/20' }
            $said = Invoke-Recorded { New-OverlayRoute $Destination -VpcId $lab.VpcId -InstanceId $nodeA.InstanceId -Force }
            $said.Output | Should -BeNullOrEmpty
            $said.Errors.FullyQualifiedErrorId | Should -Be "$Id,OverlayIp.Commands.NewOverlayRouteCommand"
            $said.Errors.Exception.Message | Should -BeLike $Says
            $said.Errors.CategoryInfo.Category | Should -Be InvalidArgument
            Get-LabRoute $lab | Should -BeNullOrEmpty
        }

        It 'and changes nothing with -WhatIf' {
            $said = Invoke-Recorded { New-OverlayRoute 10.2.0.1 -VpcId $lab.VpcId -InstanceId $nodeA.InstanceId -WhatIf }
            $said.Output | Should -BeNullOrEmpty
            $said.Errors | Should -BeNullOrEmpty
            Get-LabRoute $lab | Should -BeNullOrEmpty
            (Get-OverlayLab -Call).Action | Should -Not -Contain CreateRoute
        }

        It 'and tells with -WhatIf what it would do for each table' {
            $recorded = New-RecordedShell
            $null = Invoke-InShell $recorded New-OverlayRoute @{ DestinationCidr = '10.2.0.1'; VpcId = $lab.VpcId; InstanceId = $nodeA.InstanceId; WhatIf = $true }
            $lines = @($recorded.Host.Lines)
            $lines | Should -HaveCount 3
            $lines | Should -Contain "What if: Performing the operation ""Create route to node-a ($($nodeA.InstanceId), $($nodeA.NetworkInterfaceId))"" on target ""10.2.0.1/32 in $main (lab-main)""."
            $recorded.Runspace.Dispose()
        }
    }

    Context 'finds the destination taken' {
        BeforeEach {
            $null = New-OverlayRoute 10.2.0.1 -RouteTableId $main -InstanceId $nodeA.InstanceId
            Set-OverlayLabFault -Clear
        }

        It 'and leaves a route to the same target alone' {
            $calls = (Get-OverlayLab -Call | Where-Object Action -EQ CreateRoute).Count
            $said = Invoke-Recorded { New-OverlayRoute 10.2.0.1 -RouteTableId $main -InstanceId $nodeA.InstanceId -Verbose }
            $said.Errors | Should -BeNullOrEmpty
            $said.Output.RouteTableId | Should -Be $main
            $said.Verbose | Should -BeLike '*points to*already.'
            (Get-OverlayLab -Call | Where-Object Action -EQ CreateRoute).Count | Should -Be $calls
        }

        It 'and says so of the table, and creates the others' {
            $said = Invoke-Recorded { New-OverlayRoute 10.2.0.1 -VpcId $lab.VpcId -InstanceId $nodeB.InstanceId }
            $said.Output.RouteTableName | Sort-Object | Should -Be 'lab-node-a', 'lab-node-b'
            $said.Errors.FullyQualifiedErrorId | Should -Be 'RouteAlreadyExists,OverlayIp.Commands.NewOverlayRouteCommand'
            $said.Errors.TargetObject | Should -Be $main
            $said.Errors.CategoryInfo.Category | Should -Be ResourceExists
            Get-RouteSummary $lab | Should -Be 'lab-main node-a', 'lab-node-a node-b', 'lab-node-b node-b'
        }

        It 'and replaces it with -Force' {
            $said = Invoke-Recorded { New-OverlayRoute 10.2.0.1 -VpcId $lab.VpcId -InstanceId $nodeB.InstanceId -Force }
            $said.Errors | Should -BeNullOrEmpty
            $said.Output | Should -HaveCount 3
            Get-RouteSummary $lab | Should -Be 'lab-main node-b', 'lab-node-a node-b', 'lab-node-b node-b'
        }
    }

    Context 'finds the target unfit' {
        It 'and refuses a stopped one, unless -Force' {
            Stop-LabNode $lab $nodeB.InstanceId
            $said = Invoke-Recorded { New-OverlayRoute 10.2.0.1 -VpcId $lab.VpcId -InstanceId $nodeB.InstanceId }
            $said.Errors.FullyQualifiedErrorId | Should -Be 'TargetNotRunning,OverlayIp.Commands.NewOverlayRouteCommand'
            $said.Errors.TargetObject | Should -Be $nodeB.InstanceId
            Get-LabRoute $lab | Should -BeNullOrEmpty

            New-OverlayRoute 10.2.0.1 -RouteTableId $main -InstanceId $nodeB.InstanceId -Force | ForEach-Object State | Should -Be Blackhole
            Get-RouteSummary $lab | Should -Be 'lab-main node-b blackhole'
        }

        It 'and refuses an instance with several interfaces, but not one of them' {
            $second = Add-SecondInterface $lab $nodeA
            $said = Invoke-Recorded { New-OverlayRoute 10.2.0.1 -RouteTableId $main -InstanceId $nodeA.InstanceId }
            $said.Errors.FullyQualifiedErrorId | Should -Be 'TargetHasSeveralInterfaces,OverlayIp.Commands.NewOverlayRouteCommand'
            $said.Errors.Exception.Message | Should -BeLike "*$($nodeA.NetworkInterfaceId), $second*"
            Get-LabRoute $lab | Should -BeNullOrEmpty
            (New-OverlayRoute 10.2.0.1 -RouteTableId $main -NetworkInterfaceId $second).NetworkInterfaceId | Should -Be $second
        }

        It 'and refuses one in another VPC' {
            $other = Add-OtherVpc $lab
            $said = Invoke-Recorded { New-OverlayRoute 10.2.0.1 -RouteTableId $main -InstanceId $other.InstanceId }
            $said.Errors.FullyQualifiedErrorId | Should -Be 'TargetInOtherVpc,OverlayIp.Commands.NewOverlayRouteCommand'
            $said.Errors.Exception.Message | Should -BeLike "*$($other.VpcId)*$($lab.VpcId)*"
            Get-LabRoute $lab | Should -BeNullOrEmpty
        }
    }

    It 'asks with -Confirm and takes no for an answer' {
        $recorded = New-RecordedShell
        2, 0, 2 | ForEach-Object { $recorded.Host.Answers.Enqueue($_) }
        $null = Invoke-InShell $recorded New-OverlayRoute @{ DestinationCidr = '10.2.0.1'; RouteTableId = $main, $tableA, $tableB; InstanceId = $nodeA.InstanceId; Confirm = $true }
        $recorded.Host.Questions.Count | Should -Be 3
        Get-RouteSummary $lab | Should -HaveCount 1
        $recorded.Runspace.Dispose()
    }

    It 'goes on after a throttled call' {
        Set-OverlayLabFault -Throttle @{ CreateRoute = '1/1' }
        $said = Invoke-Recorded { New-OverlayRoute 10.2.0.1 -VpcId $lab.VpcId -InstanceId $nodeA.InstanceId }
        $said.Errors | Should -BeNullOrEmpty
        Get-RouteSummary $lab | Should -HaveCount 3
        (Get-OverlayLab -Call).ErrorCode | Should -Contain RequestLimitExceeded
    }

    It 'names the tables that were denied' {
        Set-OverlayLabFault -DeniedAction CreateRoute
        $said = Invoke-Recorded { New-OverlayRoute 10.2.0.1 -RouteTableId $main, $tableA -InstanceId $nodeA.InstanceId }
        $said.Output | Should -BeNullOrEmpty
        $said.Errors.FullyQualifiedErrorId | Should -Be (, 'AccessDenied,OverlayIp.Commands.NewOverlayRouteCommand' * 2)
        $said.Errors.TargetObject | Sort-Object | Should -Be ($main, $tableA | Sort-Object)
        Get-LabRoute $lab | Should -BeNullOrEmpty
    }
}
