BeforeAll { . $PSScriptRoot/Support/Start.ps1 }

Describe 'Get-OverlayRoute' {
    BeforeAll {
        $lab = New-TestLab -Routed
        $main, $tableA, $tableB = $lab.RouteTableIds
        $nodeA, $nodeB = $lab.Nodes
        $null = Invoke-LabApi $lab CreateRoute @{ RouteTableId = $main; DestinationCidrBlock = '10.3.0.0/24'; InstanceId = $nodeB.InstanceId }
        $null = Invoke-LabApi $lab CreateRoute @{ RouteTableId = $main; DestinationIpv6CidrBlock = '2001:db8::1/128'; NetworkInterfaceId = $nodeB.NetworkInterfaceId }
    }

    AfterAll { Stop-TestLabs }

    It 'emits every route to an instance or an interface, as the lab tells it' {
        $routes = Get-OverlayRoute
        $routes | ForEach-Object { "$($_.RouteTableId) $($_.DestinationCidr) $($_.NetworkInterfaceId) active" } | Sort-Object | Should -Be (Get-LabRoute $lab)
        $routes | Should -BeOfType OverlayIp.OverlayRoute
        $routes.Count | Should -Be 5
    }

    It 'says of each route what is needed to act on it' {
        $route = Get-OverlayRoute 10.2.0.1 -RouteTableId $tableA
        $route.DestinationCidr | Should -Be '10.2.0.1/32'
        $route.Address | Should -Be '10.2.0.1'
        $route.RouteTableName | Should -Be 'lab-node-a'
        $route.VpcId | Should -Be $lab.VpcId
        $route.IsMain | Should -BeFalse
        $route.SubnetIds | Should -Be $nodeA.SubnetId
        $route.InstanceId | Should -Be $nodeA.InstanceId
        $route.InstanceOwnerId | Should -Be $lab.AccountId
        $route.State | Should -Be ([OverlayIp.RouteState]::Active)
        $route.Origin | Should -Be 'CreateRoute'
        $route.Region | Should -Be $lab.Region
    }

    It 'tells the main route table apart' {
        (Get-OverlayRoute 10.2.0.1 | Where-Object IsMain).RouteTableId | Should -Be $main
    }

    It 'finds <Name>' -ForEach @(
        @{ Name = 'an address'; Find = { Get-OverlayRoute 10.2.0.1 }; Count = 3 }
        @{ Name = 'an address with its prefix length'; Find = { Get-OverlayRoute -DestinationCidr 10.2.0.1/32 }; Count = 3 }
        @{ Name = 'an IPAddress object'; Find = { Get-OverlayRoute ([ipaddress] '10.2.0.1') }; Count = 3 }
        @{ Name = 'several destinations'; Find = { Get-OverlayRoute 10.2.0.1, 10.3.0.0/24 }; Count = 4 }
        @{ Name = 'IPv4 and IPv6 together'; Find = { Get-OverlayRoute 10.2.0.1, 2001:db8:0::1 }; Count = 4 }
        @{ Name = 'a pattern'; Find = { Get-OverlayRoute 10.* }; Count = 4 }
        @{ Name = 'a pattern and a destination'; Find = { Get-OverlayRoute 10.2.*, 10.3.0.0/24 }; Count = 4 }
        @{ Name = 'nothing for a pattern that fits nothing'; Find = { Get-OverlayRoute 172.* }; Count = 0 }
        @{ Name = 'by route tables'; Find = { Get-OverlayRoute -RouteTableId $main, $tableA }; Count = 4 }
        @{ Name = 'by VPC'; Find = { Get-OverlayRoute -VpcId $lab.VpcId }; Count = 5 }
        @{ Name = 'by instance'; Find = { Get-OverlayRoute -InstanceId $nodeB.InstanceId }; Count = 2 }
        @{ Name = 'by instances'; Find = { Get-OverlayRoute -InstanceId $nodeA.InstanceId, $nodeB.InstanceId }; Count = 5 }
        @{ Name = 'by interface'; Find = { Get-OverlayRoute -NetworkInterfaceId $nodeB.NetworkInterfaceId }; Count = 2 }
        @{ Name = 'by state'; Find = { Get-OverlayRoute -State Active }; Count = 5 }
        @{ Name = 'no blackhole where there is none'; Find = { Get-OverlayRoute -State Blackhole }; Count = 0 }
        @{ Name = 'by destination and instance'; Find = { Get-OverlayRoute 10.* -InstanceId $nodeB.InstanceId }; Count = 1 }
    ) {
        $said = Invoke-Recorded $Find
        $said.Errors | Should -BeNullOrEmpty
        $said.Output.Count | Should -Be $Count
    }

    It 'takes <Name> from the pipeline' -ForEach @(
        @{ Name = 'its own output'; Find = { Get-OverlayRoute 10.2.0.1 | Get-OverlayRoute }; Count = 3 }
        @{ Name = 'nodes of the lab'; Find = { $lab.Nodes | Get-OverlayRoute }; Count = 5 }
        @{ Name = 'the lab'; Find = { $lab | Get-OverlayRoute }; Count = 5 }
        @{ Name = 'checks'; Find = { Get-SourceDestCheck $nodeB.InstanceId | Get-OverlayRoute }; Count = 2 }
        @{ Name = 'rows of a CSV file'; Find = { "DestinationCidr,RouteTableId,InstanceId`n10.2.0.1,$tableA,`n10.3.0.0/24,," | ConvertFrom-Csv | Get-OverlayRoute }; Count = 2 }
        @{ Name = 'instances of AWS.Tools'; Find = { [Amazon.EC2.Model.Instance] @{ InstanceId = $nodeB.InstanceId; VpcId = $lab.VpcId } | Get-OverlayRoute }; Count = 2 }
        @{ Name = 'route tables of AWS.Tools'; Find = { [Amazon.EC2.Model.RouteTable] @{ RouteTableId = $tableB; VpcId = $lab.VpcId } | Get-OverlayRoute }; Count = 1 }
        @{ Name = 'routes of AWS.Tools'; Find = { [pscustomobject] @{ DestinationCidrBlock = '10.2.0.1/32'; GatewayId = $null } | Get-OverlayRoute }; Count = 3 }
    ) {
        $said = Invoke-Recorded $Find
        $said.Errors | Should -BeNullOrEmpty
        $said.Output.Count | Should -Be $Count
    }

    It 'tells of host bits and finds the block all the same' {
        $said = Invoke-Recorded { Get-OverlayRoute 10.3.0.77/24 -Verbose }
        $said.Output.DestinationCidr | Should -Be '10.3.0.0/24'
        $said.Verbose | Should -Contain '10.3.0.77/24 has host bits set; the route is 10.3.0.0/24.'
    }

    It 'misses a destination that is named and nowhere, and emits the others' {
        $said = Invoke-Recorded { Get-OverlayRoute 10.2.0.1, 10.2.0.99 }
        $said.Output.Count | Should -Be 3
        $said.Errors.Count | Should -Be 1
        $said.Errors[0].FullyQualifiedErrorId | Should -Be 'RouteNotFound,OverlayIp.Commands.GetOverlayRouteCommand'
        $said.Errors[0].TargetObject | Should -Be '10.2.0.99/32'
        $said.Errors[0].CategoryInfo.Category | Should -Be ObjectNotFound
    }

    It 'is quiet about a missing destination with -ErrorAction Ignore' {
        Get-OverlayRoute 10.2.0.99 -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'hands routes over before the last page has come' {
        $paged = New-TestLab
        foreach ($i in 1..120) {
            $table = (Invoke-LabApi $paged CreateRouteTable @{ VpcId = $paged.VpcId }).routeTable.routeTableId
            $null = Invoke-LabApi $paged CreateRoute @{ RouteTableId = $table; DestinationCidrBlock = '10.2.0.1/32'; NetworkInterfaceId = $paged.Nodes[0].NetworkInterfaceId }
        }

        $before = (Get-OverlayLab $paged.Name).CallCount
        Get-OverlayRoute | Select-Object -First 1 | Should -Not -BeNullOrEmpty
        $pages = (Get-OverlayLab $paged.Name).CallCount - $before
        (Get-OverlayRoute).Count | Should -Be 120
        (Get-OverlayLab $paged.Name).CallCount - $before - $pages | Should -BeGreaterThan $pages
        $paged | Stop-OverlayLab
    }

    It 'sees the same routes as the AWS CLI' {
        $cli = Get-AwsCliRoute $lab
        if (-not $cli) { Set-ItResult -Skipped -Because 'it needs /usr/bin/aws (package awscli)' ; return }
        Get-OverlayRoute | ForEach-Object { "$($_.RouteTableId) $($_.DestinationCidr) $($_.NetworkInterfaceId) active" } | Sort-Object | Should -Be $cli
    }

    Context 'with a stopped target' {
        BeforeAll {
            $broken = New-TestLab -Routed
            Stop-LabNode $broken $broken.Nodes[0].InstanceId
        }

        AfterAll { $broken | Stop-OverlayLab }

        It 'tells blackholes' {
            $routes = Get-OverlayRoute -State Blackhole
            $routes.Count | Should -Be 3
            $routes.State | Should -Be ([OverlayIp.RouteState]::Blackhole, [OverlayIp.RouteState]::Blackhole, [OverlayIp.RouteState]::Blackhole)
            Get-OverlayRoute -State Active | Should -BeNullOrEmpty
        }

        It 'misses a named destination in the state asked for' {
            $said = Invoke-Recorded { Get-OverlayRoute 10.2.0.1 -State Active }
            $said.Errors[0].Exception.Message | Should -BeLike '*in the state Active.'
        }
    }
}
