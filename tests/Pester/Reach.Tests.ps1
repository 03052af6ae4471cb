BeforeAll { . $PSScriptRoot/Support/Start.ps1 }

Describe 'Get-OverlayPath' {
    BeforeEach {
        $lab = New-TestLab -Routed
        $nodeA, $nodeB = $lab.Nodes
    }

    AfterEach { Stop-TestLabs }

    Context 'inside the VPC' {
        It 'walks from every subnet when no source is given' {
            $said = Invoke-Recorded { Get-OverlayPath 10.2.0.1 }
            $said.Errors | Should -BeNullOrEmpty
            $said.Output | Should -HaveCount 1
            $path = $said.Output[0]
            $path.Reaches | Should -BeTrue
            $path.From | Should -Be '10.0.0.0/16'
            $path.InstanceId | Should -Be $nodeA.InstanceId
            ($path.Hops | Where-Object Kind -EQ RouteTable).Id | Sort-Object -Unique | Should -Be ($lab.RouteTableIds | Sort-Object)
        }

        It 'walks <Name>' -ForEach @(
            @{ Name = 'from subnets that are named'; Walk = { Get-OverlayPath -DestinationCidr 10.2.0.1/32 -FromSubnet $nodeA.SubnetId, $nodeB.SubnetId }; Expected = { $nodeA.SubnetId, $nodeB.SubnetId } }
            @{ Name = 'from the subnets of nodes'; Walk = { $lab.Nodes | Get-OverlayPath 10.2.0.1 }; Expected = { $nodeA.SubnetId, $nodeB.SubnetId } }
            @{ Name = 'the routes of a VPC once'; Walk = { Get-OverlayRoute 10.2.0.1 | Get-OverlayPath -FromCidr 10.0.0.0/20 }; Expected = { '10.0.0.0/20' } }
            @{ Name = 'for each row of a CSV file'; Walk = { "DestinationCidr,FromSubnet,FromCidr`n10.2.0.1,$($nodeB.SubnetId),`n10.2.0.1,,10.0.1.0/24" | ConvertFrom-Csv | Get-OverlayPath }; Expected = { $nodeB.SubnetId, '10.0.1.0/24' } }
            @{ Name = 'from an address'; Walk = { Get-OverlayPath 10.2.0.1 -FromCidr ([ipaddress] $nodeB.PrivateIpAddress) }; Expected = { "$($nodeB.PrivateIpAddress)/32" } }
        ) {
            $said = Invoke-Recorded $Walk
            $said.Errors | Should -BeNullOrEmpty
            $said.Output | Should -BeOfType OverlayIp.OverlayPath
            $said.Output.Reaches | Should -Not -Contain $false
            $said.Output.From | Should -Be (& $Expected)
        }

        It 'names a fault and its remedy mends it: <Name>' -ForEach @(
            @{ Name = 'the check is on'; Problem = 'SourceDestCheckEnabled'; Break = { $null = Enable-SourceDestCheck $nodeA.InstanceId } }
            @{ Name = 'a table lacks the route'; Problem = 'RouteMissing'; Break = { Remove-OverlayRoute 10.2.0.1 -RouteTableId $lab.RouteTableIds[0] -Confirm:$false } }
        ) {
            & $Break
            $path = Get-OverlayPath 10.2.0.1
            $path.Reaches | Should -BeFalse
            $path.Problem | Should -Be $Problem
            $path.Hops[-1].Passes | Should -BeFalse
            $null = Invoke-Expression $path.Remedy
            (Get-OverlayPath 10.2.0.1).Reaches | Should -BeTrue
        }

        It 'leaves it to a person which running instance takes over' {
            Stop-LabNode $lab $nodeA.InstanceId
            $path = Get-OverlayPath 10.2.0.1 -FromSubnet $nodeB.SubnetId
            $path.Problem | Should -Be RouteBlackhole
            $path.Remedy | Should -BeLike 'Switch-OverlayRoute 10.2.0.1/32 -RouteTableId rtb-* -InstanceId <running instance id>'
            $null = Invoke-Expression ($path.Remedy -replace '<.*>', $nodeB.InstanceId)
            (Get-OverlayPath 10.2.0.1 -FromSubnet $nodeB.SubnetId).InstanceId | Should -Be $nodeB.InstanceId
        }

        It 'walks the blocks of a prefix list one by one' {
            $list = (Invoke-LabApi $lab CreateManagedPrefixList @{ PrefixListName = 'overlay'; AddressFamily = 'IPv4'; MaxEntries = '5'; 'Entry.1.Cidr' = '10.7.0.1/32'; 'Entry.2.Cidr' = '10.7.0.2/32' }).prefixList.prefixListId
            $null = New-OverlayRoute $list -VpcId $lab.VpcId -InstanceId $nodeB.InstanceId
            foreach ($paths in (Get-OverlayPath $list), (Get-OverlayPath $list -FromSubnet $nodeA.SubnetId), (Get-OverlayRoute $list | Get-OverlayPath)) {
                $paths.DestinationCidr | Should -Be '10.7.0.1/32', '10.7.0.2/32'
                $paths.Reaches | Should -Be $true, $true
                $paths.InstanceId | Should -Be $nodeB.InstanceId, $nodeB.InstanceId
            }
        }
    }

    Context 'from outside' {
        BeforeEach {
            $transit = Add-TransitGateway $lab
            # The AWS CLI of the remedies, with the lab as its endpoint.
            function aws { (Invoke-CleanProcess /usr/bin/aws @($args + '--endpoint-url', $lab.EndpointUrl) -Environment $lab.EnvironmentVariables) | ForEach-Object { if ($_.ExitCode) { throw $_.Error } } }
        }

        It 'goes from fault to fault by the remedies until it reaches' {
            if (-not (Test-Path /usr/bin/aws)) { Set-ItResult -Skipped -Because 'it needs /usr/bin/aws (package awscli)' ; return }
            $problems = foreach ($attempt in 1..10) {
                $path = Get-OverlayPath 10.2.0.1 -FromSubnet $transit.Other.SubnetId
                "$($path.Problem)"
                if ($path.Reaches) { break }
                $null = Invoke-Expression $path.Remedy
            }

            $problems | Should -Be 'RouteMissing', 'TransitRouteMissing', 'ReturnMissing', 'None'
        }

        It 'pipes what is missing to New-OverlayTransitRoute' {
            $null = Invoke-LabApi $lab CreateRoute @{ RouteTableId = $transit.Other.RouteTableId; DestinationCidrBlock = '10.2.0.1/32'; TransitGatewayId = $transit.TransitGatewayId }
            $path = Get-OverlayPath 10.2.0.1 -FromSubnet $transit.Other.SubnetId
            $path.Problem | Should -Be TransitRouteMissing
            $path.StopsAt | Should -Be $transit.RouteTableId
            $said = Invoke-Recorded { $path | New-OverlayTransitRoute }
            $said.Errors | Should -BeNullOrEmpty
            Get-LabTransitRoute $lab $transit.RouteTableId | Should -Be "10.2.0.1/32 $($transit.Inside) active"
        }

        It 'takes the VPC of a subnet for where the packets come from' {
            $subnet = [pscustomobject] @{ SubnetId = $transit.Other.SubnetId; VpcId = $transit.Other.VpcId }
            ($subnet | Get-OverlayPath 10.2.0.1).VpcId | Should -Be $lab.VpcId
        }

        It 'says what cannot carry it' {
            $peering = (Invoke-LabApi $lab CreateVpcPeeringConnection @{ VpcId = $transit.Other.VpcId; PeerVpcId = $lab.VpcId }).vpcPeeringConnection.vpcPeeringConnectionId
            $null = Invoke-LabApi $lab AcceptVpcPeeringConnection @{ VpcPeeringConnectionId = $peering }
            $null = Invoke-LabApi $lab CreateRoute @{ RouteTableId = $transit.Other.RouteTableId; DestinationCidrBlock = '10.2.0.0/16'; VpcPeeringConnectionId = $peering }
            $path = Get-OverlayPath 10.2.0.1 -FromSubnet $transit.Other.SubnetId
            $path.Problem | Should -Be PeeringDoesNotCarry
            $path.StopsAt | Should -Be $peering
            $path.Remedy | Should -BeLike '*register-targets*Id=10.2.0.1*'
        }

        It 'says that nothing leads in' {
            $path = Get-OverlayPath 10.2.0.1 -FromCidr 192.168.0.0/16
            $path.Problem | Should -Be NoWayIn
            $path.Reason | Should -BeLike "*$($transit.TransitGatewayId)*192.168.0.0/16*"
        }
    }

    Context 'fails' {
        It '<Id>: <Name>' -ForEach @(
            @{ Name = 'no destination'; Id = 'DestinationMissing'; Category = 'InvalidArgument'; Run = { Get-OverlayPath -FromCidr 10.0.0.0/16 } }
            @{ Name = 'nobody has the address'; Id = 'RouteNotFound'; Category = 'ObjectNotFound'; Run = { Get-OverlayPath 10.2.0.9 } }
            @{ Name = 'an unknown subnet'; Id = 'SubnetNotFound'; Category = 'ObjectNotFound'; Run = { Get-OverlayPath 10.2.0.1 -FromSubnet subnet-0123456789abcdef0 } }
            @{ Name = 'an unknown VPC'; Id = 'VpcNotFound'; Category = 'ObjectNotFound'; Run = { Get-OverlayPath 10.2.0.1 -VpcId vpc-0123456789abcdef0 } }
            @{ Name = 'two families'; Id = 'SourceFamilyMismatch'; Category = 'InvalidArgument'; Run = { Get-OverlayPath 10.2.0.1 -FromCidr fd12::/64 } }
            @{ Name = 'an empty pipeline'; Id = 'EmptyPipeline'; Category = 'InvalidArgument'; Run = { @() | Get-OverlayPath 10.2.0.1 } }
            @{ Name = 'two VPCs have it'; Id = 'VpcAmbiguous'; Category = 'InvalidArgument'; Run = {
                    $other = Add-OtherVpc $lab
                    $null = New-OverlayRoute 10.2.0.1 -VpcId $other.VpcId -InstanceId $other.InstanceId
                    Get-OverlayPath 10.2.0.1 -FromCidr 172.16.0.0/12
                }
            }
        ) {
            $said = Invoke-Recorded $Run
            $said.Errors.FullyQualifiedErrorId | Should -Be "$Id,OverlayIp.Commands.GetOverlayPathCommand"
            $said.Errors.CategoryInfo.Category | Should -Be $Category
            $said.Output | Should -BeNullOrEmpty
        }

        It 'at binding: <Source>' -ForEach @(@{ Source = '10.2.0.300' }, @{ Source = 'somewhere' }, @{ Source = '10.0.0.0/33' }) {
            Get-ErrorId { Get-OverlayPath 10.2.0.1 -FromCidr $Source } | Should -Be ParameterArgumentTransformationError
            (Get-OverlayLab -Call).Action | Should -Not -Contain DescribeRouteTables
        }
    }

    It 'goes on with the other sources when one does not exist' {
        $said = Invoke-Recorded { Get-OverlayPath 10.2.0.1 -FromSubnet subnet-0123456789abcdef0, $nodeB.SubnetId }
        $said.Errors | Should -HaveCount 1
        $said.Output.From | Should -Be $nodeB.SubnetId
    }

    It 'completes subnets, by name' {
        (Get-Completion 'Get-OverlayPath 10.2.0.1 -FromSubnet node-').CompletionText | Should -Be $nodeA.SubnetId, $nodeB.SubnetId
    }

    It 'shows the hops, and what stops them, in 120 columns' {
        $null = Enable-SourceDestCheck $nodeA.InstanceId
        $text = Get-OverlayPath 10.2.0.1 -FromSubnet $nodeB.SubnetId | Out-String -Width 120
        $text | Should -BeLike "*> $($nodeB.SubnetId) (node-b): in*x > $($nodeA.NetworkInterfaceId) (node-a): its source/destination check is on*Remedy*Disable-SourceDestCheck*"
        $table = Get-OverlayPath 10.2.0.1 | Format-Table | Out-String -Width 120
        $table | Should -BeLike '*Destination*From*Reaches*Problem*StopsAt*Remedy*'
    }
}

Describe 'The static routes of a transit gateway' {
    BeforeEach {
        $lab = New-TestLab -Routed
        $transit = Add-TransitGateway $lab
    }

    AfterEach { Stop-TestLabs }

    Context 'are created' {
        It '<Name>' -ForEach @(
            @{ Name = 'for a VPC'; Create = { New-OverlayTransitRoute 10.2.0.1 -VpcId $lab.VpcId } }
            @{ Name = 'in a table, to an attachment'; Create = { New-OverlayTransitRoute -DestinationCidr 10.2.0.1/32 -TransitGatewayRouteTableId $transit.RouteTableId -TransitGatewayAttachmentId $transit.Inside } }
            @{ Name = 'for the routes of a VPC'; Create = { Get-OverlayRoute 10.2.0.1 | New-OverlayTransitRoute } }
            @{ Name = 'for the lab'; Create = { $lab | New-OverlayTransitRoute 10.2.0.1 } }
            @{ Name = 'for a row of a CSV file'; Create = { "DestinationCidr,VpcId,TransitGatewayRouteTableId,TransitGatewayAttachmentId`n10.2.0.1,$($lab.VpcId),," | ConvertFrom-Csv | New-OverlayTransitRoute } }
        ) {
            $said = Invoke-Recorded $Create
            $said.Errors | Should -BeNullOrEmpty
            $said.Warnings | Should -BeNullOrEmpty
            $said.Output | Should -HaveCount 1
            $said.Output[0].TransitGatewayAttachmentId | Should -Be $transit.Inside
            $said.Output[0].VpcId | Should -Be $lab.VpcId
            Get-LabTransitRoute $lab $transit.RouteTableId | Should -Be "10.2.0.1/32 $($transit.Inside) active"
        }

        It 'once: a second time nothing is sent' {
            $null = New-OverlayTransitRoute 10.2.0.1 -VpcId $lab.VpcId
            $said = Invoke-Recorded { New-OverlayTransitRoute 10.2.0.1 -VpcId $lab.VpcId -Verbose }
            $said.Output | Should -HaveCount 1
            $said.Verbose | Should -BeLike '*leads to*already.'
            (Get-OverlayLab -Call | Where-Object Action -EQ CreateTransitGatewayRoute) | Should -HaveCount 1
        }

        It 'not beside one that leads elsewhere, unless -Force' {
            $null = Invoke-LabApi $lab CreateTransitGatewayRoute @{ TransitGatewayRouteTableId = $transit.RouteTableId; DestinationCidrBlock = '10.2.0.1/32'; TransitGatewayAttachmentId = $transit.Outside }
            $said = Invoke-Recorded { New-OverlayTransitRoute 10.2.0.1 -VpcId $lab.VpcId }
            $said.Errors.FullyQualifiedErrorId | Should -Be 'TransitRouteAlreadyExists,OverlayIp.Commands.NewOverlayTransitRouteCommand'
            $said.Errors.CategoryInfo.Category | Should -Be ResourceExists
            $said.Errors.TargetObject | Should -Be $transit.RouteTableId
            (New-OverlayTransitRoute 10.2.0.1 -VpcId $lab.VpcId -Force).TransitGatewayAttachmentId | Should -Be $transit.Inside
            Get-LabTransitRoute $lab $transit.RouteTableId | Should -Be "10.2.0.1/32 $($transit.Inside) active"
        }

        It 'with a warning when the VPC does not know the address' {
            (Invoke-Recorded { New-OverlayTransitRoute 10.2.0.7 -VpcId $lab.VpcId }).Warnings | Should -BeLike "*$($lab.VpcId)*10.2.0.7/32*New-OverlayRoute*"
        }

        It 'not with -WhatIf, which says what would be' {
            $recorded = New-RecordedShell
            $null = Invoke-InShell $recorded New-OverlayTransitRoute @{ DestinationCidr = '10.2.0.1'; VpcId = $lab.VpcId; WhatIf = $true }
            @($recorded.Host.Lines) | Should -Be "What if: Performing the operation ""Create static route to $($transit.Inside) ($($lab.VpcId))"" on target ""10.2.0.1/32 in $($transit.RouteTableId)""."
            Get-LabTransitRoute $lab $transit.RouteTableId | Should -BeNullOrEmpty
            $recorded.Runspace.Dispose()
        }
    }

    It 'complete transit gateways, attachments and route tables' {
        (Get-Completion 'Get-OverlayTransitRoute -TransitGatewayId ').CompletionText | Should -Be $transit.TransitGatewayId
        (Get-Completion 'New-OverlayTransitRoute 10.2.0.1 -TransitGatewayRouteTableId ').CompletionText | Should -Be $transit.RouteTableId
        (Get-Completion 'New-OverlayTransitRoute 10.2.0.1 -TransitGatewayAttachmentId ').CompletionText | Sort-Object | Should -Be ($transit.Inside, $transit.Outside | Sort-Object)
    }

    Context 'are found and deleted' {
        BeforeEach { $null = New-OverlayTransitRoute 10.2.0.1 -VpcId $lab.VpcId }

        It 'by destination, VPC, table and transit gateway' {
            foreach ($found in (Get-OverlayTransitRoute), (Get-OverlayTransitRoute 10.2.0.1), (Get-OverlayTransitRoute -VpcId $lab.VpcId), (Get-OverlayTransitRoute -TransitGatewayRouteTableId $transit.RouteTableId),
                (Get-OverlayTransitRoute -TransitGatewayId $transit.TransitGatewayId), (Get-OverlayRoute 10.2.0.1 | Get-OverlayTransitRoute)) {
                $found | Should -HaveCount 1
                $found.DestinationCidr | Should -Be '10.2.0.1/32'
            }

            Get-OverlayTransitRoute -VpcId $transit.Other.VpcId | Should -BeNullOrEmpty
        }

        It 'and put back' {
            $removed = Get-OverlayTransitRoute 10.2.0.1 | Remove-OverlayTransitRoute -PassThru -Confirm:$false
            Get-LabTransitRoute $lab $transit.RouteTableId | Should -BeNullOrEmpty
            $removed.VpcId | Should -Be $lab.VpcId
            ($removed | New-OverlayTransitRoute).TransitGatewayRouteTableId | Should -Be $transit.RouteTableId
            Get-LabTransitRoute $lab $transit.RouteTableId | Should -Be "10.2.0.1/32 $($transit.Inside) active"
        }

        It 'by VPC, silently' {
            Remove-OverlayTransitRoute 10.2.0.1 -VpcId $lab.VpcId -Confirm:$false | Should -BeNullOrEmpty
            Get-LabTransitRoute $lab $transit.RouteTableId | Should -BeNullOrEmpty
        }

        It 'only when a person says yes' {
            $recorded = New-RecordedShell
            $recorded.Host.Answers.Enqueue(2)
            $null = Invoke-InShell $recorded Remove-OverlayTransitRoute @{ DestinationCidr = '10.2.0.1'; VpcId = $lab.VpcId }
            $recorded.Host.Questions.Count | Should -Be 1
            Get-LabTransitRoute $lab $transit.RouteTableId | Should -HaveCount 1
            $recorded.Runspace.Dispose()
        }
    }

    It 'fail with <Id>: <Name>' -ForEach @(
        @{ Name = 'no destination'; Id = 'DestinationMissing'; Category = 'InvalidArgument'; Run = { New-OverlayTransitRoute -VpcId $lab.VpcId } }
        @{ Name = 'no VPC and no attachment'; Id = 'TransitGatewayAttachmentMissing'; Category = 'InvalidArgument'; Run = { New-OverlayTransitRoute 10.2.0.1 } }
        @{ Name = 'no tables to delete from'; Id = 'ScopeMissing'; Category = 'InvalidArgument'; Run = { Remove-OverlayTransitRoute 10.2.0.1 -Confirm:$false } }
        @{ Name = 'a prefix list'; Id = 'DestinationIsPrefixList'; Category = 'InvalidArgument'; Run = { New-OverlayTransitRoute pl-0123456789abcdef0 -VpcId $lab.VpcId } }
        @{ Name = 'a VPC that is not attached'; Id = 'TransitGatewayAttachmentNotFound'; Category = 'ObjectNotFound'; Run = { New-OverlayTransitRoute 10.2.0.1 -VpcId (Add-OtherVpc $lab).VpcId } }
        @{ Name = 'an unknown attachment'; Id = 'TransitGatewayAttachmentNotFound'; Category = 'ObjectNotFound'; Run = { New-OverlayTransitRoute 10.2.0.1 -TransitGatewayAttachmentId tgw-attach-0123456789abcdef0 } }
        @{ Name = 'an unknown table'; Id = 'TransitGatewayRouteTableNotFound'; Category = 'ObjectNotFound'; Run = { New-OverlayTransitRoute 10.2.0.1 -VpcId $lab.VpcId -TransitGatewayRouteTableId tgw-rtb-0123456789abcdef0 } }
        @{ Name = 'nothing to delete'; Id = 'TransitRouteNotFound'; Category = 'ObjectNotFound'; Run = { Remove-OverlayTransitRoute 10.2.0.1 -VpcId $lab.VpcId -Confirm:$false } }
        @{ Name = 'nothing to find'; Id = 'TransitRouteNotFound'; Category = 'ObjectNotFound'; Run = { Get-OverlayTransitRoute 10.2.0.1 } }
        @{ Name = 'an empty pipeline'; Id = 'EmptyPipeline'; Category = 'InvalidArgument'; Run = { @() | New-OverlayTransitRoute } }
        @{ Name = 'a denied call'; Id = 'AccessDenied'; Category = 'PermissionDenied'; Run = { Set-OverlayLabFault -DeniedAction CreateTransitGatewayRoute; New-OverlayTransitRoute 10.2.0.1 -VpcId $lab.VpcId } }
    ) {
        $said = Invoke-Recorded $Run
        ($said.Errors.FullyQualifiedErrorId -split ',')[0] | Should -Be $Id
        $said.Errors.CategoryInfo.Category | Should -Be $Category
        $said.Output | Should -BeNullOrEmpty
        Get-LabTransitRoute $lab $transit.RouteTableId | Should -BeNullOrEmpty
    }

    It 'tell what was done when they are stopped' {
        Set-OverlayLabFault -ConsistencyDelay 00:05:00
        $recorded = New-RecordedShell
        $null = $recorded.Shell.AddCommand('New-OverlayTransitRoute').AddParameters(@{ DestinationCidr = '10.2.0.1'; VpcId = $lab.VpcId; TimeoutSeconds = 300 })
        $null = $recorded.Shell.BeginInvoke()
        Wait-Until { (Get-OverlayLab -Call).Action -contains 'CreateTransitGatewayRoute' }
        $recorded.Shell.Stop()
        @($recorded.Host.Lines) -join "`n" | Should -BeLike "*Stopped. 10.2.0.1/32: *look with Get-OverlayTransitRoute: $($transit.RouteTableId).*"
        $recorded.Runspace.Dispose()
    }
}
