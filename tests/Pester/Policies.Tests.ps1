BeforeAll {
    . $PSScriptRoot/Support/Start.ps1

    function Get-Failed { param([Parameter(ValueFromPipeline)] $Check) process { if (-not $Check.Passed) { "$($Check.Action -replace '^ec2:') $($Check.Subject)" } } }
}

Describe 'New-OverlayPolicy' {
    BeforeAll {
        $lab = New-TestLab -Routed
        $a, $b = $lab.Nodes
        $arn = "arn:aws:ec2:$($lab.Region):$($lab.AccountId)"
        $tables = $lab.RouteTableIds | ForEach-Object { "${arn}:route-table/$_" } | Sort-Object
    }

    AfterAll { Stop-TestLabs }

    BeforeEach { $callsBefore = @(Get-OverlayLab -Call).Count }

    It 'takes route tables and targets from routes, and asks nobody' {
        $routes = Get-OverlayRoute 10.2.0.1
        $callsBefore = @(Get-OverlayLab -Call).Count
        $policy = $routes | New-OverlayPolicy Failover
        @(Get-OverlayLab -Call).Count | Should -Be $callsBefore
        $statement = ($policy.ToJson() | ConvertFrom-Json).Statement
        $statement.Sid | Should -Be 'ReadToSwitch', 'SwitchOverlayRoutes'
        $statement[0].Resource | Should -Be '*'
        $statement[1].Action | Should -Be 'ec2:ReplaceRoute'
        $statement[1].Resource | Sort-Object | Should -Be $tables
        $policy.InstanceIds | Should -Be $a.InstanceId
    }

    It 'finds the route tables of a VPC, the interfaces of instances and the account' {
        $policy = New-OverlayPolicy Setup -VpcId $lab.VpcId -InstanceId $a.InstanceId, $b.InstanceId
        $statement = ($policy.ToJson() | ConvertFrom-Json).Statement
        $statement[1].Resource | Sort-Object | Should -Be $tables
        $statement[1].Action | Should -Be 'ec2:CreateRoute', 'ec2:DeleteRoute', 'ec2:ReplaceRoute'
        $statement[2].Resource | Sort-Object | Should -Be ($a, $b | ForEach-Object { "${arn}:network-interface/$($_.NetworkInterfaceId)" } | Sort-Object)
        $statement[2].Condition.StringEquals.'ec2:Attribute/SourceDestCheck' | Should -Be 'false', 'true'
    }

    It 'makes one policy of all nodes of a pipeline' {
        $policy = $lab.Nodes | New-OverlayPolicy Setup
        $policy | Should -HaveCount 1
        $policy.NetworkInterfaceIds | Sort-Object | Should -Be ($lab.Nodes.NetworkInterfaceId | Sort-Object)
        $policy.RouteTableIds | Sort-Object | Should -Be ($lab.RouteTableIds | Sort-Object)
    }

    It 'adds what was typed to the routes of the pipeline' {
        $policy = Get-OverlayRoute 10.2.0.1 | New-OverlayPolicy Setup -InstanceId $b.InstanceId
        $policy.NetworkInterfaceIds | Sort-Object | Should -Be ($lab.Nodes.NetworkInterfaceId | Sort-Object)
    }

    It 'reads rows of a CSV file' {
        $policy = "RouteTableId,AccountId,Region`nrtb-0aaaaaaaaaaaaaaa1,210987654321,eu-west-1`nrtb-0aaaaaaaaaaaaaaa2,210987654321,eu-west-1" |
            ConvertFrom-Csv | New-OverlayPolicy Failover
        $policy.Statements[1].Resources | Should -Be 'arn:aws:ec2:eu-west-1:210987654321:route-table/rtb-0aaaaaaaaaaaaaaa1', 'arn:aws:ec2:eu-west-1:210987654321:route-table/rtb-0aaaaaaaaaaaaaaa2'
        @(Get-OverlayLab -Call).Count | Should -Be $callsBefore
    }

    It 'takes Region, partition and account from ARNs' {
        $given = 'arn:aws-cn:ec2:cn-north-1:210987654321:route-table/rtb-0aaaaaaaaaaaaaaa1'
        $policy = New-OverlayPolicy Failover -RouteTableId $given
        $policy.Statements[1].Resources | Should -Be $given
        $policy.Partition, $policy.Region, $policy.AccountId | Should -Be 'aws-cn', 'cn-north-1', '210987654321'
        @(Get-OverlayLab -Call).Count | Should -Be $callsBefore
    }

    It 'asks STS for the account that nothing else tells' {
        $policy = New-OverlayPolicy Failover -RouteTableId rtb-0aaaaaaaaaaaaaaa1
        $policy.Statements[1].Resources | Should -Be "${arn}:route-table/rtb-0aaaaaaaaaaaaaaa1"
        (Get-OverlayLab -Call | Select-Object -Skip $callsBefore).Action | Should -Be GetCallerIdentity
    }

    It 'makes tags and the VPC conditions of every change' {
        $statement = (($lab.Nodes | New-OverlayPolicy Setup -TagCondition @{ Cluster = 'hana' } -VpcCondition).ToJson() | ConvertFrom-Json).Statement
        $statement[0].Condition.psobject.Properties.Name | Should -Be StringEquals
        foreach ($changing in $statement[1..2]) {
            $changing.Condition.StringEquals.'aws:ResourceTag/Cluster' | Should -Be hana
            $changing.Condition.ArnEquals.'ec2:Vpc' | Should -Be "${arn}:vpc/$($lab.VpcId)"
        }
    }

    It 'finds the VPC of route tables that are given by id or ARN' {
        foreach ($given in $lab.RouteTableIds[0], "${arn}:route-table/$($lab.RouteTableIds[0])") {
            $policy = New-OverlayPolicy Failover -RouteTableId $given -VpcCondition
            $policy.Statements[1].Resources | Should -Be "${arn}:route-table/$($lab.RouteTableIds[0])"
            $policy.Statements[1].Conditions[0].Values | Should -Be "${arn}:vpc/$($lab.VpcId)"
        }
    }

    It 'asks in the Region of the ARNs' {
        $other = New-TestLab -Region eu-west-1
        $given = "arn:aws:ec2:$($lab.Region):$($lab.AccountId):route-table/$($lab.RouteTableIds[0])"
        try { $said = Invoke-Recorded { New-OverlayPolicy Failover -RouteTableId $given -VpcCondition -EndpointUrl $lab.EndpointUrl } }
        finally { $other | Stop-OverlayLab }
        $said.Errors | Should -BeNullOrEmpty
        $said.Output.Region | Should -Be $lab.Region
    }

    It 'writes <Template>' -ForEach @(@{ Template = 'CloudFormation'; Line = 'Type: AWS::IAM::ManagedPolicy' }, @{ Template = 'Terraform'; Line = 'data "aws_iam_policy_document" "overlay_ip_audit" {' }) {
        $text = New-OverlayPolicy Audit -AsTemplate $Template
        $text | Should -BeOfType string
        $text -split "`n" | ForEach-Object Trim | Should -Contain $Line
        $text | Should -BeLike '*ReadToAudit*ec2:DescribeRouteTables*'
    }

    It 'warns when there are no nodes to set up' {
        $said = Invoke-Recorded { New-OverlayPolicy Setup -VpcId $lab.VpcId }
        $said.Warnings | Should -BeLike '*source/destination check*'
        $said.Output.Warnings | Should -Be $said.Warnings
    }

    It 'ends in one clear error: <Name>' -ForEach @(
        @{ Name = 'no route tables'; Try = { New-OverlayPolicy Failover }; Id = 'PolicyScopeMissing' }
        @{ Name = 'two Regions'; Try = { New-OverlayPolicy Failover -RouteTableId arn:aws:ec2:eu-west-1:123456789012:route-table/rtb-00000000, arn:aws:ec2:eu-west-2:123456789012:route-table/rtb-00000000 }; Id = 'PolicyScopeMixed' }
        @{ Name = 'an unknown VPC'; Try = { New-OverlayPolicy Failover -VpcId vpc-00000000 }; Id = 'VpcNotFound' }
        @{ Name = 'an unknown instance'; Try = { New-OverlayPolicy Setup -VpcId $lab.VpcId -InstanceId i-00000000 }; Id = 'InstanceNotFound' }
        @{ Name = 'an unknown route table'; Try = { New-OverlayPolicy Failover -RouteTableId rtb-00000000 -VpcCondition }; Id = 'RouteTableNotFound' }
        @{ Name = 'a malformed account'; Try = { New-OverlayPolicy Audit -AccountId 12345 }; Id = 'AccountIdMalformed' }
        @{ Name = 'a name that is none'; Try = { New-OverlayPolicy Audit -Name 'a b' }; Id = 'PolicyNameInvalid' }
        @{ Name = 'an ARN of another kind'; Try = { New-OverlayPolicy Failover -RouteTableId arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-00000000 }; Id = 'ParameterArgumentTransformationError' }
        @{ Name = 'an empty pipeline'; Try = { @() | New-OverlayPolicy Failover }; Id = 'EmptyPipeline' }
        @{ Name = 'an object that fits nowhere'; Try = { 'junk' | New-OverlayPolicy Failover }; Id = 'InputUnusable' }
    ) {
        $said = Invoke-Recorded $Try
        $said.Output | Should -BeNullOrEmpty
        $said.Errors | Should -HaveCount 1
        ($said.Errors[0].FullyQualifiedErrorId -split ',')[0] | Should -Be $Id
    }
}

Describe 'Test-OverlayPolicy' {
    BeforeAll {
        $lab = New-TestLab -Routed
        $a, $b = $lab.Nodes
    }

    AfterAll { Stop-TestLabs }

    It 'finds the policy of <Purpose> right<With>' -ForEach @(
        foreach ($with in @{}, @{ TagCondition = @{ Cluster = 'hana' } }, @{ VpcCondition = $true }) {
            foreach ($purpose in 'Setup', 'Failover', 'Validate', 'Audit') { @{ Purpose = $purpose; More = $with; With = if ($with.Count) { " with $($with.Keys)" } else { '' } } }
        }
    ) {
        $policy = Get-OverlayRoute 10.2.0.1 | New-OverlayPolicy $Purpose -InstanceId $b.InstanceId @More
        $checks = $policy | Test-OverlayPolicy
        $checks | Get-Failed | Should -BeNullOrEmpty
        ($checks | Where-Object Expected -EQ Allowed).Action | Sort-Object -Unique | Should -Be ($policy.Statements.Actions | Sort-Object -Unique)
        ($checks | Where-Object Actual -EQ Allowed).Statement | Sort-Object -Unique | Should -Be ($policy.Statements.Sid | Sort-Object -Unique)
        @($checks | Where-Object Expected -EQ Denied).Count | Should -BeGreaterThan 20
        $policy | Test-OverlayPolicy -Quiet | Should -BeTrue
    }

    It 'finds a failover right that may create missing routes' {
        Get-OverlayRoute 10.2.0.1 | New-OverlayPolicy Failover -CreateMissing | Test-OverlayPolicy | Get-Failed | Should -BeNullOrEmpty
    }

    It 'finds a policy of <Region> right' -ForEach @(@{ Region = 'cn-northwest-1' }, @{ Region = 'us-gov-east-1' }, @{ Region = 'ap-southeast-2' }) {
        New-OverlayPolicy Setup -RouteTableId rtb-0aaaaaaaaaaaaaaa1 -NetworkInterfaceId eni-0aaaaaaaaaaaaaaa1 -AccountId 210987654321 -Region $Region |
            Test-OverlayPolicy | Get-Failed | Should -BeNullOrEmpty
    }

    It 'tries a policy whose tables and interfaces are of two accounts' {
        New-OverlayPolicy Setup -RouteTableId arn:aws:ec2:eu-west-1:111111111111:route-table/rtb-0aaaaaaaaaaaaaaa1 -NetworkInterfaceId arn:aws:ec2:eu-west-1:222222222222:network-interface/eni-0aaaaaaaaaaaaaaa1 |
            Test-OverlayPolicy | Get-Failed | Should -BeNullOrEmpty
    }

    It 'calls nobody: neither AWS nor the lab of the session' {
        $policy = Get-OverlayRoute 10.2.0.1 | New-OverlayPolicy Failover
        $before = @(Get-OverlayLab -Call).Count
        $null = $policy | Test-OverlayPolicy
        @(Get-OverlayLab -Call).Count | Should -Be $before
        @(Get-OverlayLab).Count | Should -Be 1
    }

    It 'sees what is wrong: <Name>' -ForEach @(
        @{
            Name = 'Describe actions beside a route table, as older write-ups have it'
            Edit = { param($s) $s[1].Action = @('ec2:ReplaceRoute', 'ec2:DescribeRouteTables'); $s[0].Action = @('ec2:DescribeInstances', 'ec2:DescribeNetworkInterfaces') }
            Failed = 'DescribeRouteTables what the purpose reads'
        }
        @{
            Name = 'a route table is missing'
            Edit = { param($s) $s[1].Resource = $s[1].Resource[0..1] }
            Failed = 'ReplaceRoute a route table of the policy'
        }
        @{
            Name = 'every route table'
            Edit = { param($s) $s[1].Resource = 'arn:aws:ec2:*:*:route-table/*' }
            Failed = 'ReplaceRoute a route table of another VPC', 'ReplaceRoute another route table of the VPC', 'ReplaceRoute the same id in another Region'
        }
        @{
            Name = 'every route table of the VPC'
            Edit = { param($s)
                $s[1].Resource = 'arn:aws:ec2:*:*:route-table/*'
                $s[1] | Add-Member Condition @{ ArnLike = @{ 'ec2:Vpc' = "arn:aws:ec2:$($lab.Region):*:vpc/$($lab.VpcId)" } }
            }
            Failed = 'ReplaceRoute another route table of the VPC'
        }
        @{
            Name = 'reading in every Region'
            Edit = { param($s) $s[0].psobject.Properties.Remove('Condition') }
            Failed = 'DescribeRouteTables reading in another Region'
        }
        @{
            Name = 'every action on routes'
            Edit = { param($s) $s[1].Action = 'ec2:*Route' }
            Failed = 'CreateRoute a route table of the policy', 'DeleteRoute a route table of the policy'
        }
        @{
            Name = 'every attribute of the target'
            Edit = { param($s) $s[1].Action = 'ec2:ReplaceRoute', 'ec2:ModifyNetworkInterfaceAttribute'; $s[1].Resource = @($s[1].Resource) + "arn:aws:ec2:$($lab.Region):$($lab.AccountId):network-interface/$($a.NetworkInterfaceId)" }
            Failed = 'ModifyNetworkInterfaceAttribute another attribute of a target', 'ModifyNetworkInterfaceAttribute the check of a target'
        }
        @{
            Name = 'the node may be stopped'
            Edit = { param($s) $s[1].Action = 'ec2:ReplaceRoute', 'ec2:StopInstances'; $s[1].Resource = @($s[1].Resource) + "arn:aws:ec2:$($lab.Region):$($lab.AccountId):instance/$($a.InstanceId)" }
            Failed = 'StopInstances a node'
        }
    ) {
        $document = (Get-OverlayRoute 10.2.0.1 | New-OverlayPolicy Failover).ToJson() | ConvertFrom-Json
        & $Edit $document.Statement
        $path = Join-Path $TestDrive policy.json
        $document | ConvertTo-Json -Depth 10 | Set-Content $path
        $checks = Get-OverlayRoute 10.2.0.1 | Test-OverlayPolicy -Path $path -Purpose Failover
        $checks | Get-Failed | Sort-Object -Unique | Should -Be $Failed
        foreach ($failed in $checks | Where-Object Passed -EQ $false) {
            $failed.Remedy | Should -BeLike "*$($failed.Resource)*"
            if ($failed.Actual -eq 'Allowed') { $failed.Statement | Should -Be ($failed.Action -like '*Describe*' ? 'ReadToSwitch' : 'SwitchOverlayRoutes') }
            else { $failed.Message | Should -BeLike '*not authorized to perform*' }
        }

        Get-OverlayRoute 10.2.0.1 | Test-OverlayPolicy -Path $path -Purpose Failover -Quiet | Should -BeFalse
    }

    It 'tells apart what has the tags and what has not' {
        $routes = Get-OverlayRoute 10.2.0.1
        $json = ($routes | New-OverlayPolicy Failover).ToJson()
        $routes | Test-OverlayPolicy -Json $json -Purpose Failover -TagCondition @{ Cluster = 'hana' } | Get-Failed | Should -Be 'ReplaceRoute the route table without the tags'
    }

    It 'ends in one clear error: <Name>' -ForEach @(
        @{ Name = 'no policy'; Try = { Test-OverlayPolicy -Purpose Audit }; Id = 'PolicyMissing' }
        @{ Name = 'no purpose'; Try = { Test-OverlayPolicy -Json '{}' }; Id = 'PolicyPurposeMissing' }
        @{ Name = 'no such file'; Try = { Test-OverlayPolicy -Path (Join-Path $TestDrive none.json) -Purpose Audit }; Id = 'PolicyNotRead' }
        @{ Name = 'no JSON'; Try = { Test-OverlayPolicy -Json 'Version 2012' -Purpose Audit }; Id = 'PolicyInvalid' }
        @{ Name = 'no policy document'; Try = { Test-OverlayPolicy -Json '{"Statement":[{"Effect":"Allow","Action":"ec2:*"}]}' -Purpose Audit }; Id = 'PolicyInvalid' }
        @{ Name = 'a partition of which the lab knows nothing'; Try = { New-OverlayPolicy Audit -Region us-iso-east-1 | Test-OverlayPolicy }; Id = 'PolicyPartitionUnknown' }
        @{ Name = 'an empty pipeline'; Try = { @() | Test-OverlayPolicy }; Id = 'EmptyPipeline' }
    ) {
        $said = Invoke-Recorded $Try
        $said.Output | Should -BeNullOrEmpty
        $said.Errors | Should -HaveCount 1
        ($said.Errors[0].FullyQualifiedErrorId -split ',')[0] | Should -Be $Id
    }
}
