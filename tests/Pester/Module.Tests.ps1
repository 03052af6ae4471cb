BeforeDiscovery {
    . $PSScriptRoot/Support/Start.ps1
    $cmdlets = (Get-Module OverlayIp).ExportedCmdlets.Keys | Sort-Object | ForEach-Object { @{ Cmdlet = $_ } }
    $examples = foreach ($name in $cmdlets.Cmdlet) {
        $number = 0
        foreach ($example in (Get-Help $name).examples.example) {
            @{ Cmdlet = $name; Number = ++$number; Title = $example.title -replace '[-\s]*$' -replace '^[-\s]*'; Code = $example.code }
        }
    }
}

BeforeAll { . $PSScriptRoot/Support/Start.ps1 }

Describe 'The module' {
    BeforeAll { $manifest = Test-ModuleManifest (Join-Path (Get-ModuleFolder) OverlayIp.psd1) }

    It 'exports what its manifest says, and nothing else' {
        $module = Get-Module OverlayIp
        $module.ExportedCommands.Keys | Sort-Object | Should -Be ($manifest.ExportedCmdlets.Keys | Sort-Object)
        $module.ExportedFunctions.Count + $module.ExportedAliases.Count + $module.ExportedVariables.Count | Should -Be 0
    }

    It 'uses approved verbs' {
        (Get-Module OverlayIp).ExportedCmdlets.Values.Verb | Sort-Object -Unique | Where-Object { $_ -notin (Get-Verb).Verb } | Should -BeNullOrEmpty
    }

    It 'names no type of AWS on a parameter' {
        (Get-Module OverlayIp).ExportedCmdlets.Values.Parameters.Values.ParameterType.FullName | Where-Object { $_ -like 'Amazon*' } | Should -BeNullOrEmpty
    }

    # New-OverlayPolicy makes an object, and changes nothing.
    It 'asks before it changes something: <Cmdlet>' -ForEach ($cmdlets | Where-Object Cmdlet -NE New-OverlayPolicy | Where-Object Cmdlet -Match '^(New|Switch|Remove|Disable|Enable|Add|Set|Stop)-') {
        (Get-Command $Cmdlet).Parameters.Keys | Should -Contain WhatIf
        (Get-Command $Cmdlet).Parameters.Keys | Should -Contain Confirm
    }

    It 'formats what it emits: <Type>' -ForEach @(
        @{ Type = 'OverlayRoute' }, @{ Type = 'OverlayRouteChange' }, @{ Type = 'SourceDestCheck' }, @{ Type = 'OverlayAddress' }
        @{ Type = 'OverlayLab' }, @{ Type = 'OverlayLabNode' }, @{ Type = 'OverlayLabCall' }
        @{ Type = 'OverlayPath' }, @{ Type = 'OverlayPathHop' }, @{ Type = 'OverlayTransitRoute' }, @{ Type = 'OverlayAddressCandidate' }
        @{ Type = 'OverlayPolicy' }, @{ Type = 'OverlayDrillResult' }, @{ Type = 'OverlayPolicyCheck' }
    ) {
        Get-FormatData "OverlayIp.$Type" | Should -Not -BeNullOrEmpty
    }

    Context 'OutputType' {
        BeforeAll { $lab = New-TestLab -Routed }
        AfterAll { Stop-TestLabs }

        It 'is what <Cmdlet> emits' -ForEach @(
            @{ Cmdlet = 'Get-OverlayRoute'; Run = { Get-OverlayRoute } }
            @{ Cmdlet = 'New-OverlayRoute'; Run = { New-OverlayRoute 10.2.0.2 -VpcId $lab.VpcId -InstanceId $lab.Nodes[0].InstanceId } }
            @{ Cmdlet = 'Switch-OverlayRoute'; Run = { Switch-OverlayRoute 10.2.0.1 -InstanceId $lab.Nodes[1].InstanceId } }
            @{ Cmdlet = 'Invoke-OverlayDrill'; Run = { Invoke-OverlayDrill 10.2.0.1 -Candidate $lab.Nodes.InstanceId -Confirm:$false } }
            @{ Cmdlet = 'Remove-OverlayRoute'; Run = { Remove-OverlayRoute 10.2.0.1 -VpcId $lab.VpcId -PassThru -Confirm:$false } }
            @{ Cmdlet = 'Get-OverlayPath'; Run = { Get-OverlayPath 10.2.0.2 } }
            @{ Cmdlet = 'New-OverlayTransitRoute'; Run = { $null = Add-TransitGateway $lab; New-OverlayTransitRoute 10.2.0.2 -VpcId $lab.VpcId } }
            @{ Cmdlet = 'Get-OverlayTransitRoute'; Run = { Get-OverlayTransitRoute 10.2.0.2 } }
            @{ Cmdlet = 'Remove-OverlayTransitRoute'; Run = { Remove-OverlayTransitRoute 10.2.0.2 -VpcId $lab.VpcId -PassThru -Confirm:$false } }
            @{ Cmdlet = 'Find-OverlayAddress'; Run = { Find-OverlayAddress $lab.VpcId -IncludeExcluded } }
            @{ Cmdlet = 'Get-SourceDestCheck'; Run = { Get-SourceDestCheck } }
            @{ Cmdlet = 'Enable-SourceDestCheck'; Run = { $lab.Nodes | Enable-SourceDestCheck } }
            @{ Cmdlet = 'Disable-SourceDestCheck'; Run = { $lab.Nodes | Disable-SourceDestCheck } }
            @{ Cmdlet = 'Get-OverlayAddress'; Run = { if ($IsLinux -or $IsWindows) { Get-OverlayAddress -All } } }
            @{ Cmdlet = 'New-OverlayPolicy'; Run = { New-OverlayPolicy Audit; New-OverlayPolicy Audit -AsTemplate Terraform } }
            @{ Cmdlet = 'Test-OverlayPolicy'; Run = { $policy = New-OverlayPolicy Audit; $policy | Test-OverlayPolicy; $policy | Test-OverlayPolicy -Quiet } }
            @{ Cmdlet = 'Start-OverlayLab'; Run = { Start-OverlayLab } }
            @{ Cmdlet = 'Get-OverlayLab'; Run = { Get-OverlayLab; Get-OverlayLab -Call } }
            @{ Cmdlet = 'Set-OverlayLabFault'; Run = { Set-OverlayLabFault -Clear -PassThru } }
            @{ Cmdlet = 'Stop-OverlayLab'; Run = { Stop-OverlayLab (Start-OverlayLab).Name } }
        ) {
            $declared = (Get-Command $Cmdlet).OutputType.Name
            $emitted = (Invoke-Recorded $Run).Output | ForEach-Object { $_.GetType().FullName } | Sort-Object -Unique
            if ($declared -eq 'System.Void') { $emitted | Should -BeNullOrEmpty }
            else { $emitted | Should -Be ($declared | Sort-Object) }
        }
    }
}

Describe 'Help' {
    It 'of <Cmdlet> is whole' -ForEach $cmdlets {
        $help = Get-Help $Cmdlet -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        $help.Synopsis | Should -Not -BeLike "*$Cmdlet *"
        $help.description.Text | Should -Not -BeNullOrEmpty
        $help.returnValues | Should -Not -BeNullOrEmpty
        @($help.examples.example).Count | Should -BeGreaterOrEqual 2
        $help.relatedLinks.navigationLink.linkText | Where-Object { $_ -like 'about_OverlayIp*' } | Should -Not -BeNullOrEmpty
        $common = [Management.Automation.Cmdlet]::CommonParameters + [Management.Automation.Cmdlet]::OptionalCommonParameters
        foreach ($parameter in (Get-Command $Cmdlet).Parameters.Values | Where-Object { $_.Name -notin $common -and -not $_.Attributes.Where({ $_.DontShow }) }) {
            ($help.parameters.parameter | Where-Object name -EQ $parameter.Name).description.Text | Should -Not -BeNullOrEmpty -Because "-$($parameter.Name) needs help"
        }

        ((Get-Help $Cmdlet -Full | Out-String -Width 100) -like '*RELATED LINKS*') | Should -BeTrue
    }

    It 'finds <Topic>' -ForEach @(Get-ChildItem "$PSScriptRoot/../../module/en-US/about_*.help.txt" | ForEach-Object { @{ Topic = $_.Name -replace '\.help\.txt$' } }) {
        $text = Invoke-ChildPwsh "(Get-Help $Topic) -join [Environment]::NewLine"
        $text | Should -BeLike "TOPIC*$Topic*SHORT DESCRIPTION*SEE ALSO*"
        $text -split '\r?\n' | Where-Object Length -GT 79 | Should -BeNullOrEmpty
    }

    Context 'examples' {
        BeforeAll {
            $canBeNetworked = $IsLinux -and (id -u) -eq '0' -and (@($env:PATH -split ':') + '/usr/sbin' + '/sbin' | Where-Object { Test-Path "$_/nft" }) -and (Get-Command ip -ErrorAction Ignore)
            $canAddAddresses = $IsLinux -and (Get-Command unshare -ErrorAction Ignore) -and (id -u) -eq '0'
        }

        # As they stand in the help, with the ids of a lab in the place of the made-up ones, in a process and a folder of their own.
        It 'of <Cmdlet> work: <Number>. <Title>' -ForEach $examples {
            $prefix = @()
            if ($Cmdlet -match '^(Add|Get|Remove)-OverlayAddress$') {
                if (-not $canAddAddresses) { Set-ItResult -Skipped -Because 'it needs Linux, root and unshare(1) (package util-linux)' ; return }
                $prefix = 'unshare', '--net', '--mount'
            }

            if (($Cmdlet -eq 'Invoke-OverlayLabCommand' -or $Code -match '-Network\b') -and -not $canBeNetworked) {
                Set-ItResult -Skipped -Because 'it needs Linux, root, ip(8) (package iproute2) and nft(8) (package nftables)'
                return
            }

            $folder = New-Item -ItemType Directory (Join-Path $TestDrive "$Cmdlet-$Number")
            $setUp = @'
Set-Location FOLDER
if ('CMDLET' -match '^(Add|Get|Remove)-OverlayAddress$') {
    ip link set lo up; ip link add eth0 type veth peer name eth1; ip link set eth0 up; ip link set eth1 up
    ip address add 192.0.2.10/24 dev eth0; ip route add default via 192.0.2.1
    # A system and an image with systemd, and with files that are nobody's.
    foreach ($place in '/run', '/etc/systemd', '/mnt') { if (Test-Path $place) { mount -t tmpfs tmpfs $place } }
    $null = New-Item -ItemType Directory -Force /run/systemd/system, /mnt/image/usr/lib/systemd/systemd
    if ('CMDLET' -notlike 'Add-*') { $null = Add-OverlayAddress 10.2.0.1 -InterfaceName lo -Stack SystemdUnit -WarningAction Ignore }
}
$lab = Start-OverlayLab lab-1 -Network:('CMDLET' -eq 'Invoke-OverlayLabCommand')
$tables = $lab.RouteTableIds
$null = $lab.Nodes | Disable-SourceDestCheck
if ('CMDLET' -ne 'New-OverlayRoute' -and 'CMDLET' -notlike '*Lab*') { $null = New-OverlayRoute 10.2.0.1 -VpcId $lab.VpcId -InstanceId $lab.Nodes[0].InstanceId }
"DestinationCidr,RouteTableId,InstanceId`n10.2.0.1,$($tables[0]),$($lab.Nodes[1].InstanceId)" | Set-Content routes.csv
Copy-Item routes.csv failover.csv
$transit = if ('CMDLET' -like '*-OverlayTransitRoute') { Import-Module 'SUITE' -DisableNameChecking; Add-TransitGateway $lab }
if ('CMDLET' -eq 'Remove-OverlayTransitRoute') { $null = New-OverlayTransitRoute 10.2.0.1 -VpcId $lab.VpcId }
function Get-EC2Instance { param($Filter) [pscustomobject] @{ Instances = $lab.Nodes | ForEach-Object { [pscustomobject] @{ InstanceId = $_.InstanceId; VpcId = $_.VpcId } } } }
function aws { if (-not $env:AWS_ACCESS_KEY_ID) { throw 'The environment was not set.' } }
if ('CMDLET' -eq 'Start-OverlayLab' -and CODE -match 'lab.json') { $lab | Stop-OverlayLab -StatePath lab.json }
if ('CMDLET' -eq 'Start-OverlayLab') { Get-OverlayLab | Stop-OverlayLab }
$ErrorActionPreference = 'Stop'
$code = CODE -replace 'i-0a11a11dcb42a8210', $lab.Nodes[0].InstanceId -replace 'i-0b22a22eec53b9321', $lab.Nodes[1].InstanceId `
    -replace 'vpc-0e1f2a3b4c5d6e7f8', $lab.VpcId -replace 'rtb-0aaaaaaaaaaaaaaa1', $tables[0] -replace 'rtb-0aaaaaaaaaaaaaaa2', $tables[1] `
    -replace 'tgw-rtb-0d11d11aac75b1542', $transit.RouteTableId -replace 'tgw-attach-0e22e22bbd86c2653', $transit.Inside `
    -replace 'subnet-0c33c33ffc64a0432', $lab.Nodes[1].SubnetId -replace 'eni-0bbbbbbbbbbbbbbb1', $lab.Nodes[1].NetworkInterfaceId -replace ' -Confirm(?!:)', ' -Confirm:$false'
if ('CMDLET' -eq 'Remove-OverlayRoute') { $ConfirmPreference = 'None' }
# A watch goes on until it is stopped: here by what has seen enough.
if ('CMDLET' -eq 'Watch-OverlayTarget' -and $code -notmatch '-Once\b') { $code += ' | Select-Object -First 1' }
try { $null = . ([scriptblock]::Create($code)); 'worked' } catch { "$_`n$code" }
'@ -replace 'FOLDER', "'$($folder.FullName)'" -replace 'SUITE', "$PSScriptRoot/Support/Suite.psm1" -replace 'CMDLET', $Cmdlet
            $setUp = $setUp.Replace('CODE', "'$($Code -replace "'", "''")'")
            Invoke-ChildPwsh -Prefix $prefix $setUp | Select-Object -Last 1 | Should -Be worked
        }
    }
}
