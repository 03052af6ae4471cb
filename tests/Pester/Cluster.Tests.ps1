BeforeAll {
    . $PSScriptRoot/Support/Start.ps1

    # Why a tool cannot judge here, or nothing.
    function Get-Missing([string] $Tool, [string] $Package) {
        if (-not ("/usr/sbin/$Tool", "/usr/bin/$Tool" | Where-Object { Test-Path $_ })) { "it needs $Tool (package $Package)" }
    }
}

Describe 'Export-OverlayClusterConfig' {
    BeforeEach {
        $lab = New-TestLab -Routed
        $nodeA, $nodeB = $lab.Nodes
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
    }

    AfterEach { Stop-TestLabs }

    It 'gives each node its files for <For>' -ForEach @(
        @{ For = 'Keepalived'; Expected = 'node-a /etc/keepalived/keepalived.conf', 'node-a /etc/overlayip/overlayip.json', 'node-a /etc/systemd/system/overlayip-agent.service', 'node-b /etc/keepalived/keepalived.conf', 'node-b /etc/overlayip/overlayip.json', 'node-b /etc/systemd/system/overlayip-agent.service' }
        @{ For = 'Pacemaker'; Expected = 'node-a /root/overlayip.crm', 'node-a /root/overlayip-pcs.sh' }
        @{ For = 'Systemd'; Expected = 'node-a /etc/overlayip/overlayip.json', 'node-a /etc/systemd/system/overlayip-takeover.service', 'node-a /etc/systemd/system/overlayip-agent.service', 'node-b /etc/overlayip/overlayip.json', 'node-b /etc/systemd/system/overlayip-takeover.service', 'node-b /etc/systemd/system/overlayip-agent.service' }
    ) {
        $files = Get-OverlayRoute 10.2.0.1 | Export-OverlayClusterConfig -For $For -Candidate $lab.Nodes
        $files | Should -BeOfType OverlayIp.OverlayClusterFile
        $files | ForEach-Object { "$($_.Node) $($_.Path)" } | Should -Be $Expected
        $files | Where-Object FullName | Should -BeNullOrEmpty
        foreach ($table in $lab.RouteTableIds) { ($files | Where-Object Path -NotLike '*.service' | Where-Object Path -NotLike '*keepalived.conf').Content | Should -BeLike "*$table*" }
    }

    It 'writes them below a directory for each node, and leaves what exists alone' {
        $first = Get-OverlayRoute 10.2.0.1 | Export-OverlayClusterConfig -For Keepalived -Candidate $lab.Nodes -Path $folder
        foreach ($file in $first) { Get-Content -Raw $file.FullName | Should -BeExactly $file.Content }
        Set-Content $first[0].FullName mine
        $said = Invoke-Recorded { Get-OverlayRoute 10.2.0.1 | Export-OverlayClusterConfig -For Keepalived -Candidate $lab.Nodes -Path $folder }
        $said.Output | Should -BeNullOrEmpty
        $said.Errors | Should -HaveCount $first.Count
        $said.Errors[0].FullyQualifiedErrorId | Should -Be 'ClusterFileExists,OverlayIp.Commands.ExportOverlayClusterConfigCommand'
        $said.Errors[0].CategoryInfo.Category | Should -Be ResourceExists
        $said.Errors[0].TargetObject | Should -Be $first[0].FullName
        Get-Content $first[0].FullName | Should -Be mine

        $null = Get-OverlayRoute 10.2.0.1 | Export-OverlayClusterConfig -For Keepalived -Candidate $lab.Nodes -Path $folder -Force
        Get-Content -Raw $first[0].FullName | Should -BeExactly $first[0].Content
        Get-ChildItem $folder -Recurse -File -Force | Should -HaveCount $first.Count -Because 'no temporary file is left'
    }

    It 'writes nothing with -WhatIf, and tells what it would' {
        $recorded = New-RecordedShell
        $null = Invoke-InShell $recorded Export-OverlayClusterConfig @{ DestinationCidr = '10.2.0.1'; For = 'Pacemaker'; Candidate = $lab.Nodes; Path = $folder; WhatIf = $true }
        @($recorded.Host.Lines) | Should -HaveCount 2
        @($recorded.Host.Lines)[0] | Should -BeLike "What if: Performing the operation ""Write file"" on target ""$folder*overlayip.crm""."
        Test-Path $folder | Should -BeFalse
        $recorded.Runspace.Dispose()
    }

    It 'refuses: <Id>' -ForEach @(
        @{ Id = 'ClusterNodesTooFew'; Export = { Export-OverlayClusterConfig 10.2.0.1 $nodeA -For Keepalived } }
        @{ Id = 'ClusterDestinationNotSingle'; Export = { Export-OverlayClusterConfig 10.2.0.0/24 $lab.Nodes -RouteTableId $lab.RouteTableIds[0] -For Pacemaker } }
        @{ Id = 'ClusterDestinationNotSingle'; Export = { Export-OverlayClusterConfig 10.2.0.0/24 $lab.Nodes -RouteTableId $lab.RouteTableIds[0] -For WindowsCluster } }
        @{ Id = 'RouteNotFound'; Export = { Export-OverlayClusterConfig 10.2.0.99 $lab.Nodes -For Systemd } }
        @{ Id = 'InstanceNotFound'; Export = { Export-OverlayClusterConfig 10.2.0.1 i-00000000000000099, $nodeA.InstanceId -For Systemd } }
        @{ Id = 'EmptyPipeline'; Export = { @() | Export-OverlayClusterConfig -Candidate $lab.Nodes -For Systemd } }
        @{ Id = 'ParameterArgumentValidationError'; Export = { Export-OverlayClusterConfig 10.2.0.1 $lab.Nodes -For Keepalived -TrackScript 'true" }' } }
        @{ Id = 'ClusterFileNotWritten'; Export = { Export-OverlayClusterConfig 10.2.0.1 $lab.Nodes -For Pacemaker -Path /dev/null/x | Out-Null } }
    ) {
        if ($Id -eq 'ClusterFileNotWritten' -and -not $IsLinux) { Set-ItResult -Skipped -Because 'it needs /dev/null' ; return }
        Get-ErrorId $Export | Sort-Object -Unique | Should -Be $Id
    }

    It 'makes configurations of overlayip that its schema accepts: <For>' -ForEach @(@{ For = 'Keepalived' }, @{ For = 'Systemd' }) {
        $null = New-OverlayRoute 2001:db8::1 -VpcId $lab.VpcId -InstanceId $nodeA.InstanceId
        $files = Get-OverlayRoute | Export-OverlayClusterConfig -For $For -Candidate $lab.Nodes | Where-Object Path -Like *.json
        $files | Should -HaveCount 2
        $schema = Join-Path (Get-Repository) src/OverlayIp.Agent/schemas/overlayip.schema.json
        foreach ($file in $files) {
            try { $file.Content | Test-Json -SchemaFile $schema | Should -BeTrue }
            catch [InvalidOperationException] { Set-ItResult -Skipped -Because 'it needs a PowerShell that can read JSON schemas' ; return }
            $json = $file.Content | ConvertFrom-Json
            $json.node | Should -Be ($lab.Nodes | Where-Object Name -EQ $file.Node).NetworkInterfaceId
            $json.routeSets.destination | Sort-Object | Should -Be 10.2.0.1, 2001:db8::1
            $json.routeSets[0].routeTableIds | Sort-Object | Should -Be ($lab.RouteTableIds | Sort-Object)
        }
    }

    It 'makes configurations that keepalived accepts: <Name>' -ForEach @(
        @{ Name = 'one address'; Destination = @(); Given = @{ } }
        @{ Name = 'nopreempt, scripts and another id'; Destination = @(); Given = @{ NoPreempt = $true; TrackScript = '/bin/true', '/bin/sh -c true'; VirtualRouterId = 7 } }
        @{ Name = 'both families'; Destination = '2001:db8::1', '10.2.0.2'; Given = @{ } }
    ) {
        $missing = Get-Missing keepalived keepalived
        if ($missing) { Set-ItResult -Skipped -Because $missing ; return }
        $Destination | ForEach-Object { $null = New-OverlayRoute $_ -VpcId $lab.VpcId -InstanceId $nodeA.InstanceId }
        # One with a device behind it, where there is one: a lab's may be gone before keepalived looks for it.
        $link = (Get-ChildItem /sys/class/net).Name | Where-Object { $_ -ne 'lo' } | Sort-Object -Stable { -not (Test-Path "/sys/class/net/$_/device") } | Select-Object -First 1
        if (-not $link) { Set-ItResult -Skipped -Because 'it needs a network interface' ; return }
        $files = Get-OverlayRoute | Export-OverlayClusterConfig -For Keepalived -Candidate $lab.Nodes -Path $folder -InterfaceName $link @Given | Where-Object Path -Like *keepalived.conf
        $files | Should -HaveCount 2
        foreach ($file in $files) {
            $checked = Invoke-CleanProcess /usr/sbin/keepalived @('-t', '-f', $file.FullName)
            "$($checked.Output)$($checked.Error)" | Should -BeNullOrEmpty
            $checked.ExitCode | Should -Be 0
        }

        $files[0].Content | Should -Match 'priority 200\b'
        $files[1].Content | Should -Match 'priority 150\b'
        $files[0].Content | Should -Match "unicast_src_ip $($nodeA.PrivateIpAddress)\s+unicast_peer \{\s+$($nodeB.PrivateIpAddress) "
    }

    It 'makes resources that crmsh takes and Pacemaker finds valid' {
        $missing = (Get-Missing crm crmsh), (Get-Missing crm_verify pacemaker-cli-utils) | Select-Object -First 1
        if ($missing) { Set-ItResult -Skipped -Because $missing ; return }
        $file = Get-OverlayRoute 10.2.0.1 | Export-OverlayClusterConfig -For Pacemaker -Candidate $lab.Nodes -Path $folder | Where-Object Path -Like *.crm
        $cib = Join-Path $folder cib.xml
        $environment = @{ CIB_file = $cib; HOME = $folder }
        Set-Content $cib (Invoke-CleanProcess /usr/sbin/cibadmin @('--empty')).Output
        # There is no cluster here, so no fencing: what is asked is whether the resources are what Pacemaker takes.
        $null = Invoke-CleanProcess /usr/sbin/crm_attribute @('--type', 'crm_config', '--name', 'stonith-enabled', '--update', 'false') -Environment $environment
        $loaded = Invoke-CleanProcess /usr/sbin/crm @('-F', 'configure', 'load', 'update', $file.FullName) -Environment $environment
        $loaded.ExitCode | Should -Be 0 -Because "$($loaded.Output) $($loaded.Error)"
        $verified = Invoke-CleanProcess /usr/sbin/crm_verify @('-V', '-x', $cib)
        $verified.ExitCode | Should -Be 0 -Because "$($verified.Output) $($verified.Error)"
        $primitive = ([xml] (Get-Content -Raw $cib)).cib.configuration.resources.primitive
        "$($primitive.class):$($primitive.provider):$($primitive.type)" | Should -Be ocf:overlayip:overlay-ip
        ($primitive.instance_attributes.nvpair | Where-Object name -EQ routing_table).value -split ',' | Sort-Object | Should -Be ($lab.RouteTableIds | Sort-Object)
        $primitive.operations.op.name | Sort-Object | Should -Be monitor, start, stop
    }

    It 'makes a shell script for pcs that a shell reads' {
        if (-not (Test-Path /bin/sh)) { Set-ItResult -Skipped -Because 'it needs /bin/sh' ; return }
        $file = Get-OverlayRoute 10.2.0.1 | Export-OverlayClusterConfig -For Pacemaker -Candidate $lab.Nodes -Path $folder | Where-Object Path -Like *.sh
        $bin = New-Item -ItemType Directory (Join-Path $folder bin)
        Set-Content (Join-Path $bin pcs) "#!/bin/sh`necho `"`$@`""
        $null = Invoke-CleanProcess /bin/chmod @('755', (Join-Path $bin pcs))
        $told = (Invoke-CleanProcess /bin/sh @($file.FullName) -Environment @{ PATH = "${bin}:/usr/bin:/bin" }).Output.Trim() -split "`n"
        $told[0] | Should -BeLike 'resource create overlay-10-2-0-1 ocf:overlayip:overlay-ip ip=10.2.0.1 routing_table=rtb-* op start timeout=60s interval=0s op stop *'
        $told[1] | Should -Be 'constraint location overlay-10-2-0-1 prefers node-a=100'
    }

    It 'makes units that systemd accepts: <For>' -ForEach @(@{ For = 'Keepalived' }, @{ For = 'Systemd' }) {
        $missing = Get-Missing systemd-analyze systemd
        if ($missing) { Set-ItResult -Skipped -Because $missing ; return }
        $files = Get-OverlayRoute 10.2.0.1 | Export-OverlayClusterConfig -For $For -Candidate $lab.Nodes -Path $folder -AgentPath /bin/true -Service basic.target | Where-Object { $_.Path -like '*.service' -and $_.Node -eq 'node-a' }
        $checked = Invoke-CleanProcess (Get-Command systemd-analyze -CommandType Application)[0].Source (@('verify', '--man=no') + $files.FullName)
        "$($checked.Output)$($checked.Error)" -split "`n" | Where-Object { $_ -like '*overlayip*' } | Should -BeNullOrEmpty
        $files | Should -HaveCount $(if ($For -eq 'Systemd') { 2 } else { 1 })
    }
}

Describe 'A Windows failover cluster' {
    BeforeEach {
        $lab = New-TestLab -Routed
        $nodeA, $nodeB = $lab.Nodes
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
        $files = Get-OverlayRoute 10.2.0.1 | Export-OverlayClusterConfig -For WindowsCluster -Candidate $lab.Nodes -Path $folder
        $place = Split-Path ($files | Where-Object { $_.Node -eq 'node-b' -and $_.Path -like '*.ps1' }).FullName

        # What the cluster service does on a node: a PowerShell of its own for each call. The nodes' addresses are left to another test.
        function Invoke-Resource([string] $Action, [string] $Node = 'node-b', [string[]] $More = '-NoAddress') {
            $environment = @{ AWS_ACCESS_KEY_ID = $lab.AccessKeyId; AWS_SECRET_ACCESS_KEY = $lab.SecretAccessKey; AWS_ENDPOINT_URL = $lab.EndpointUrl; PSModulePath = (Split-Path (Get-ModuleFolder)) }
            (Invoke-CleanProcess (Get-Process -Id $PID).Path (@('-NoProfile', '-NonInteractive', '-File', (Join-Path $place OverlayIpResource.ps1), '-Action', $Action, '-Node', $Node) + $More) -Environment $environment).ExitCode
        }
    }

    AfterEach { Stop-TestLabs }

    It 'gets what ships in the examples, its settings, and a script that registers it' {
        $files | ForEach-Object { "$($_.Node) $($_.Path.Split('\')[-1])" } | Should -Be 'node-a OverlayIpResource.vbs', 'node-a OverlayIpResource.ps1', 'node-a OverlayIpResource.json', 'node-a Register-OverlayIpResource.ps1', 'node-b OverlayIpResource.vbs', 'node-b OverlayIpResource.ps1', 'node-b OverlayIpResource.json'
        foreach ($name in 'OverlayIpResource.vbs', 'OverlayIpResource.ps1') {
            (Get-Content (Join-Path (Get-ModuleFolder) examples $name)) | Should -Be (Get-Content (Join-Path $place $name))
        }

        $problems = $null
        $null = [Management.Automation.Language.Parser]::ParseFile(($files | Where-Object Path -Like '*Register*').FullName, [ref] $null, [ref] $problems)
        $problems | Should -BeNullOrEmpty
        $settings = Get-Content -Raw (Join-Path $place OverlayIpResource.json) | ConvertFrom-Json
        $settings.nodes.'node-b' | Should -Be $nodeB.NetworkInterfaceId
        $settings.routeSets.destination | Should -Be 10.2.0.1
    }

    It 'has every entry point that a generic script needs' {
        $vbs = Get-Content -Raw (Join-Path $place OverlayIpResource.vbs)
        foreach ($entry in 'Open', 'Online', 'LooksAlive', 'IsAlive', 'Offline', 'Terminate', 'Close') { $vbs | Should -Match "(?m)^Function $entry\(\)" }
        foreach ($action in [regex]::Matches($vbs, 'Runbook\("(\w+)"\)|Runbook "(\w+)"').ForEach({ $_.Groups[1].Value + $_.Groups[2].Value })) { $action | Should -BeIn Online, Offline, LooksAlive, IsAlive }
    }

    It 'moves the routes when it comes online, and is alive there and nowhere else' {
        Invoke-Resource IsAlive | Should -Be 1
        Invoke-Resource IsAlive node-a | Should -Be 0
        Invoke-Resource Online | Should -Be 0
        Get-RouteSummary $lab | Should -Be 'lab-main node-b', 'lab-node-a node-b', 'lab-node-b node-b'
        Invoke-Resource Online | Should -Be 0 -Because 'running it again is safe'
        Invoke-Resource IsAlive | Should -Be 0
        Invoke-Resource LooksAlive | Should -Be 0
        Invoke-Resource IsAlive node-a | Should -Be 1
        Invoke-Resource Offline | Should -Be 0
        Get-RouteSummary $lab | Should -Be 'lab-main node-b', 'lab-node-a node-b', 'lab-node-b node-b' -Because 'the routes are for the other node to move'
        (Get-Content (Join-Path $place OverlayIpResource.log)) -like '*Online 10.2.0.1: 3 *' | Should -HaveCount 2
    }

    It 'is not alive when one route table points elsewhere, and stays alive in an outage' {
        Invoke-Resource Online | Should -Be 0
        Set-OverlayLabFault -Outage
        Invoke-Resource IsAlive | Should -Be 0
        Set-OverlayLabFault -Clear
        $null = Switch-OverlayRoute 10.2.0.1 -RouteTableId $lab.RouteTableIds[1] -InstanceId $nodeA.InstanceId
        Invoke-Resource IsAlive | Should -Be 1
        @(Get-Content (Join-Path $place OverlayIpResource.log))[-1] | Should -BeLike '*IsAlive failed: *does not point to*'
    }

    It 'does not come online when it is not allowed to, nor on a machine that is no node' {
        Set-OverlayLabFault -DeniedAction ReplaceRoute
        Invoke-Resource Online | Should -Be 1
        @(Get-Content (Join-Path $place OverlayIpResource.log))[-1] | Should -BeLike '*Online failed: AccessDenied,*'
        Set-OverlayLabFault -Clear
        Invoke-Resource Online node-x | Should -Be 1
        Get-RouteSummary $lab | Should -Be 'lab-main node-a', 'lab-node-a node-a', 'lab-node-b node-a'
    }

    It 'does not look alive without the address' {
        Invoke-Resource LooksAlive -More @() | Should -Be 1
    }
}
