BeforeAll { . $PSScriptRoot/Support/Start.ps1 }

Describe 'The lab' {
    AfterEach { Stop-TestLabs }

    Context 'Start-OverlayLab' {
        It 'gives a VPC to try things on' {
            $lab = Start-OverlayLab
            $lab | Should -BeOfType OverlayIp.OverlayLab
            $lab.EndpointUrl | Should -Match '^http://127\.0\.0\.1:\d+$'
            $lab.Nodes.Name | Should -Be node-a, node-b
            $lab.Nodes.State | Should -Be running, running
            $lab.Nodes.AvailabilityZone | Sort-Object -Unique | Should -HaveCount 2
            $lab.RouteTableIds | Should -HaveCount 3
            $lab.Fault.IsNone | Should -BeTrue
            (Invoke-LabApi $lab DescribeVpcs).vpcSet.ChildNodes.vpcId | Should -Contain $lab.VpcId
        }

        It 'gives no VPC with -Empty' {
            $lab = Start-OverlayLab -Empty
            $lab.VpcId | Should -BeNullOrEmpty
            $lab.Nodes | Should -BeNullOrEmpty
            Get-OverlayRoute | Should -BeNullOrEmpty
        }

        It 'takes a name, a Region and a port' {
            # Somebody else may take a free port first.
            foreach ($attempt in 1..20) {
                $port = Get-FreePort
                $said = Invoke-Recorded { Start-OverlayLab mine -Region us-gov-west-1 -Port $port }
                if ($said.Errors.FullyQualifiedErrorId -ne 'LabPortInUse,OverlayIp.Commands.StartOverlayLabCommand') { break }
            }

            $said.Errors | Should -BeNullOrEmpty
            $lab = $said.Output
            $lab.Name | Should -Be mine
            $lab.Region | Should -Be us-gov-west-1
            $lab.EndpointUrl | Should -Be "http://127.0.0.1:$port"
            $lab.Nodes.AvailabilityZone | Should -BeLike 'us-gov-west-1*'
        }

        It 'refuses <Name>' -ForEach @(
            @{ Name = 'a name that is taken'; Start = { Start-OverlayLab taken }; Id = 'LabNameTaken'; Category = 'ResourceExists' }
            @{ Name = 'a port that is taken'; Start = { Start-OverlayLab -Port ([uri] $taken.EndpointUrl).Port }; Id = 'LabPortInUse'; Category = 'DeviceError' }
            @{ Name = 'a Region that is none'; Start = { Start-OverlayLab -Region nowhere }; Id = 'LabOptionInvalid'; Category = 'InvalidArgument' }
            @{ Name = 'a state file that is not there'; Start = { Start-OverlayLab -StatePath TestDrive:/none.json }; Id = 'LabStateInvalid'; Category = 'ObjectNotFound|InvalidArgument' }
            @{ Name = 'a state file that is none'; Start = { Set-Content TestDrive:/bad.json '{ "x": '; Start-OverlayLab -StatePath TestDrive:/bad.json }; Id = 'LabStateInvalid'; Category = 'InvalidArgument' }
            @{ Name = 'IAM definitions that are none'; Start = { Set-Content TestDrive:/iam.json '{ "roles": [ { "nam": 1 } ] }'; Start-OverlayLab -IamPath TestDrive:/iam.json }; Id = 'LabIamInvalid'; Category = 'InvalidArgument' }
            @{ Name = 'definitions that are not there'; Start = { Start-OverlayLab -IamPath TestDrive:/none.json }; Id = 'LabIamInvalid'; Category = 'InvalidArgument' }
            @{ Name = 'definitions that mean nothing'; Start = { Set-Content TestDrive:/iam.json '{ "roles": [ { "name": "r", "trustPolicy": {} } ] }'; Start-OverlayLab -IamPath TestDrive:/iam.json }; Id = 'LabIamInvalid'; Category = 'InvalidArgument' }
        ) {
            $taken = Start-OverlayLab taken
            $said = Invoke-Recorded $Start
            $said.Output | Should -BeNullOrEmpty
            $said.Errors.FullyQualifiedErrorId | Should -Be "$Id,OverlayIp.Commands.StartOverlayLabCommand"
            $said.Errors.CategoryInfo.Category | Should -Match "^($Category)$"
            (Get-OverlayLab).Name | Should -Be taken
        }
    }

    Context 'Get-OverlayLab' {
        It 'finds labs by name and pattern' {
            $null = 'one', 'two', 'other' | ForEach-Object { Start-OverlayLab $_ }
            (Get-OverlayLab).Name | Should -Be one, two, other
            (Get-OverlayLab o*).Name | Should -Be one, other
            (Get-OverlayLab ONE, two).Name | Should -Be one, two
            Get-OverlayLab none* | Should -BeNullOrEmpty
        }

        It 'misses a lab that is named and not there, and emits the others' {
            $null = Start-OverlayLab one
            $said = Invoke-Recorded { Get-OverlayLab none, one }
            $said.Output.Name | Should -Be one
            $said.Errors.FullyQualifiedErrorId | Should -Be 'LabNotFound,OverlayIp.Commands.GetOverlayLabCommand'
            $said.Errors.TargetObject | Should -Be none
        }

        It 'shows the lab as it is now' {
            $lab = New-TestLab
            Stop-LabNode $lab $lab.Nodes[0].InstanceId
            (Get-OverlayLab).Nodes.State | Should -Be stopped, running
            (Get-OverlayLab).CallCount | Should -BeGreaterThan 0
        }

        It 'lists the calls it received, with parameters, status and error code' {
            $lab = New-TestLab -Routed
            Get-ErrorId { Get-OverlayRoute -RouteTableId rtb-00000000000000000 } | Should -Be RouteTableNotFound
            $calls = $lab | Get-OverlayLab -Call
            $calls | Should -BeOfType OverlayIp.OverlayLabCall
            $calls[-1].Action | Should -Be DescribeRouteTables
            $calls[-1].ErrorCode | Should -Be InvalidRouteTableID.NotFound
            $calls[-1].HttpStatus | Should -Be 400
            $calls[-1].Parameters['RouteTableId.1'] | Should -Be rtb-00000000000000000
            $calls[-1].AccessKeyId | Should -Be $lab.AccessKeyId
            $calls | ForEach-Object { $_.Parameters.Values } | Should -Not -Contain $lab.SecretAccessKey
        }
    }

    Context 'Stop-OverlayLab' {
        It 'stops the lab started last' {
            $one, $two = 'one', 'two' | ForEach-Object { Start-OverlayLab $_ }
            Stop-OverlayLab | Should -BeNullOrEmpty
            (Get-OverlayLab).Name | Should -Be one
            { Invoke-WebRequest $two.EndpointUrl } | Should -Throw
        }

        It 'stops the labs that are named, and those from the pipeline' {
            $null = 'one', 'two', 'three' | ForEach-Object { Start-OverlayLab $_ }
            Stop-OverlayLab t*
            (Get-OverlayLab).Name | Should -Be one
            Get-OverlayLab | Stop-OverlayLab
            Get-OverlayLab | Should -BeNullOrEmpty
        }

        It 'stops nothing with -WhatIf' {
            $lab = Start-OverlayLab
            Stop-OverlayLab -WhatIf
            (Get-OverlayLab).Name | Should -Be $lab.Name
        }

        It 'misses a lab: <Name>' -ForEach @(
            @{ Name = 'none runs'; Stop = { Stop-OverlayLab } }
            @{ Name = 'none of this name'; Stop = { Stop-OverlayLab none } }
        ) {
            Get-ErrorId $Stop | Should -Be LabNotFound
        }

        It 'saves the state, and Start-OverlayLab goes on with it' {
            $lab = New-TestLab -Routed
            $before = Get-LabRoute $lab
            $lab | Stop-OverlayLab -StatePath TestDrive:/lab.json
            if (-not $IsWindows) { (Get-Item TestDrive:/lab.json).UnixMode | Should -Be '-rw-------' }
            $again = Start-OverlayLab again -StatePath TestDrive:/lab.json
            $again.VpcId | Should -Be $lab.VpcId
            $again.AccessKeyId | Should -Be $lab.AccessKeyId
            Get-LabRoute $again | Should -Be $before
            (Switch-OverlayRoute 10.2.0.1 -InstanceId $again.Nodes[1].InstanceId).Outcome | Sort-Object -Unique | Should -Be Replaced
        }

        It 'keeps a lab running whose state cannot be saved' {
            $lab = Start-OverlayLab
            Get-ErrorId { $lab | Stop-OverlayLab -StatePath TestDrive:/no/such/folder/lab.json } | Should -Be LabStateNotSaved
            (Get-OverlayLab).Name | Should -Be $lab.Name
        }
    }

    Context 'Start-OverlayLab -IamPath' {
        BeforeEach {
            Set-Content TestDrive:/iam.json (@{ roles = @(@{
                name = 'failover'
                trustPolicy = @{ Version = '2012-10-17'; Statement = @{ Effect = 'Allow'; Principal = @{ AWS = '123456789012' }; Action = 'sts:AssumeRole' } }
                policies = @(@{ name = 'p'; document = @{ Version = '2012-10-17'; Statement = @(
                    @{ Effect = 'Allow'; Action = 'ec2:Describe*'; Resource = '*' }
                    @{ Effect = 'Allow'; Action = 'ec2:ReplaceRoute'; Resource = '*'; Condition = @{ StringEquals = @{ 'aws:ResourceTag/Name' = 'lab-main' } } }) } })
            }) } | ConvertTo-Json -Depth 20)
            $lab = Start-OverlayLab -IamPath TestDrive:/iam.json
            $lab.Nodes | Disable-SourceDestCheck
            $null = New-OverlayRoute 10.2.0.1 -RouteTableId $lab.RouteTableIds[0, 1] -InstanceId $lab.Nodes[0].InstanceId
            $role = 'arn:aws:iam::123456789012:role/failover'
        }

        It 'gives a role what its policies allow, and says what they do not' {
            $said = Invoke-Recorded { Switch-OverlayRoute 10.2.0.1 -RouteTableId $lab.RouteTableIds[0, 1] -InstanceId $lab.Nodes[1].InstanceId -RoleArn $role }
            ($said.Output | Where-Object RouteTableId -EQ $lab.RouteTableIds[0]).Outcome | Should -Be Replaced
            $said.Errors.FullyQualifiedErrorId | Should -Be 'AccessDenied,OverlayIp.Commands.SwitchOverlayRouteCommand'
            $said.Errors.Exception.Message | Should -BeLike "*assumed-role/failover/* is not authorized to perform: ec2:ReplaceRoute on resource: arn:aws:ec2:eu-central-1:123456789012:route-table/$($lab.RouteTableIds[1]) because no identity-based policy allows the ec2:ReplaceRoute action*"
            (Get-OverlayLab -Call | Where-Object Action -EQ ReplaceRoute).CallerArn | Sort-Object -Unique | Should -BeLike 'arn:aws:sts::123456789012:assumed-role/failover/*'
        }

        It 'refuses a role that does not exist' {
            Get-ErrorId { Get-OverlayRoute -RoleArn 'arn:aws:iam::123456789012:role/none' } | Should -Be AccessDenied
        }
    }

    Context 'Set-OverlayLabFault' {
        It 'sets what is named and leaves the rest' {
            $null = Start-OverlayLab
            Set-OverlayLabFault -Latency 5ms -ErrorRate 0.1 | Should -BeNullOrEmpty
            $fault = (Set-OverlayLabFault -ConsistencyDelay 1.5s -Action ReplaceRoute -Throttle @{ ReplaceRoute = '10/2'; '*' = '100/20' } -PassThru).Fault
            $fault.Latency.TotalMilliseconds | Should -Be 5
            $fault.ErrorRate | Should -Be 0.1
            $fault.ConsistencyDelay.TotalMilliseconds | Should -Be 1500
            $fault.Actions | Should -Be ReplaceRoute
            $fault.Throttles['ReplaceRoute'].Capacity | Should -Be 10
            $fault.IsNone | Should -BeFalse
            (Set-OverlayLabFault -Clear -PassThru).Fault.IsNone | Should -BeTrue
        }

        It 'changes nothing with -WhatIf' {
            $null = Start-OverlayLab
            Set-OverlayLabFault -Outage -WhatIf
            (Get-OverlayLab).Fault.IsNone | Should -BeTrue
        }

        It 'means the labs from the pipeline, or the one started last' {
            $null = 'one', 'two' | ForEach-Object { Start-OverlayLab $_ }
            Set-OverlayLabFault -Outage
            (Get-OverlayLab).Fault.Outage | Should -Be $false, $true
            Get-OverlayLab | Set-OverlayLabFault -Latency 1ms
            (Get-OverlayLab).Fault.Latency.TotalMilliseconds | Should -Be 1, 1
            Set-OverlayLabFault -Outage:$false
            (Get-OverlayLab two).Fault.Outage | Should -BeFalse
        }

        It 'reads <Text> as <Milliseconds> ms' -ForEach @(
            @{ Text = '80ms'; Milliseconds = 80 }
            @{ Text = '1.5s'; Milliseconds = 1500 }
            @{ Text = '00:00:00.080'; Milliseconds = 80 }
            @{ Text = '0s'; Milliseconds = 0 }
        ) {
            $null = Start-OverlayLab
            (Set-OverlayLabFault -Latency $Text -PassThru).Fault.Latency.TotalMilliseconds | Should -Be $Milliseconds
        }

        It 'reads a bare 2s, which PowerShell takes for a number' {
            $null = Start-OverlayLab
            (Set-OverlayLabFault -Latency 2s -PassThru).Fault.Latency.TotalSeconds | Should -Be 2
        }

        It 'refuses <Name>' -ForEach @(
            @{ Name = 'a number without unit'; Set = { Set-OverlayLabFault -Latency 80 }; Id = 'ParameterArgumentTransformationError' }
            @{ Name = 'a negative time'; Set = { Set-OverlayLabFault -Latency ([timespan]::FromSeconds(-1)) }; Id = 'ParameterArgumentTransformationError' }
            @{ Name = 'a time beyond a day'; Set = { Set-OverlayLabFault -Latency 2.00:00:00 }; Id = 'LabFaultInvalid' }
            @{ Name = 'a share above 1'; Set = { Set-OverlayLabFault -ErrorRate 1.5 }; Id = 'ParameterArgumentValidationError' }
            @{ Name = 'a token bucket that is none'; Set = { Set-OverlayLabFault -Throttle @{ ReplaceRoute = 'fast' } }; Id = 'ThrottleMalformed' }
            @{ Name = 'a lab that is not there'; Set = { Set-OverlayLabFault none -Outage }; Id = 'LabNotFound' }
        ) {
            $null = Start-OverlayLab
            Get-ErrorId $Set | Should -Be $Id
            (Get-OverlayLab).Fault.IsNone | Should -BeTrue
        }

        It 'misses a lab when none runs' {
            Get-ErrorId { Set-OverlayLabFault -Clear } | Should -Be LabNotFound
        }
    }
}
