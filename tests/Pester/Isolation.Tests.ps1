BeforeAll {
    . $PSScriptRoot/Support/Start.ps1
    $parent = Split-Path (Get-ModuleFolder)

    # What a session does with the module, and which AWSSDK.Core is loaded where.
    $exercise = @'
$lab = Start-OverlayLab
$null = $lab.Nodes | Disable-SourceDestCheck
$null = New-OverlayRoute 10.2.0.1 -VpcId $lab.VpcId -InstanceId $lab.Nodes[0].InstanceId
$outcome = (Switch-OverlayRoute 10.2.0.1 -InstanceId $lab.Nodes[1].InstanceId).Outcome | Sort-Object -Unique
'@
    $assemblies = @'
[AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'AWSSDK.Core' } | ForEach-Object {
    "$([Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name) $($_.GetName().Version.Major)"
} | Sort-Object
'@
}

Describe 'Import' {
    It 'loads neither the engine nor the AWS SDK' {
        # An empty name ends the startup profile of the process: where an earlier one used the engine, the runtime may load it unasked.
        $loaded = Invoke-ChildPwsh -NoImport @"
[Runtime.ProfileOptimization]::StartProfile('')
Import-Module '$(Get-ModuleFolder)'
[AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { `$_.GetName().Name }
"@
        $loaded | Should -Contain OverlayIp
        $loaded | Should -Contain OverlayIp.Model
        $loaded | Should -Not -Contain OverlayIp.Engine
        $loaded | Should -Not -Contain OverlayIp.Lab
        $loaded | Where-Object { $_ -like 'AWSSDK*' } | Should -BeNullOrEmpty
    }

    It 'works with an engine that the startup profile of an earlier process has loaded' -Skip:$IsWindows {
        $cache = @{ XDG_CACHE_HOME = (New-Item -ItemType Directory -Force (Join-Path $TestDrive cache)).FullName }
        $null = New-Item -ItemType Directory -Force (Join-Path $cache.XDG_CACHE_HOME powershell)
        Invoke-ChildPwsh -Environment $cache "[Runtime.ProfileOptimization]::StartProfile('earlier'); $exercise; `$outcome.ToString()" | Should -Be Replaced
        $said = Invoke-ChildPwsh -Environment $cache @"
[Runtime.ProfileOptimization]::StartProfile('earlier')
`$clock = [Diagnostics.Stopwatch]::StartNew()
while (-not (`$loaded = [AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -contains 'OverlayIp.Engine') -and `$clock.Elapsed.TotalSeconds -lt 20) { [Threading.Thread]::Sleep(20) }
`$loaded
$exercise
`$outcome.ToString()
$assemblies
"@
        if (-not $said[0]) { Set-ItResult -Skipped -Because 'the runtime played no profile'; return }
        $said | Select-Object -Skip 1 | Should -Be Replaced, 'OverlayIp 4'
    }

    It 'makes the type names of the model known' {
        Invoke-ChildPwsh "[OverlayIp.CidrBlock]::Parse('10.2.0.9/24').ToString(); [OverlayIp.RouteState]::Blackhole.ToString()" | Should -Be '10.2.0.0/24', Blackhole
    }

    It 'happens by itself when the module lies in PSModulePath' {
        $said = Invoke-ChildPwsh -NoImport -Environment @{ PSModulePath = "$parent$([IO.Path]::PathSeparator)$env:PSModulePath" } '(Start-OverlayLab).Nodes.Name; (Get-Module OverlayIp).Version.ToString()'
        $said | Should -Be node-a, node-b, (Get-Module OverlayIp).Version.ToString()
    }

    It 'can be repeated with -Force' {
        $said = Invoke-ChildPwsh "$exercise; `$outcome.ToString(); Import-Module '$(Get-ModuleFolder)' -Force; $exercise; `$outcome.ToString()"
        $said | Should -Be Replaced, Replaced
    }

    It 'can be undone and done again, and undoing stops the labs' {
        $said = Invoke-ChildPwsh @"
$exercise
Remove-Module OverlayIp
try { `$null = Invoke-WebRequest `$lab.EndpointUrl -TimeoutSec 5; 'the lab answers' } catch { 'nobody answers' }
Import-Module '$(Get-ModuleFolder)'
@(Get-OverlayLab).Count
$exercise
`$outcome.ToString()
"@
        $said | Should -Be 'nobody answers', 0, Replaced
    }

    It 'into several runspaces shares the labs, and leaves them when one of the runspaces is done' {
        $said = Invoke-ChildPwsh @"
`$lab = Start-OverlayLab
`$null = `$lab.Nodes | Disable-SourceDestCheck
`$null = New-OverlayRoute 10.2.0.1 -VpcId `$lab.VpcId -InstanceId `$lab.Nodes[0].InstanceId
1..3 | ForEach-Object -Parallel { Import-Module '$(Get-ModuleFolder)'; (Get-OverlayRoute 10.2.0.1).Count; Remove-Module OverlayIp } -ThrottleLimit 3
(Get-OverlayRoute 10.2.0.1).Count
(Get-OverlayLab).Name
"@
        $said | Should -Be 3, 3, 3, 3, lab-1
    }

    It 'in another runspace does not depend on who was first' {
        $said = Invoke-ChildPwsh @"
1 | ForEach-Object -Parallel { Import-Module '$(Get-ModuleFolder)'; Remove-Module OverlayIp }
(Start-OverlayLab).Nodes.Name
"@
        $said | Should -Be node-a, node-b
    }
}

Describe 'The AWS SDK of the module' {
    It 'is not handed out to the session' {
        $said = Invoke-ChildPwsh @"
$exercise
`$outcome.ToString()
$assemblies
try { `$null = [Reflection.Assembly]::Load('AWSSDK.Core'); 'handed out' } catch { 'kept' }
"@
        $said | Should -Be Replaced, 'OverlayIp 4', kept
    }

    Context 'with another AWSSDK.Core in the session' {
        BeforeAll {
            $fixture = Join-Path $PSScriptRoot fixtures/OtherAwsSdk
            $other = Join-Path $fixture bin/Release/net8.0/AWSSDK.Core.dll
            $obstacle = if (-not (Test-Path $other)) {
                if (-not (Get-Command dotnet -ErrorAction Ignore)) { 'it needs the .NET SDK to fetch AWSSDK.Core 3.7.501.1' }
                else {
                    $built = dotnet build $fixture -c Release -v quiet --nologo 2>&1
                    if ($LASTEXITCODE) { "AWSSDK.Core 3.7.501.1 could not be had from NuGet: $($built | Select-Object -First 1)" }
                }
            }
        }

        BeforeEach { if ($obstacle) { Set-ItResult -Skipped -Because $obstacle } }

        It 'works, and the session keeps using its own: loaded <Name>' -ForEach @(
            @{ Name = 'before the module'; First = $true }
            @{ Name = 'after the module'; First = $false }
        ) {
            $load = "Add-Type -Path '$other'"
            $said = Invoke-ChildPwsh -NoImport @"
$(if ($First) { $load })
Import-Module '$(Get-ModuleFolder)'
$exercise
`$outcome.ToString()
$(if (-not $First) { $load })
$exercise
`$outcome.ToString()
$assemblies
`$keys = [Amazon.Runtime.BasicAWSCredentials]::new(`$lab.AccessKeyId, `$lab.SecretAccessKey)
`$keys.GetType().Assembly.GetName().Version.Major
(Get-OverlayRoute -Credential `$keys -EndpointUrl `$lab.EndpointUrl -Region `$lab.Region).Count
try { Get-OverlayRoute -EndpointUrl `$lab.EndpointUrl -Region `$lab.Region -Credential ([Amazon.Runtime.BasicAWSCredentials]::new('a', 'b')) } catch { (`$_.FullyQualifiedErrorId -split ',')[0] }
"@
            $said | Should -Be Replaced, Replaced, 'Default 3', 'OverlayIp 4', 3, 3, CredentialsRejected
        }

        It 'survives Import-Module -Force and Remove-Module' {
            $said = Invoke-ChildPwsh -NoImport @"
Add-Type -Path '$other'
Import-Module '$(Get-ModuleFolder)'
$exercise
Import-Module '$(Get-ModuleFolder)' -Force
$exercise
`$outcome.ToString()
Remove-Module OverlayIp
[Amazon.AWSConfigs].Assembly.GetName().Version.Major
Import-Module '$(Get-ModuleFolder)'
$exercise
`$outcome.ToString()
$assemblies
"@
            $said | Should -Be Replaced, 3, Replaced, 'Default 3', 'OverlayIp 4'
        }
    }
}
