BeforeAll { . $PSScriptRoot/Support/Start.ps1 }

Describe 'Connection defaults' {
    BeforeEach { $lab = New-TestLab -Routed }
    AfterEach {
        Stop-TestLabs
        Remove-Variable StoredAWSCredentials, StoredAWSRegion -Scope Global -ErrorAction Ignore
        foreach ($name in 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION', 'AWS_ENDPOINT_URL') { Remove-Item "Env:$name" -ErrorAction Ignore }
    }

    Context 'credentials' {
        BeforeAll {
            # To the lab's endpoint with the keys that are tried: the lab verifies signatures.
            function Get-WithKeys($Keys) { Get-OverlayRoute -EndpointUrl $lab.EndpointUrl -Region $lab.Region -Credential $Keys }
        }

        It 'are read from <Name>' -ForEach @(
            @{ Name = 'a PSCredential'; Make = { param($id, $secret) [pscredential]::new($id, (ConvertTo-SecureString $secret -AsPlainText)) } }
            @{ Name = 'a hashtable'; Make = { param($id, $secret) @{ AccessKeyId = $id; SecretAccessKey = $secret } } }
            @{ Name = 'an object, as STS and the AWS CLI give it'; Make = { param($id, $secret) [pscustomobject] @{ AccessKeyId = $id; SecretAccessKey = $secret; SessionToken = $null; Expiration = (Get-Date) } } }
            @{ Name = 'JSON of the AWS CLI'; Make = { param($id, $secret) @{ Credentials = @{ AccessKeyId = $id; SecretAccessKey = $secret } } | ConvertTo-Json | ConvertFrom-Json | ForEach-Object Credentials } }
            @{ Name = 'credentials of AWS.Tools'; Make = { param($id, $secret) [Amazon.PowerShell.Common.AWSPSCredentials]::new([Amazon.Runtime.FakeCredentials]::new($id, $secret, $null, $null)) } }
            @{ Name = 'credentials of the AWS SDK'; Make = { param($id, $secret) [Amazon.Runtime.FakeCredentials]::new($id, $secret, $null, $null) } }
            @{ Name = 'an OverlayCredential'; Make = { param($id, $secret) [OverlayIp.OverlayCredential]::new($id, $secret) } }
        ) {
            Get-WithKeys (& $Make $lab.AccessKeyId $lab.SecretAccessKey) | Should -HaveCount 3
            $said = Invoke-Recorded { Get-WithKeys (& $Make $lab.AccessKeyId 'another-secret') }
            $said.Errors.FullyQualifiedErrorId | Should -Be 'CredentialsRejected,OverlayIp.Commands.GetOverlayRouteCommand'
            $said.Errors.CategoryInfo.Category | Should -Be AuthenticationError
        }

        It 'are refused when they are none: <Name>' -ForEach @(
            @{ Name = 'text'; Keys = 'AKIA' }
            @{ Name = 'half a key'; Keys = @{ AccessKeyId = 'AKIA' } }
        ) {
            $said = Invoke-Recorded { Get-WithKeys $Keys }
            $said.Errors.FullyQualifiedErrorId | Should -Be 'ParameterArgumentTransformationError,OverlayIp.Commands.GetOverlayRouteCommand'
            $said.Errors.Exception.Message | Should -BeLike '*Expected a PSCredential*'
        }

        It 'never show their secrets' {
            $secret, $token = 'S3cretS3cretS3cretS3cretS3cretS3cretS3cr', 'T0kenT0kenT0ken'
            $keys = [pscustomobject] @{ AccessKeyId = $lab.AccessKeyId; SecretAccessKey = $secret; SessionToken = $token }
            $everything = & {
                try { Get-WithKeys $keys } catch { $_ }
                try { Switch-OverlayRoute 10.2.0.1 -InstanceId $lab.Nodes[1].InstanceId -EndpointUrl $lab.EndpointUrl -Credential $keys -Verbose -Debug } catch { $_ }
                try { Get-SourceDestCheck -EndpointUrl http://127.0.0.1:1 -Region eu-central-1 -Credential $keys -Verbose } catch { $_ }
                [OverlayIp.OverlayCredential]::new('AKIA', $secret, $token) | Format-List * -Force | Out-String
                [OverlayIp.OverlayCredential]::new('AKIA', $secret, $token) | ConvertTo-Json
                [OverlayIp.OverlayCredential]::new('AKIA', $secret, $token).ToString()
            } *>&1 | ForEach-Object {
                $_ | Out-String -Width 500
                if ($_ -is [Management.Automation.ErrorRecord]) {
                    $_ | Format-List * -Force | Out-String -Width 500
                    $_.Exception.ToString()
                    Get-Error -InputObject $_ | Out-String -Width 500
                }
            } | Out-String
            $everything | Should -BeLike "*CredentialsRejected*"
            $everything | Should -BeLike '*EndpointUnreachable*'
            $everything | Should -Not -BeLike "*$secret*"
            $everything | Should -Not -BeLike "*$token*"
        }
    }

    Context 'the lab' {
        It 'that was started last is where commands go' {
            $second = New-TestLab
            Get-OverlayRoute | Should -BeNullOrEmpty
            $second | Stop-OverlayLab
            Get-OverlayRoute | Should -HaveCount 3
        }

        It 'is meant by its endpoint, though another was started later' {
            $null = New-TestLab
            Get-OverlayRoute -EndpointUrl $lab.EndpointUrl | Should -HaveCount 3
            Get-OverlayRoute -EndpointUrl "$($lab.EndpointUrl)/" | Should -HaveCount 3
        }

        It 'is meant by its own Region' {
            Get-OverlayRoute -Region $lab.Region | Should -HaveCount 3
        }

        It 'is left aside when <Name>' -ForEach @(
            @{ Name = 'another Region is named'; Given = @{ Region = 'us-east-1' }; Id = 'NoCredentials' }
            @{ Name = 'a profile is named'; Given = @{ ProfileName = 'none' }; Id = 'ProfileNotFound' }
            @{ Name = 'an endpoint is named'; Given = @{ EndpointUrl = 'http://127.0.0.1:1' }; Id = 'NoCredentials' }
        ) {
            $before = (Get-OverlayLab).CallCount
            Get-ErrorId { Get-OverlayRoute @Given } | Should -Be $Id
            (Get-OverlayLab).CallCount | Should -Be $before
        }

        It 'wins over the variables of AWS.Tools and the environment' {
            $global:StoredAWSRegion = 'us-east-1'
            $global:StoredAWSCredentials = [Amazon.Runtime.FakeCredentials]::new('AKIAOTHER', 'other', $null, $null)
            $env:AWS_ACCESS_KEY_ID, $env:AWS_SECRET_ACCESS_KEY, $env:AWS_REGION, $env:AWS_ENDPOINT_URL = 'AKIAENV', 'env', 'us-west-2', 'http://127.0.0.1:1'
            (Get-OverlayRoute).Region | Sort-Object -Unique | Should -Be $lab.Region
            (Get-OverlayLab -Call)[-1].AccessKeyId | Should -Be $lab.AccessKeyId
        }
    }

    Context 'a role' {
        It 'is assumed with -RoleArn, and what it may not do is refused' {
            Set-Content TestDrive:/iam.json @'
{ "roles": [ { "name": "reader",
  "trustPolicy": { "Version": "2012-10-17", "Statement": [ { "Effect": "Allow", "Principal": { "AWS": "123456789012" }, "Action": "sts:AssumeRole" } ] },
  "policies": [ { "name": "read", "document": { "Version": "2012-10-17", "Statement": [ { "Effect": "Allow", "Action": "ec2:Describe*", "Resource": "*" } ] } } ] } ] }
'@
            $guarded = Start-OverlayLab -IamPath TestDrive:/iam.json
            $null = $guarded.Nodes | Disable-SourceDestCheck
            $null = New-OverlayRoute 10.2.0.1 -VpcId $guarded.VpcId -InstanceId $guarded.Nodes[0].InstanceId
            $before = Get-LabRoute $guarded
            $role = @{ RoleArn = 'arn:aws:iam::123456789012:role/reader' }
            Get-OverlayRoute @role | Should -HaveCount 3
            (Get-OverlayLab $guarded.Name -Call)[-1].AccessKeyId | Should -Not -Be $guarded.AccessKeyId
            $said = Invoke-Recorded { Switch-OverlayRoute 10.2.0.1 -InstanceId $guarded.Nodes[1].InstanceId @role }
            $said.Errors.FullyQualifiedErrorId | Sort-Object -Unique | Should -Be 'AccessDenied,OverlayIp.Commands.SwitchOverlayRouteCommand'
            $said.Errors[0].Exception.Message | Should -BeLike '*ReplaceRoute*'
            Get-LabRoute $guarded | Should -Be $before
            Get-ErrorId { Get-OverlayRoute -RoleArn arn:aws:iam::123456789012:role/none } | Should -Be AccessDenied
        }
    }

    Context 'without a lab in the session' {
        BeforeEach {
            $child = @{ AWS_ENDPOINT_URL = $lab.EndpointUrl }
            $keys = @{ AWS_ACCESS_KEY_ID = $lab.AccessKeyId; AWS_SECRET_ACCESS_KEY = $lab.SecretAccessKey }
        }

        It 'come from the environment' {
            $routes = Invoke-ChildPwsh 'Get-OverlayRoute' -Environment ($child + $keys + @{ AWS_REGION = $lab.Region })
            $routes.Region | Sort-Object -Unique | Should -Be $lab.Region
            $routes | Should -HaveCount 3
        }

        It 'come from the variables of AWS.Tools, before the environment' {
            $routes = Invoke-ChildPwsh -Environment ($child + @{ AWS_REGION = 'us-west-2'; AWS_ACCESS_KEY_ID = 'AKIAENV'; AWS_SECRET_ACCESS_KEY = 'env' }) @"
Add-Type -Path '$PSScriptRoot/Support/AwsTools.cs' -WarningAction Ignore
`$StoredAWSRegion = '$($lab.Region)'
`$StoredAWSCredentials = [Amazon.PowerShell.Common.AWSPSCredentials]::new([Amazon.Runtime.FakeCredentials]::new('$($lab.AccessKeyId)', '$($lab.SecretAccessKey)', `$null, `$null))
Get-OverlayRoute
"@
            $routes | Should -HaveCount 3
            $routes.Region | Sort-Object -Unique | Should -Be $lab.Region
        }

        It 'tell when the credentials of AWS.Tools give no keys' {
            $said = Invoke-ChildPwsh -Environment ($child + @{ AWS_REGION = $lab.Region }) @"
Add-Type -Path '$PSScriptRoot/Support/AwsTools.cs' -WarningAction Ignore
`$StoredAWSCredentials = [Amazon.Runtime.FakeCredentials]::new('a', 'b', `$null, 'The SSO session has expired.')
try { Get-OverlayRoute } catch { `$_.FullyQualifiedErrorId; [string] `$_.CategoryInfo.Category; `$_.Exception.Message }
"@
            $said | Should -Be 'CredentialsUnusable,OverlayIp.Commands.GetOverlayRouteCommand', AuthenticationError, 'The AWS.Tools credentials gave no keys: The SSO session has expired.'
        }

        It 'come from a profile, with its Region' {
            Set-Content TestDrive:/credentials "[lab]`naws_access_key_id = $($lab.AccessKeyId)`naws_secret_access_key = $($lab.SecretAccessKey)"
            Set-Content TestDrive:/config "[profile lab]`nregion = $($lab.Region)`n[profile empty]`nregion = $($lab.Region)"
            $files = @{ AWS_CONFIG_FILE = Convert-Path TestDrive:/config; AWS_SHARED_CREDENTIALS_FILE = Convert-Path TestDrive:/credentials }
            $said = Invoke-ChildPwsh -Environment ($child + $files) @'
(Get-OverlayRoute -ProfileName lab).Count
try { Get-OverlayRoute -ProfileName none } catch { $_.FullyQualifiedErrorId; $_.TargetObject }
try { Get-OverlayRoute -ProfileName empty } catch { $_.FullyQualifiedErrorId }
$env:AWS_PROFILE = 'lab'; (Get-OverlayRoute).Count
(TabExpansion2 'Get-OverlayRoute -ProfileName ').CompletionMatches.CompletionText -join ' '
'@
            $said[0] | Should -Be 3
            $said[1, 2] | Should -Be 'ProfileNotFound,OverlayIp.Commands.GetOverlayRouteCommand', none
            $said[3] | Should -BeLike 'ProfileInvalid,*'
            $said[4] | Should -Be 3
            $said[5] | Should -BeLike '*lab*'
        }

        It 'are missed: <Name>' -ForEach @(
            @{ Name = 'no Region'; Environment = @{ AWS_ACCESS_KEY_ID = 'AKIA'; AWS_SECRET_ACCESS_KEY = 's' }; Id = 'NoRegion'; Category = 'InvalidArgument' }
            @{ Name = 'no credentials'; Environment = @{ AWS_REGION = 'eu-central-1' }; Id = 'NoCredentials'; Category = 'AuthenticationError' }
        ) {
            $said = Invoke-ChildPwsh -Environment $Environment @'
$problems = & { try { Switch-OverlayRoute 10.2.0.1 -InstanceId i-00000000 } catch { $_ } } 2>&1
@($problems).Count
$problems.FullyQualifiedErrorId; [string] $problems.CategoryInfo.Category; $problems.ErrorDetails.RecommendedAction
'@
            $said[0] | Should -Be 1
            $said[1] | Should -Be "$Id,OverlayIp.Commands.SwitchOverlayRouteCommand"
            $said[2] | Should -Be $Category
            $said[3] | Should -Not -BeNullOrEmpty
        }
    }
}
