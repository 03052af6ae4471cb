BeforeAll { . $PSScriptRoot/Support/Start.ps1 }

Describe 'Find-OverlayAddress' {
    BeforeEach { $lab = New-TestLab }

    AfterEach { Stop-TestLabs }

    It 'finds <Name>' -ForEach @(
        @{ Name = 'one address'; Find = { Find-OverlayAddress -VpcId $lab.VpcId }; Expected = @('10.1.0.1/32') }
        @{ Name = 'as many as are wanted'; Find = { Find-OverlayAddress $lab.VpcId -Count 3 }; Expected = '10.1.0.1/32', '10.1.0.2/32', '10.1.0.3/32' }
        @{ Name = 'them in a range'; Find = { Find-OverlayAddress $lab.VpcId -In 10.2.0.0/16 -Count 2 }; Expected = '10.2.0.1/32', '10.2.0.2/32' }
        @{ Name = 'them in several ranges, in their order'; Find = { Find-OverlayAddress $lab.VpcId -In 192.168.7.9, 10.2.0.0/16 -Count 2 }; Expected = '192.168.7.9/32', '10.2.0.1/32' }
        @{ Name = 'blocks'; Find = { Find-OverlayAddress $lab.VpcId -PrefixLength 28 -In 100.64.0.0/10 -Count 2 }; Expected = '100.64.0.0/28', '100.64.0.16/28' }
        @{ Name = 'IPv6 addresses by their range'; Find = { Find-OverlayAddress $lab.VpcId -In fd12:3456:789a::/48 }; Expected = @('fd12:3456:789a::1/128') }
        @{ Name = 'one for the VPC of a lab'; Find = { $lab | Find-OverlayAddress }; Expected = @('10.1.0.1/32') }
        @{ Name = 'one for a VPC of AWS.Tools'; Find = { [pscustomobject] @{ VpcId = $lab.VpcId; CidrBlock = '10.0.0.0/16' } | Find-OverlayAddress }; Expected = @('10.1.0.1/32') }
    ) {
        $said = Invoke-Recorded $Find
        $said.Errors | Should -BeNullOrEmpty
        $said.Warnings | Should -BeNullOrEmpty
        $said.Output | Should -BeOfType OverlayIp.OverlayAddressCandidate
        $said.Output.DestinationCidr | Should -Be $Expected
        $said.Output.VpcId | Sort-Object -Unique | Should -Be $lab.VpcId
    }

    It 'finds IPv6 addresses in a unique local prefix of the VPC' {
        $found = Find-OverlayAddress $lab.VpcId -IPv6 -Count 2
        $found.DestinationCidr | Should -Match '^fd[0-9a-f]{2}:.*::[12]/128$'
        $found.DestinationCidr | Should -Be (Find-OverlayAddress $lab.VpcId -IPv6 -Count 2).DestinationCidr
    }

    It 'pipes into New-OverlayRoute, and does not find the same again' {
        $routes = Find-OverlayAddress $lab.VpcId | New-OverlayRoute -InstanceId $lab.Nodes[0].InstanceId
        $routes | Should -HaveCount 3
        $routes.DestinationCidr | Sort-Object -Unique | Should -Be '10.1.0.1/32'
        (Find-OverlayAddress $lab.VpcId).DestinationCidr | Should -Be '10.1.0.2/32'
    }

    It 'says why something is not free: <Name>' -ForEach @(
        @{ Name = 'a VPC'; Block = '10.0.5.0/24'; Reason = 'block of vpc-* (lab-vpc) (10.0.0.0/16)'; Take = { } }
        @{ Name = 'a route'; Block = '10.2.0.1'; Reason = 'route in rtb-* (lab-*) to eni-*'; Take = { $null = New-OverlayRoute 10.2.0.1 -RouteTableId $lab.RouteTableIds[0] -InstanceId $lab.Nodes[0].InstanceId } }
        @{ Name = 'a prefix list'; Block = '10.2.0.1'; Reason = 'entry of pl-* (sites) (10.2.0.0/16)'
            Take = { $null = Invoke-LabApi $lab CreateManagedPrefixList @{ PrefixListName = 'sites'; AddressFamily = 'IPv4'; MaxEntries = '5'; 'Entry.1.Cidr' = '10.2.0.0/16' } }
        }
        @{ Name = 'a transit gateway'; Block = '172.20.0.1'; Reason = 'route in tgw-rtb-* to vpc-* (172.16.0.0/12)'; Take = {
                $transit = Add-TransitGateway $lab
                $null = Invoke-LabApi $lab CreateTransitGatewayRoute @{ TransitGatewayRouteTableId = $transit.RouteTableId; DestinationCidrBlock = '172.16.0.0/12'; TransitGatewayAttachmentId = $transit.Outside }
            }
        }
        @{ Name = 'a peer'; Block = '10.9.0.1'; Reason = 'block of vpc-*, peered by pcx-* (10.9.0.0/16)'; Take = {
                $other = Add-OtherVpc $lab
                $peering = (Invoke-LabApi $lab CreateVpcPeeringConnection @{ VpcId = $lab.VpcId; PeerVpcId = $other.VpcId }).vpcPeeringConnection.vpcPeeringConnectionId
                $null = Invoke-LabApi $lab AcceptVpcPeeringConnection @{ VpcPeeringConnectionId = $peering }
            }
        }
        @{ Name = 'a reserved range'; Block = '169.254.169.254'; Reason = 'reserved: link-local*'; Take = { } }
    ) {
        & $Take
        $found = Find-OverlayAddress $lab.VpcId -In $Block -IncludeExcluded
        $found.IsFree | Should -Not -Contain $true
        @($found.Reason) -like $Reason | Should -Not -BeNullOrEmpty
        $found | Where-Object DestinationCidr | Should -BeNullOrEmpty
        Get-ErrorId { Find-OverlayAddress $lab.VpcId -In $Block } | Should -Be NoFreeAddress
    }

    It 'makes no route of what is not free' {
        $null = New-OverlayRoute 10.2.0.1 -RouteTableId $lab.RouteTableIds[0] -InstanceId $lab.Nodes[0].InstanceId
        $before = Get-LabRoute $lab
        Get-ErrorId { Find-OverlayAddress $lab.VpcId -In 10.2.0.1 -IncludeExcluded | New-OverlayRoute -InstanceId $lab.Nodes[0].InstanceId } | Should -Be DestinationMissing
        Get-LabRoute $lab | Should -Be $before
    }

    It 'warns when there are fewer than wanted' {
        $said = Invoke-Recorded { Find-OverlayAddress $lab.VpcId -In 10.2.0.8/30 -Count 9 }
        $said.Output | Should -HaveCount 4
        $said.Warnings | Should -Be 'Only 4 of 9 were found free.'
    }

    It 'fails with <Id>: <Name>' -ForEach @(
        @{ Name = 'no VPC'; Id = 'ScopeMissing'; Category = 'InvalidArgument'; Run = { Find-OverlayAddress } }
        @{ Name = 'an unknown VPC'; Id = 'VpcNotFound'; Category = 'ObjectNotFound'; Run = { Find-OverlayAddress vpc-0123456789abcdef0 } }
        @{ Name = 'nothing free'; Id = 'NoFreeAddress'; Category = 'ObjectNotFound'; Run = { Find-OverlayAddress $lab.VpcId -In 10.0.0.0/16 } }
        @{ Name = 'two families'; Id = 'AddressSearchInvalid'; Category = 'InvalidArgument'; Run = { Find-OverlayAddress $lab.VpcId -In 10.2.0.0/16, fd12::/48 } }
        @{ Name = 'a prefix too long'; Id = 'AddressSearchInvalid'; Category = 'InvalidArgument'; Run = { Find-OverlayAddress $lab.VpcId -PrefixLength 33 } }
        @{ Name = 'a range too small'; Id = 'AddressSearchInvalid'; Category = 'InvalidArgument'; Run = { Find-OverlayAddress $lab.VpcId -In 10.2.0.0/28 -PrefixLength 24 } }
        @{ Name = 'an empty pipeline'; Id = 'EmptyPipeline'; Category = 'InvalidArgument'; Run = { @() | Find-OverlayAddress } }
        @{ Name = 'a denied call'; Id = 'AccessDenied'; Category = 'PermissionDenied'; Run = { Set-OverlayLabFault -DeniedAction DescribeVpcs; Find-OverlayAddress $lab.VpcId } }
    ) {
        $said = Invoke-Recorded $Run
        $said.Errors.FullyQualifiedErrorId | Should -Be "$Id,OverlayIp.Commands.FindOverlayAddressCommand"
        $said.Errors.CategoryInfo.Category | Should -Be $Category
        $said.Output | Should -BeNullOrEmpty
    }
}
