BeforeDiscovery { $noAwsCli = -not (Test-Path /usr/bin/aws) }

BeforeAll {
    . $PSScriptRoot/Support/Start.ps1

    # The ids of the checks with a status, each once.
    function Get-CheckId($Check, $Status) { $Check | Where-Object Status -eq $Status | ForEach-Object Id | Sort-Object -Unique }

    # Gives a node a security group of its own that lets nothing in.
    function Close-Group($Node, $Name) {
        $group = (Invoke-LabApi $lab CreateSecurityGroup @{ GroupName = $Name; GroupDescription = 'x'; VpcId = $lab.VpcId }).groupId
        $null = Invoke-LabApi $lab ModifyNetworkInterfaceAttribute @{ NetworkInterfaceId = $Node.NetworkInterfaceId; 'SecurityGroupId.1' = $group }
        $group
    }

    function Add-AclEntry($Parameter) {
        $acl = (Invoke-LabApi $lab DescribeNetworkAcls @{ 'Filter.1.Name' = 'vpc-id'; 'Filter.1.Value.1' = $lab.VpcId }).networkAclSet.item.networkAclId
        $null = Invoke-LabApi $lab CreateNetworkAclEntry (@{ NetworkAclId = $acl; RuleNumber = '50'; RuleAction = 'deny'; Protocol = '6'; CidrBlock = '0.0.0.0/0' } + $Parameter)
    }
}

Describe 'Test-OverlayIp' {
    BeforeEach {
        $lab = New-TestLab -Routed
        $main, $tableA, $tableB = $lab.RouteTableIds
        $nodeA, $nodeB = $lab.Nodes
        $candidates = $lab.Nodes.InstanceId
    }

    AfterEach {
        Stop-TestLabs
        foreach ($variable in Get-ChildItem Env:AWS_* | Where-Object Name -in 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_DEFAULT_REGION', 'AWS_REGION', 'AWS_ENDPOINT_URL') { Remove-Item "Env:$($variable.Name)" }
    }

    Context 'a healthy VPC' {
        It 'passes without a warning: <Name>' -ForEach @(
            @{ Name = 'piped routes'; Test = { Get-OverlayRoute 10.2.0.1 | Test-OverlayIp -Candidate $lab.Nodes.InstanceId -Port 443 } }
            @{ Name = 'a destination'; Test = { Test-OverlayIp 10.2.0.1 -Candidate $candidates -Port 443, 8000-8100 } }
            @{ Name = 'a destination and a VPC'; Test = { Test-OverlayIp 10.2.0.1/32 -VpcId $lab.VpcId -Candidate $candidates -Port '443' -Protocol Udp } }
            @{ Name = 'a VPC'; Test = { Test-OverlayIp -VpcId $lab.VpcId -Candidate $candidates -Protocol Icmp } }
            @{ Name = 'route tables'; Test = { Test-OverlayIp 10.2.0.1 -RouteTableId $lab.RouteTableIds -Candidate $candidates -Protocol All } }
            @{ Name = 'piped nodes'; Test = { $lab.Nodes | Test-OverlayIp 10.2.0.1 -Port 443 } }
            @{ Name = 'rows of a CSV file'; Test = { "DestinationCidr,VpcId,InstanceId`n10.2.0.1,$($lab.VpcId),$($nodeB.InstanceId)" | ConvertFrom-Csv | Test-OverlayIp -Port 443 } }
            @{ Name = 'its own output'; Test = { Test-OverlayIp 10.2.0.1 -Check RouteActive | Test-OverlayIp -Candidate $candidates -Port 443 } }
        ) {
            $said = Invoke-Recorded $Test
            $said.Errors | Should -BeNullOrEmpty
            $said.Output | Should -BeOfType OverlayIp.OverlayCheck
            Get-CheckId $said.Output Fail | Should -BeNullOrEmpty
            Get-CheckId $said.Output Warn | Should -BeNullOrEmpty
            Get-CheckId $said.Output Pass | Should -Contain SourceDestCheckOff
            Get-CheckId $said.Output Pass | Should -Contain SecurityGroupIn
            $said.Output.DestinationCidr | Sort-Object -Unique | Should -Be '10.2.0.1/32'
            ($said.Output | Where-Object Id -eq SourceDestCheckOff).Subject | Should -Contain $nodeB.InstanceId
        }

        It 'is at most twelve calls, and a dry run for each table' {
            $before = (Get-OverlayLab -Call).Count
            $null = Test-OverlayIp 10.2.0.1 -VpcId $lab.VpcId -Candidate $candidates -Port 443
            $calls = @(Get-OverlayLab -Call | Select-Object -Skip $before)
            @($calls | Where-Object { $_.Parameters.DryRun }) | Should -HaveCount 3
            @($calls | Where-Object { -not $_.Parameters.DryRun }).Count | Should -BeLessOrEqual 12
            ($calls | Where-Object { -not $_.Parameters.DryRun }).Action | Should -Not -Match '^(?!Describe|Get)'
        }

        It 'changes nothing' {
            $before = Get-LabRoute $lab
            $null = Test-OverlayIp 10.2.0.1 -Candidate $candidates -Port 443
            Get-LabRoute $lab | Should -Be $before
        }

        It 'is two calls with -Quick' {
            $before = (Get-OverlayLab -Call).Count
            $found = Test-OverlayIp 10.2.0.1 -VpcId $lab.VpcId -Candidate $candidates -Quick
            @(Get-OverlayLab -Call | Select-Object -Skip $before) | Should -HaveCount 2
            Get-CheckId $found Pass | Should -Contain RouteInEveryTable
            $found.Id | Should -Not -Contain MaySwitch
        }
    }

    Context 'a broken one, mended by what is pasted' {
        It '<Name>' -ForEach @(
            @{ Name = 'a check that is enabled'; Fails = 'SourceDestCheckOff'; Break = { Enable-SourceDestCheck $nodeB.InstanceId } }
            @{ Name = 'a missing route'; Fails = 'RouteInEveryTable'; Break = { Remove-OverlayRoute 10.2.0.1 -RouteTableId $main -Confirm:$false } }
            @{ Name = 'no route at all'; Fails = 'RouteInEveryTable'; Break = { Remove-OverlayRoute 10.2.0.1 -VpcId $lab.VpcId -Confirm:$false } }
            @{ Name = 'tables that disagree'; Fails = 'TablesAgree'; Break = { Switch-OverlayRoute 10.2.0.1 -RouteTableId $tableA -InstanceId $nodeB.InstanceId } }
            @{ Name = 'two at a time'; Fails = 'RouteInEveryTable', 'SourceDestCheckOff'; Break = {
                    Enable-SourceDestCheck $nodeA.InstanceId
                    Remove-OverlayRoute 10.2.0.1 -RouteTableId $tableB -Confirm:$false
                }
            }
            @{ Name = 'a route to a gateway'; Fails = 'RouteInEveryTable'; Break = {
                    $gateway = (Invoke-LabApi $lab CreateInternetGateway).internetGateway.internetGatewayId
                    $null = Invoke-LabApi $lab AttachInternetGateway @{ InternetGatewayId = $gateway; VpcId = $lab.VpcId }
                    $null = Invoke-LabApi $lab ReplaceRoute @{ RouteTableId = $main; DestinationCidrBlock = '10.2.0.1/32'; GatewayId = $gateway }
                }
            }
        ) {
            $null = & $Break
            $found = Test-OverlayIp 10.2.0.1 -VpcId $lab.VpcId -Candidate $candidates -Port 443
            Get-CheckId $found Fail | Should -Be $Fails
            $found | Where-Object Status -eq Fail | ForEach-Object { $null = Invoke-Expression $_.Remedy }
            Get-CheckId (Test-OverlayIp 10.2.0.1 -VpcId $lab.VpcId -Candidate $candidates -Port 443) Fail | Should -BeNullOrEmpty
        }

        It 'by the AWS CLI: <Name>' -Skip:$noAwsCli -ForEach @(
            @{ Name = 'a stopped target, and nobody else'; Fails = 'RouteActive', 'TargetRunning'; Alone = $true; Break = { Stop-LabNode $lab $nodeA.InstanceId } }
            @{ Name = 'a stopped candidate'; Fails = 'CandidateRunning'; Alone = $false; Break = { Stop-LabNode $lab $nodeB.InstanceId } }
            @{ Name = 'a closed security group'; Fails = 'SecurityGroupIn'; Alone = $false; Break = { Close-Group $nodeA closed } }
            @{ Name = 'clients that may not send there'; Fails = 'SecurityGroupOut'; Alone = $true; Break = {
                    $group = Close-Group $nodeB mute
                    $null = Invoke-LabApi $lab RevokeSecurityGroupEgress @{ GroupId = $group; 'IpPermissions.1.IpProtocol' = '-1'; 'IpPermissions.1.IpRanges.1.CidrIp' = '0.0.0.0/0' }
                    $default = (Invoke-LabApi $lab DescribeSecurityGroups @{ 'Filter.1.Name' = 'group-name'; 'Filter.1.Value.1' = 'default' }).securityGroupInfo.item.groupId
                    $null = Invoke-LabApi $lab AuthorizeSecurityGroupIngress @{ GroupId = $default; 'IpPermissions.1.IpProtocol' = '-1'; 'IpPermissions.1.IpRanges.1.CidrIp' = '10.0.0.0/16' }
                }
            }
            @{ Name = 'a network ACL that denies'; Fails = 'NetworkAclIn', 'NetworkAclOut'; Alone = $false; Break = {
                    Add-AclEntry @{ Egress = 'false'; 'PortRange.From' = '443'; 'PortRange.To' = '443' }
                    Add-AclEntry @{ Egress = 'true'; 'PortRange.From' = '1024'; 'PortRange.To' = '65535' }
                }
            }
        ) {
            $null = & $Break
            $nodes = if ($Alone) { @() } else { $candidates }
            $found = Test-OverlayIp 10.2.0.1 -VpcId $lab.VpcId -Candidate $nodes -Port 443
            Get-CheckId $found Fail | Should -Be $Fails
            foreach ($variable in $lab.EnvironmentVariables.GetEnumerator()) { Set-Item "Env:$($variable.Key)" $variable.Value }
            $found | Where-Object Status -eq Fail | ForEach-Object Remedy | Sort-Object -Unique | ForEach-Object {
                $_ | Should -BeLike "aws ec2 *--endpoint-url $($lab.EndpointUrl)"
                $null = Invoke-Expression $_
                $LASTEXITCODE | Should -Be 0 -Because $_
            }

            Get-CheckId (Test-OverlayIp 10.2.0.1 -VpcId $lab.VpcId -Candidate $nodes -Port 443) Fail | Should -BeNullOrEmpty
        }
    }

    Context 'in scripts' {
        It 'says with -Quiet whether everything passed, once' {
            Get-OverlayRoute | Test-OverlayIp -Port 443 -Quiet | Should -BeTrue
            $null = Enable-SourceDestCheck $nodeA.InstanceId
            $answer = Get-OverlayRoute | Test-OverlayIp -Port 443 -Quiet
            $answer | Should -BeOfType bool
            $answer | Should -BeFalse
        }

        It 'does not take for passed what could not be looked at' {
            Set-OverlayLabFault -DeniedAction DescribeSecurityGroups
            $found = Test-OverlayIp 10.2.0.1 -Port 443
            ($found | Where-Object Id -eq SecurityGroupIn).Status | Should -Be Skipped
            ($found | Where-Object Id -eq SecurityGroupIn).Evidence | Should -BeLike '*ec2:DescribeSecurityGroups*'
            Test-OverlayIp 10.2.0.1 -Port 443 -Quiet | Should -BeFalse
            Get-ErrorId { Test-OverlayIp 10.2.0.1 -Port 443 -PassThru } | Sort-Object -Unique | Should -Be CheckNotTested
        }

        It 'passes routes through to the next command' {
            $said = Invoke-Recorded { Get-OverlayRoute 10.2.0.1 | Test-OverlayIp -Candidate $nodeB.InstanceId -Port 443 -PassThru | Switch-OverlayRoute -InstanceId $nodeB.InstanceId }
            $said.Errors | Should -BeNullOrEmpty
            $said.Output.Outcome | Should -Be Replaced, Replaced, Replaced
        }

        It 'writes failed checks as errors with -PassThru, and holds their routes back' {
            $null = New-OverlayRoute 10.2.0.2 -VpcId $lab.VpcId -InstanceId $nodeA.InstanceId
            $null = Switch-OverlayRoute 10.2.0.2 -RouteTableId $main -InstanceId $nodeB.InstanceId
            $said = Invoke-Recorded { Get-OverlayRoute | Test-OverlayIp -PassThru }
            $said.Output.DestinationCidr | Sort-Object -Unique | Should -Be '10.2.0.1/32'
            $said.Output | Should -HaveCount 3
            $said.Errors | Should -HaveCount 1
            $problem = $said.Errors[0]
            $problem.FullyQualifiedErrorId | Should -Be 'CheckFailed,OverlayIp.Commands.TestOverlayIpCommand'
            $problem.CategoryInfo.Category | Should -Be InvalidOperation
            $problem.TargetObject | Should -Be $main
            $problem.ErrorDetails.RecommendedAction | Should -BeLike "Switch-OverlayRoute 10.2.0.2 -RouteTableId $main -NetworkInterfaceId eni-*"
        }

        It 'ends a runbook at the first failed check' {
            $null = Enable-SourceDestCheck $nodeB.InstanceId
            { Get-OverlayRoute 10.2.0.1 | Test-OverlayIp -Candidate $nodeB.InstanceId -PassThru -ErrorAction Stop | Switch-OverlayRoute -InstanceId $nodeB.InstanceId -Force } |
                Should -Throw -ErrorId 'CheckFailed,OverlayIp.Commands.TestOverlayIpCommand'
            Get-RouteSummary $lab | Should -Be 'lab-main node-a', 'lab-node-a node-a', 'lab-node-b node-a'
        }

        It 'chooses checks by id' {
            (Test-OverlayIp 10.2.0.1 -Check Route*, tablesagree).Id | Should -Be RouteInEveryTable, TablesAgree, RouteActive, RouteQuota
            (Test-OverlayIp 10.2.0.1 -Skip MaySwitch).Id | Should -Not -Contain MaySwitch
            (Get-OverlayLab -Call).Action | Select-Object -Last 9 | Should -Not -Contain ReplaceRoute
        }

        It 'refuses <Id>' -ForEach @(
            @{ Id = 'CheckUnknown'; Call = { Test-OverlayIp 10.2.0.1 -Check Nothing* } }
            @{ Id = 'PortNotApplicable'; Call = { Test-OverlayIp 10.2.0.1 -Port 443 -Protocol Icmp } }
            @{ Id = 'OutputAmbiguous'; Call = { Test-OverlayIp 10.2.0.1 -Quiet -PassThru } }
            @{ Id = 'DestinationMissing'; Call = { Test-OverlayIp } }
            @{ Id = 'EmptyPipeline'; Call = { $null | Test-OverlayIp } }
            @{ Id = 'RouteNotFound'; Call = { Test-OverlayIp 10.9.9.9 } }
            @{ Id = 'VpcNotFound'; Call = { Test-OverlayIp 10.2.0.1 -VpcId vpc-0123456789abcdef0 } }
            @{ Id = 'ParameterArgumentTransformationError'; Call = { Test-OverlayIp 10.2.0.1 -Port 70000 } }
            @{ Id = 'ParameterArgumentTransformationError'; Call = { Test-OverlayIp 10.2.0.1 -Candidate vpc-1 } }
        ) {
            Get-ErrorId $Call | Should -Contain $Id
        }
    }

    Context 'shows' {
        It 'a table that fits into 120 columns, with a colour for each status' {
            $null = Enable-SourceDestCheck $nodeB.InstanceId
            $found = Get-OverlayRoute 10.2.0.1 | Test-OverlayIp -Candidate $candidates -Port 443
            $plain = $found | Out-String -Width 120 | ForEach-Object { $_ -replace "`e\[[\d;]*m" }
            $plain -split "`n" | ForEach-Object { $_.TrimEnd().Length | Should -BeLessOrEqual 120 }
            $plain | Should -Match 'Destination: 10\.2\.0\.1/32'
            $plain | Should -Match "Fail +SourceDestCheckOff +$($nodeB.InstanceId) +node-b: the check of"
            $rendering = $PSStyle.OutputRendering
            try {
                $PSStyle.OutputRendering = 'Ansi'
                $found | Out-String -Width 120 | Should -Match ([regex]::Escape("$($PSStyle.Foreground.BrightRed)Fail"))
            }
            finally { $PSStyle.OutputRendering = $rendering }
        }

        It 'the remedy in a list' {
            $null = Enable-SourceDestCheck $nodeB.InstanceId
            Test-OverlayIp 10.2.0.1 -Candidate $candidates -Check SourceDestCheckOff | Format-List | Out-String -Width 200 |
                Should -Match "Remedy +: Disable-SourceDestCheck -NetworkInterfaceId $($nodeB.NetworkInterfaceId)"
        }

        It 'remedies that lead to the same place when another lab is the session''s' {
            $null = Enable-SourceDestCheck $nodeB.InstanceId
            $null = New-TestLab
            $found = Test-OverlayIp 10.2.0.1 -Candidate $nodeB.InstanceId -EndpointUrl $lab.EndpointUrl -Check SourceDestCheckOff
            $null = $found | Where-Object Status -eq Fail | ForEach-Object { Invoke-Expression $_.Remedy }
            (Get-SourceDestCheck $nodeB.InstanceId -EndpointUrl $lab.EndpointUrl).Enabled | Should -BeFalse
        }
    }

    It 'has a line in its topic for every check' {
        $topic = Get-Content (Join-Path (Get-ModuleFolder) 'en-US/about_OverlayIp_Validation.help.txt') -Raw
        $ids = [regex]::Matches(($topic -split 'THE CHECKS')[1], '(?m)^    ([A-Z][A-Za-z0-9]+) {2,}\S').Groups | Where-Object Name -eq 1 | ForEach-Object Value
        $said = Get-ErrorId { Test-OverlayIp 10.2.0.1 -Check None }
        $said | Should -Be CheckUnknown
        $message = (Invoke-Recorded { Test-OverlayIp 10.2.0.1 -Check None }).Errors[0].Exception.Message
        foreach ($id in ($message -replace '.*There are: ' -replace '\.$' -split ', ')) { $ids | Should -Contain $id }
    }
}
