BeforeAll {
    . $PSScriptRoot/Support/Start.ps1
    $keys = @{ AccessKeyId = 'AKIAEXAMPLE'; SecretAccessKey = 'example' }

    # One error, with this id, category and target, and the lab as it was before.
    function Assert-OneError($Said, $Id, $Category, $Target, $Before) {
        $Said.Output | Should -BeNullOrEmpty
        $Said.Errors | Should -HaveCount 1 -Because ($Said.Errors -join ' | ')
        ($Said.Errors[0].FullyQualifiedErrorId -split ',')[0] | Should -Be $Id
        $Said.Errors[0].FullyQualifiedErrorId | Should -Match ',OverlayIp\.Commands\.\w+Command$'
        $Said.Errors[0].CategoryInfo.Category | Should -Be $Category
        "$($Said.Errors[0].TargetObject)" | Should -Be "$Target"
        if ($lab) { Get-LabRoute $lab | Should -Be $Before }
    }
}

Describe 'Bad input ends in one clear error and nothing has changed' {
    BeforeAll {
        $lab = New-TestLab -Routed
        $main, $tableA, $tableB = $lab.RouteTableIds
        $a, $b = $lab.Nodes.InstanceId
        $vpc = $lab.VpcId
        $other = Add-OtherVpc $lab
        $before = Get-LabRoute $lab
    }

    AfterAll { Stop-TestLabs }

    It '<Name>' -ForEach @(
        @{ Name = 'New: no destination'; Try = { New-OverlayRoute -VpcId $vpc -InstanceId $b }; Id = 'DestinationMissing'; Category = 'InvalidArgument' }
        @{ Name = 'New: no target'; Try = { New-OverlayRoute 10.2.0.9 -VpcId $vpc }; Id = 'TargetMissing'; Category = 'InvalidArgument'; Target = '10.2.0.9/32' }
        @{ Name = 'New: two targets'; Try = { New-OverlayRoute 10.2.0.9 -VpcId $vpc -InstanceId i-00000000 -NetworkInterfaceId eni-00000000 }; Id = 'TargetAmbiguous'; Category = 'InvalidArgument'; Target = 'i-00000000, eni-00000000' }
        @{ Name = 'New: no route tables'; Try = { New-OverlayRoute 10.2.0.9 -InstanceId $b }; Id = 'ScopeMissing'; Category = 'InvalidArgument'; Target = '10.2.0.9/32' }
        @{ Name = 'New: a malformed address'; Try = { New-OverlayRoute 10.2.0 -VpcId $vpc -InstanceId $b }; Id = 'ParameterArgumentTransformationError'; Category = 'InvalidData' }
        @{ Name = 'New: a prefix length that is none'; Try = { New-OverlayRoute 10.2.0.1/33 -VpcId $vpc -InstanceId $b }; Id = 'ParameterArgumentTransformationError'; Category = 'InvalidData' }
        @{ Name = 'New: the prefix length of the other family'; Try = { New-OverlayRoute 10.2.0.1/128 -VpcId $vpc -InstanceId $b }; Id = 'ParameterArgumentTransformationError'; Category = 'InvalidData' }
        @{ Name = 'New: an IPv6 address in brackets'; Try = { New-OverlayRoute '[2001:db8::1]' -VpcId $vpc -InstanceId $b }; Id = 'ParameterArgumentTransformationError'; Category = 'InvalidData' }
        @{ Name = 'New: a malformed instance id'; Try = { New-OverlayRoute 10.2.0.9 -VpcId $vpc -InstanceId i-12345 }; Id = 'ParameterArgumentTransformationError'; Category = 'InvalidData' }
        @{ Name = 'New: an interface id as instance'; Try = { New-OverlayRoute 10.2.0.9 -VpcId $vpc -InstanceId eni-00000000 }; Id = 'ParameterArgumentTransformationError'; Category = 'InvalidData' }
        @{ Name = 'New: an unknown instance'; Try = { New-OverlayRoute 10.2.0.9 -VpcId $vpc -InstanceId i-00000000 }; Id = 'InstanceNotFound'; Category = 'ObjectNotFound'; Target = 'i-00000000' }
        @{ Name = 'New: an unknown interface'; Try = { New-OverlayRoute 10.2.0.9 -VpcId $vpc -NetworkInterfaceId eni-00000000 }; Id = 'NetworkInterfaceNotFound'; Category = 'ObjectNotFound'; Target = 'eni-00000000' }
        @{ Name = 'New: an unknown VPC'; Try = { New-OverlayRoute 10.2.0.9 -VpcId vpc-00000000 -InstanceId $b }; Id = 'VpcNotFound'; Category = 'ObjectNotFound'; Target = 'vpc-00000000' }
        @{ Name = 'New: an unknown route table'; Try = { New-OverlayRoute 10.2.0.9 -RouteTableId rtb-00000000 -InstanceId $b }; Id = 'RouteTableNotFound'; Category = 'ObjectNotFound'; Target = 'rtb-00000000' }
        @{ Name = 'New: a route table of another VPC'; Try = { New-OverlayRoute 10.2.0.9 -VpcId $vpc -RouteTableId $other.RouteTableId -InstanceId $b }; Id = 'RouteTableNotFound'; Category = 'ObjectNotFound'; Target = { $other.RouteTableId } }
        @{ Name = 'New: an unknown prefix list'; Try = { New-OverlayRoute pl-00000000 -RouteTableId $main -InstanceId $b }; Id = 'PrefixListNotFound'; Category = 'ObjectNotFound'; Target = { $main } }
        @{ Name = 'New: a target in another VPC'; Try = { New-OverlayRoute 10.2.0.9 -RouteTableId $main -InstanceId $other.InstanceId }; Id = 'TargetInOtherVpc'; Category = 'InvalidOperation'; Target = { $main } }
        @{ Name = 'New: a target in another VPC than all route tables'; Try = { New-OverlayRoute 10.2.0.9 -VpcId $vpc -InstanceId $other.InstanceId }; Id = 'TargetInOtherVpc'; Category = 'InvalidOperation'; Target = { $other.InstanceId } }
        @{ Name = 'New: inside the VPC'; Try = { New-OverlayRoute 10.0.0.9 -VpcId $vpc -InstanceId $b }; Id = 'DestinationInsideVpc'; Category = 'InvalidArgument'; Target = '10.0.0.9/32' }
        @{ Name = 'New: containing the VPC'; Try = { New-OverlayRoute 10.0.0.0/8 -VpcId $vpc -InstanceId $b }; Id = 'DestinationContainsVpc'; Category = 'InvalidArgument'; Target = '10.0.0.0/8' }
        @{ Name = 'New: an empty pipeline'; Try = { @() | New-OverlayRoute 10.2.0.9 -VpcId $vpc -InstanceId $b }; Id = 'EmptyPipeline'; Category = 'InvalidArgument' }
        @{ Name = 'New: a null pipeline'; Try = { $null | New-OverlayRoute 10.2.0.9 -VpcId $vpc -InstanceId $b }; Id = 'EmptyPipeline'; Category = 'InvalidArgument' }
        @{ Name = 'New: an object that fits nowhere'; Try = { 'junk' | New-OverlayRoute 10.2.0.9 -VpcId $vpc -InstanceId $b }; Id = 'InputUnusable'; Category = 'InvalidArgument'; Target = 'junk' }
        @{ Name = 'Switch: no destination'; Try = { Switch-OverlayRoute -InstanceId $b }; Id = 'DestinationMissing'; Category = 'InvalidArgument' }
        @{ Name = 'Switch: nothing at all'; Try = { Switch-OverlayRoute }; Id = 'DestinationMissing'; Category = 'InvalidArgument' }
        @{ Name = 'Switch: no target'; Try = { Switch-OverlayRoute 10.2.0.1 }; Id = 'TargetMissing'; Category = 'InvalidArgument'; Target = '10.2.0.1/32' }
        @{ Name = 'Switch: routes and no target'; Try = { Get-OverlayRoute | Switch-OverlayRoute }; Id = 'TargetMissing'; Category = 'InvalidArgument' }
        @{ Name = 'Switch: two targets'; Try = { Switch-OverlayRoute 10.2.0.1 -InstanceId i-00000000 -NetworkInterfaceId eni-00000000 }; Id = 'TargetAmbiguous'; Category = 'InvalidArgument'; Target = 'i-00000000, eni-00000000' }
        @{ Name = 'Switch: an unknown instance'; Try = { Switch-OverlayRoute 10.2.0.1 -InstanceId i-00000000 }; Id = 'InstanceNotFound'; Category = 'ObjectNotFound'; Target = 'i-00000000' }
        @{ Name = 'Switch: an unknown route table'; Try = { Switch-OverlayRoute 10.2.0.1 -RouteTableId rtb-00000000 -InstanceId $b }; Id = 'RouteTableNotFound'; Category = 'ObjectNotFound'; Target = 'rtb-00000000' }
        @{ Name = 'Switch: a target in another VPC'; Try = { Switch-OverlayRoute 10.2.0.1 -InstanceId $other.InstanceId }; Id = 'TargetInOtherVpc'; Category = 'InvalidOperation'; Target = { $other.InstanceId } }
        @{ Name = 'Switch: a malformed -From'; Try = { Switch-OverlayRoute 10.2.0.1 -InstanceId $b -From vpc-00000000 }; Id = 'ParameterArgumentTransformationError'; Category = 'InvalidData' }
        @{ Name = 'Switch: an empty pipeline'; Try = { @() | Switch-OverlayRoute -InstanceId $b }; Id = 'EmptyPipeline'; Category = 'InvalidArgument' }
        @{ Name = 'Switch: a null pipeline'; Try = { $null | Switch-OverlayRoute -InstanceId $b }; Id = 'EmptyPipeline'; Category = 'InvalidArgument' }
        @{ Name = 'Switch: an object that fits nowhere'; Try = { 42 | Switch-OverlayRoute -InstanceId $b }; Id = 'InputUnusable'; Category = 'InvalidArgument'; Target = '42' }
        @{ Name = 'Switch: no route as -InputObject'; Try = { Switch-OverlayRoute -InputObject junk -InstanceId $b }; Id = 'InputUnusable'; Category = 'InvalidArgument'; Target = 'junk' }
        @{ Name = 'Remove: no destination'; Try = { Remove-OverlayRoute -VpcId $vpc -Confirm:$false }; Id = 'DestinationMissing'; Category = 'InvalidArgument' }
        @{ Name = 'Remove: no route tables'; Try = { Remove-OverlayRoute 10.2.0.1 -Confirm:$false }; Id = 'ScopeMissing'; Category = 'InvalidArgument'; Target = '10.2.0.1/32' }
        @{ Name = 'Remove: a destination that is not there'; Try = { Remove-OverlayRoute 10.2.0.9 -VpcId $vpc -Confirm:$false }; Id = 'RouteNotFound'; Category = 'ObjectNotFound'; Target = '10.2.0.9/32' }
        @{ Name = 'Remove: an empty pipeline'; Try = { @() | Remove-OverlayRoute -Confirm:$false }; Id = 'EmptyPipeline'; Category = 'InvalidArgument' }
        @{ Name = 'Remove: a null pipeline'; Try = { $null | Remove-OverlayRoute -Confirm:$false }; Id = 'EmptyPipeline'; Category = 'InvalidArgument' }
        @{ Name = 'Get: a malformed address'; Try = { Get-OverlayRoute 10.2.0.x }; Id = 'DestinationMalformed'; Category = 'InvalidArgument'; Target = '10.2.0.x' }
        @{ Name = 'Get: an unknown route table'; Try = { Get-OverlayRoute -RouteTableId rtb-00000000 }; Id = 'RouteTableNotFound'; Category = 'ObjectNotFound'; Target = 'rtb-00000000' }
        @{ Name = 'Get: an unknown VPC'; Try = { Get-OverlayRoute -VpcId vpc-00000000 }; Id = 'VpcNotFound'; Category = 'ObjectNotFound'; Target = 'vpc-00000000' }
        @{ Name = 'check: an unknown VPC'; Try = { Get-SourceDestCheck -VpcId vpc-00000000 }; Id = 'VpcNotFound'; Category = 'ObjectNotFound'; Target = 'vpc-00000000' }
        @{ Name = 'check: nobody named'; Try = { Disable-SourceDestCheck }; Id = 'TargetMissing'; Category = 'InvalidArgument' }
        @{ Name = 'check: an unknown instance'; Try = { Disable-SourceDestCheck i-00000000 }; Id = 'InstanceNotFound'; Category = 'ObjectNotFound'; Target = 'i-00000000' }
        @{ Name = 'check: an unknown interface'; Try = { Enable-SourceDestCheck -NetworkInterfaceId eni-00000000 }; Id = 'NetworkInterfaceNotFound'; Category = 'ObjectNotFound'; Target = 'eni-00000000' }
        @{ Name = 'check: an empty pipeline'; Try = { @() | Disable-SourceDestCheck }; Id = 'EmptyPipeline'; Category = 'InvalidArgument' }
        @{ Name = 'check: a null pipeline'; Try = { $null | Enable-SourceDestCheck }; Id = 'EmptyPipeline'; Category = 'InvalidArgument' }
        @{ Name = 'connection: a malformed Region'; Try = { Get-OverlayRoute -Region Frankfurt }; Id = 'RegionMalformed'; Category = 'InvalidArgument'; Target = 'Frankfurt' }
        @{ Name = 'connection: a malformed role'; Try = { Get-OverlayRoute -RoleArn admin }; Id = 'RoleArnMalformed'; Category = 'InvalidArgument'; Target = 'admin' }
        @{ Name = 'connection: a malformed endpoint'; Try = { Get-OverlayRoute -EndpointUrl localhost }; Id = 'EndpointUrlMalformed'; Category = 'InvalidArgument'; Target = 'localhost' }
        @{ Name = 'connection: nobody at the endpoint'; Try = { Get-SourceDestCheck -EndpointUrl http://127.0.0.1:1 -Region eu-central-1 -Credential $keys }; Id = 'EndpointUnreachable'; Category = 'ResourceUnavailable' }
    ) {
        $expected = if ($Target -is [scriptblock]) { & $Target } else { $Target }
        Assert-OneError (Invoke-Recorded $Try) $Id $Category $expected $before
    }

    It 'a row of a CSV file that cannot be read, with the row as target, and the other rows are done' {
        $said = Invoke-Recorded { "DestinationCidr,RouteTableId`n10.2.0.x,$main`n10.2.0.1,$main" | ConvertFrom-Csv | New-OverlayRoute -InstanceId $a }
        $said.Errors.FullyQualifiedErrorId | Should -Be 'ParameterArgumentTransformationError,OverlayIp.Commands.NewOverlayRouteCommand'
        $said.Errors.TargetObject.DestinationCidr | Should -Be '10.2.0.x'
        $said.Output.DestinationCidr | Should -Be '10.2.0.1/32'
        Get-LabRoute $lab | Should -Be $before
    }
}

Describe 'What AWS answers' {
    BeforeAll { $endpoint = Start-CannedEndpoint }
    AfterAll { Stop-CannedEndpoint $endpoint }

    It '<Code> is <Id>' -ForEach @(
        @{ Code = 'RequestExpired'; Status = 400; Id = 'CredentialsExpired'; Category = 'AuthenticationError'; Fatal = $true }
        @{ Code = 'ExpiredToken'; Status = 400; Id = 'CredentialsExpired'; Category = 'AuthenticationError'; Fatal = $true }
        @{ Code = 'AuthFailure'; Status = 401; Id = 'CredentialsRejected'; Category = 'AuthenticationError'; Fatal = $true }
        @{ Code = 'OptInRequired'; Status = 401; Id = 'RegionNotEnabled'; Category = 'PermissionDenied'; Fatal = $true }
        @{ Code = 'Blocked'; Status = 403; Id = 'AccountBlocked'; Category = 'PermissionDenied'; Fatal = $true }
        @{ Code = 'UnauthorizedOperation'; Status = 403; Id = 'AccessDenied'; Category = 'PermissionDenied' }
        @{ Code = 'InvalidRouteTableId.Malformed'; Status = 400; Id = 'RouteTableIdMalformed'; Category = 'InvalidArgument' }
        @{ Code = 'InvalidInstanceID.Malformed'; Status = 400; Id = 'InstanceIdMalformed'; Category = 'InvalidArgument' }
        @{ Code = 'InvalidNetworkInterfaceId.Malformed'; Status = 400; Id = 'NetworkInterfaceIdMalformed'; Category = 'InvalidArgument' }
        @{ Code = 'InvalidVpcId.Malformed'; Status = 400; Id = 'VpcIdMalformed'; Category = 'InvalidArgument' }
        @{ Code = 'InvalidSubnetID.NotFound'; Status = 400; Id = 'SubnetNotFound'; Category = 'ObjectNotFound' }
        @{ Code = 'InvalidPrefixListID.NotFound'; Status = 400; Id = 'PrefixListNotFound'; Category = 'ObjectNotFound' }
        @{ Code = 'RouteLimitExceeded'; Status = 400; Id = 'RouteLimitExceeded'; Category = 'LimitsExceeded' }
        @{ Code = 'InvalidParameterCombination'; Status = 400; Id = 'InvalidParameterValue'; Category = 'InvalidArgument' }
        @{ Code = 'SomethingNew'; Status = 400; Id = 'AwsCallFailed'; Category = 'NotSpecified' }
    ) {
        $endpoint.Answers['*'] = @{ Status = $Status; Code = $Code; Message = 'As AWS says it.' }
        $said = Invoke-Recorded { Get-OverlayRoute -EndpointUrl $endpoint.Url -Region eu-central-1 -Credential $keys }
        Assert-OneError $said $Id $Category ''
        $said.Terminated | Should -Be ([bool] $Fatal)
        $said.Errors[0].Exception.AwsErrorCode | Should -Be $Code
        $said.Errors[0].Exception.RequestId | Should -Be '7a62c49f-347e-4fc4-9331-6e8eEXAMPLE'
        $said.Errors[0].Exception.Message | Should -Be "As AWS says it. (AWS error $Code)"
    }

    It 'is said when it is no EC2 endpoint' {
        $endpoint.Answers['*'] = @{ Status = 404; Body = '<html>Not found</html>' }
        $said = Invoke-Recorded { Get-OverlayRoute -EndpointUrl $endpoint.Url -Region eu-central-1 -Credential $keys }
        Assert-OneError $said AwsCallFailed NotSpecified ''
        $said.Terminated | Should -BeTrue
    }

    It 'spares a route to a gateway: <Cmdlet>' -ForEach @(
        @{ Cmdlet = 'Remove-OverlayRoute'; Given = @{ Confirm = $false } }
        @{ Cmdlet = 'Switch-OverlayRoute'; Given = @{ NetworkInterfaceId = 'eni-00000000' } }
    ) {
        $endpoint.Answers['*'] = @{ Status = 400; Code = 'Unexpected'; Message = 'Nothing may be changed.' }
        $endpoint.Answers['DescribeRouteTables'] = @{ Status = 200; Body = '<DescribeRouteTablesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>x</requestId><routeTableSet><item><routeTableId>rtb-00000000</routeTableId><vpcId>vpc-00000000</vpcId><routeSet><item><destinationCidrBlock>10.0.0.0/16</destinationCidrBlock><gatewayId>local</gatewayId><state>active</state><origin>CreateRouteTable</origin></item><item><destinationCidrBlock>0.0.0.0/0</destinationCidrBlock><gatewayId>igw-00000000</gatewayId><state>active</state><origin>CreateRoute</origin></item></routeSet></item></routeTableSet></DescribeRouteTablesResponse>' }
        $endpoint.Answers['DescribeNetworkInterfaces'] = @{ Status = 200; Body = '<DescribeNetworkInterfacesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><networkInterfaceSet><item><networkInterfaceId>eni-00000000</networkInterfaceId><vpcId>vpc-00000000</vpcId><sourceDestCheck>false</sourceDestCheck><attachment><instanceId>i-00000000</instanceId><status>attached</status></attachment></item></networkInterfaceSet></DescribeNetworkInterfacesResponse>' }
        $endpoint.Answers['DescribeInstances'] = @{ Status = 200; Body = '<DescribeInstancesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><reservationSet><item><instancesSet><item><instanceId>i-00000000</instanceId><instanceState><code>16</code><name>running</name></instanceState></item></instancesSet></item></reservationSet></DescribeInstancesResponse>' }
        try {
            $said = Invoke-Recorded { & $Cmdlet 0.0.0.0/0 -RouteTableId rtb-00000000 -EndpointUrl $endpoint.Url -Region eu-central-1 -Credential $keys @Given }
        }
        finally {
            'DescribeRouteTables', 'DescribeNetworkInterfaces', 'DescribeInstances' | ForEach-Object { $endpoint.Answers.Remove($_) }
        }

        ($said.Errors.FullyQualifiedErrorId -split ',')[0] | Should -Be RouteTargetForeign
        $said.Errors.TargetObject | Should -Be rtb-00000000
        $said.Errors.CategoryInfo.Category | Should -Be InvalidOperation
    }
}

Describe 'The table of error ids in about_OverlayIp_Errors' {
    BeforeAll {
        $repository = Get-Repository
        $categories = @{}
        foreach ($match in [regex]::Matches((Get-Content "$repository/src/OverlayIp/Commands/ErrorRecords.cs" -Raw), 'OverlayErrorKind\.(\w+) => ErrorCategory\.(\w+)')) {
            $categories[$match.Groups[1].Value] = $match.Groups[2].Value
        }

        $categories.Unspecified = 'NotSpecified'

        # id -> the categories that the sources give it. An error is made by 'new(' or 'new OverlayIpException(' with the id,
        # sometimes two of them, before the kind.
        $inSources = @{}
        foreach ($file in 'OverlayIp', 'OverlayIp.Engine', 'OverlayIp.Lab' | ForEach-Object { Get-ChildItem "$repository/src/$_" -Recurse -Filter *.cs } | Where-Object FullName -NotMatch '/obj/') {
            foreach ($made in [regex]::Matches((Get-Content $file -Raw), 'new(?:\s+\w+)?\(\s*([^;{}]{0,160}?)(?:OverlayErrorKind\.(\w+)|\bkind\b|\w+\.Kind)')) {
                foreach ($id in [regex]::Matches($made.Groups[1].Value, '"([A-Z]\w+)"')) {
                    $inSources[$id.Groups[1].Value] = @($inSources[$id.Groups[1].Value]) + $categories[$made.Groups[2].Value] -ne $null
                }
            }
        }

        $inTable = @{}
        foreach ($line in Get-Content (Join-Path (Get-ModuleFolder) en-US/about_OverlayIp_Errors.help.txt)) {
            if ($line -match '^ {4}([A-Z]\w+) {2,}([A-Z]\w+)$') { $inTable[$Matches[1]] = $Matches[2] }
        }
    }

    It 'was read from the sources' { $inSources.Count | Should -BeGreaterThan 60 }

    It 'has every id of the sources' {
        $inSources.Keys | Where-Object { -not $inTable.ContainsKey($_) } | Should -BeNullOrEmpty
    }

    It 'has no id that the sources do not have' {
        $inTable.Keys | Where-Object { -not $inSources.ContainsKey($_) } | Should -BeNullOrEmpty
    }

    It 'has the category of the sources for each' {
        $inTable.GetEnumerator() | Where-Object { $inSources[$_.Key] -and $_.Value -notin $inSources[$_.Key] } | ForEach-Object { "$($_.Key) $($_.Value)" } | Should -BeNullOrEmpty
    }
}
