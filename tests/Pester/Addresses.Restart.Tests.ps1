BeforeAll {
    . $PSScriptRoot/Support/Start.ps1

    $marker = '# Written by OverlayIp for {0} on {1}; do not edit: Remove-OverlayAddress takes it back.'

    # An image that ifupdown configures, with something of somebody else in it.
    function New-Image {
        $root = Join-Path ([IO.Path]::GetTempPath()) "ovip-pester-$([guid]::NewGuid().ToString('N'))"
        $null = New-Item -ItemType Directory "$root/etc/network/interfaces.d", "$root/etc/systemd/system/multi-user.target.wants", "$root/usr/lib/systemd" -Force
        Set-Content "$root/usr/lib/systemd/systemd" ''
        Set-Content "$root/etc/network/interfaces" "source /etc/network/interfaces.d/*`nauto eth0`niface eth0 inet dhcp"
        Set-Content "$root/etc/network/interfaces.d/mine" "iface eth0 inet manual`n    up ip address add 10.9.9.9/32 dev eth0"
        $root
    }

    # Every file with its content and the time of its last change, every link.
    function Get-TreeState([string] $Root) {
        Get-ChildItem $Root -Recurse | Sort-Object FullName | ForEach-Object {
            "$($_.FullName) $($_.LinkTarget) $(if (-not $_.PSIsContainer) { Get-Sha256 ([IO.File]::ReadAllBytes($_.FullName)); $_.LastWriteTimeUtc.Ticks })"
        }
    }
}

Describe 'Addresses that survive a reboot, in an image' {
    BeforeEach {
        if (-not $IsLinux) { Set-ItResult -Skipped -Because 'it needs Linux'; return }
        $image = New-Image
        $before = Get-TreeState $image
        $path = "$image/etc/network/interfaces.d/overlayip-eth0-10-2-0-1"
    }

    AfterEach { if ($image) { Remove-Item $image -Recurse -Force } }

    It 'are printed by -WhatIf with the file and its content, and nothing is written' {
        $recorded = New-RecordedShell
        $null = Invoke-InShell $recorded Add-OverlayAddress @{ Address = '10.2.0.1'; InterfaceName = 'eth0'; Root = $image; WhatIf = $true }
        $recorded.Shell.Streams.Error | Should -BeNullOrEmpty
        $said = @($recorded.Host.Lines) -join "`n"
        $recorded.Runspace.Dispose()
        $said | Should -Be (@(
                'What if: Performing the operation "Make 10.2.0.1/32 on eth0 permanent (Ifupdown)" on target "eth0".'
                'write /etc/network/interfaces.d/overlayip-eth0-10-2-0-1 (new, mode 0644, owner root:root)'
                "    $($marker -f '10.2.0.1/32', 'eth0')"
                '    iface eth0 inet manual'
                '        up ip address replace 10.2.0.1/32 dev eth0'
                '        down ip address delete 10.2.0.1/32 dev eth0 || true') -join "`n")
        Get-TreeState $image | Should -Be $before
    }

    It 'are written, found, left alone by a second run, and taken back' {
        $added = Add-OverlayAddress 10.2.0.1 -InterfaceName eth0 -Root $image
        $added.Changed | Should -BeTrue
        $added.Present | Should -BeFalse
        $added.Persistent | Should -BeTrue
        $added.Stack | Should -Be ([OverlayIp.OverlayAddressStack]::Ifupdown)
        $added.File | Should -Be /etc/network/interfaces.d/overlayip-eth0-10-2-0-1
        (Get-Content $path)[0] | Should -Be ($marker -f '10.2.0.1/32', 'eth0')

        $found = Get-OverlayAddress 10.2.0.1 -Root $image
        $found.Persistent, $found.Owned, $found.Duplicate, $found.InterfaceName | Should -Be $true, $true, $false, eth0
        $written = Get-TreeState $image
        (Add-OverlayAddress 10.2.0.1 -InterfaceName eth0 -Root $image).Changed | Should -BeFalse
        Get-TreeState $image | Should -Be $written

        Remove-OverlayAddress 10.2.0.1 -Root $image | Should -BeNullOrEmpty
        Get-TreeState $image | ForEach-Object { ($_ -split ' ')[0] } | Should -Be ($before | ForEach-Object { ($_ -split ' ')[0] })
        Get-Content "$image/etc/network/interfaces" | Should -HaveCount 3
    }

    It 'come from <Name>' -ForEach @(
        @{ Name = 'a list of both families'; Add = { Add-OverlayAddress 10.2.0.1, 2001:db8::1 -InterfaceName eth0 -Root $image }; Expected = '10.2.0.1/32', '2001:db8::1/128' }
        @{ Name = 'rows of a CSV file'; Add = { "Address,InterfaceName,Label`n10.2.0.1,eth0,eth0:a`n10.2.0.2,eth0,`n" | ConvertFrom-Csv | Add-OverlayAddress -Root $image }; Expected = '10.2.0.1/32', '10.2.0.2/32' }
        @{ Name = 'routes, each once'; Add = { $lab = New-TestLab -Routed; Get-OverlayRoute | Add-OverlayAddress -InterfaceName eth0 -Root $image; $lab | Stop-OverlayLab }; Expected = @('10.2.0.1/32') }
        @{ Name = 'what Remove-OverlayAddress emits'; Add = { $null = Add-OverlayAddress 10.2.0.1 -InterfaceName eth0 -Root $image; Remove-OverlayAddress 10.2.0.1 -Root $image -PassThru | Add-OverlayAddress -Root $image }; Expected = @('10.2.0.1/32') }
    ) {
        $said = Invoke-Recorded $Add
        $said.Errors | Should -BeNullOrEmpty
        $said.Output.DestinationCidr | Should -Be $Expected
        (Get-OverlayAddress -Root $image | Where-Object Owned).DestinationCidr | Should -Be $Expected
        Get-OverlayAddress -Root $image | Where-Object Owned | Remove-OverlayAddress -Root $image
        Get-OverlayAddress -Root $image | Where-Object Owned | Should -BeNullOrEmpty
    }

    It 'are shown when others configured them, and stay with a warning' {
        $found = Get-OverlayAddress -Root $image
        $found.Address, $found.Persistent, $found.Owned, $found.File | Should -Be 10.9.9.9, $true, $false, /etc/network/interfaces.d/mine
        $said = Invoke-Recorded { Remove-OverlayAddress 10.9.9.9 -Root $image }
        ($said.Errors.FullyQualifiedErrorId -split ',')[0] | Should -Be AddressFileForeign
        Get-TreeState $image | Should -Be $before
    }

    It 'go to the stack that -Stack names' {
        $said = Invoke-Recorded { Add-OverlayAddress 10.2.0.1 -InterfaceName eth0 -Root $image -Stack SystemdUnit -Label eth0:ovip }
        $said.Errors | Should -BeNullOrEmpty
        $said.Output.Stack | Should -Be ([OverlayIp.OverlayAddressStack]::SystemdUnit)
        (Get-Item "$image/etc/systemd/system/multi-user.target.wants/overlayip-eth0-10-2-0-1.service").LinkTarget | Should -Be ../overlayip-eth0-10-2-0-1.service
        (Get-OverlayAddress 10.2.0.1 -Root $image).Label | Should -Be eth0:ovip
    }

    It 'are warned of where a cluster manager moves them' {
        $null = New-Item -ItemType Directory "$image/etc/keepalived"
        Set-Content "$image/etc/keepalived/keepalived.conf" 'virtual_ipaddress { 10.2.0.1/32 }'
        $said = Invoke-Recorded { Add-OverlayAddress 10.2.0.1 -InterfaceName eth0 -Root $image }
        $said.Warnings | Should -BeLike 'keepalived (/etc/keepalived/keepalived.conf) moves 10.2.0.1 between nodes.*'
        $said.Output.Persistent | Should -BeTrue
    }

    It 'are refused: <Name>' -ForEach @(
        @{ Name = 'no interface'; Try = { Add-OverlayAddress 10.2.0.1 -Root $image }; Id = 'AddressInterfaceRequired'; Category = 'InvalidArgument'; Target = '10.2.0.1/32' }
        @{ Name = 'an image that is not there'; Try = { Add-OverlayAddress 10.2.0.1 -InterfaceName eth0 -Root /no/such/image }; Id = 'AddressRootNotFound'; Category = 'ObjectNotFound'; Target = '/no/such/image' }
        @{ Name = 'a stack that does not know the interface'; Try = { Add-OverlayAddress 10.2.0.1 -InterfaceName eth0 -Root $image -Stack Netplan }; Id = 'AddressStackNotUsable'; Category = 'InvalidOperation'; Target = '10.2.0.1/32' }
        @{ Name = 'a file of somebody else in the way'; Try = { Set-Content $path 'mine'; Add-OverlayAddress 10.2.0.1 -InterfaceName eth0 -Root $image }; Id = 'AddressFileForeign'; Category = 'InvalidOperation'; Target = '/etc/network/interfaces.d/overlayip-eth0-10-2-0-1' }
        @{ Name = 'configured on another interface'; Try = { Add-OverlayAddress 10.9.9.9 -InterfaceName eth1 -Root $image }; Id = 'AddressDuplicate'; Category = 'ResourceExists'; Target = '10.9.9.9/32' }
        @{ Name = 'a label that is too long'; Try = { Add-OverlayAddress 10.2.0.1 -InterfaceName eth0 -Label eth0:abcdefghijk -Root $image }; Id = 'AddressLabelInvalid'; Category = 'InvalidArgument'; Target = 'eth0:abcdefghijk' }
        @{ Name = 'one that is not there, to find'; Try = { Get-OverlayAddress 10.2.0.1 -Root $image }; Id = 'AddressNotFound'; Category = 'ObjectNotFound'; Target = '10.2.0.1' }
        @{ Name = 'one that is not there, to remove'; Try = { Remove-OverlayAddress 10.2.0.1 -Root $image }; Id = 'AddressNotFound'; Category = 'ObjectNotFound'; Target = '10.2.0.1/32' }
    ) {
        $said = Invoke-Recorded $Try
        $said.Output | Should -BeNullOrEmpty
        $said.Errors | Should -HaveCount 1
        ($said.Errors[0].FullyQualifiedErrorId -split ',')[0] | Should -Be $Id
        $said.Errors[0].CategoryInfo.Category | Should -Be $Category
        $said.Errors[0].TargetObject | Should -Be $Target
    }

    It 'are shown in a table, and as a list with the findings when -Detailed' {
        $null = Add-OverlayAddress 10.2.0.1 -InterfaceName eth0 -Root $image
        $table = (Get-OverlayAddress 10.2.0.1 -Root $image | Out-String -Width 160) -split "`n" | Where-Object { $_.Trim() }
        $table[0] | Should -Match '^Address +Interface +Label +Present +Persistent +Duplicate +Stack +File'
        $table[2] | Should -Match '^10\.2\.0\.1/32 +eth0 +False +True +False +Ifupdown +/etc/network/interfaces\.d/overlayip-eth0-10-2-0-1'
        $list = Get-OverlayAddress 10.2.0.1 -Root $image -Detailed | Out-String -Width 160
        $list | Should -Match 'Owned +: True'
        $list | Should -Match 'Findings +: none'
    }
}

# The whole way on a system that runs, in namespaces of its own: a network, /etc/network and /run of its own, and the real
# ifup as what happens at boot.
Describe 'Addresses that survive a reboot, on a running system' {
    BeforeAll {
        $obstacle = if (-not $IsLinux) { 'it needs Linux' }
        elseif ((id -u) -ne '0') { 'it needs root' }
        else {
            foreach ($need in @{ unshare = 'util-linux' }, @{ ip = 'iproute2' }, @{ ifup = 'ifupdown' }) {
                if (-not (Get-Command ([string] $need.Keys) -CommandType Application -ErrorAction Ignore)) { "it needs $($need.Keys) (package $($need.Values))"; break }
            }
        }

        $boot = @'
mount -t tmpfs tmpfs /run; mount -t tmpfs tmpfs /etc/network; mount -t tmpfs tmpfs /etc/keepalived 2>$null
$null = New-Item -ItemType Directory /run/network, /etc/network/interfaces.d, /etc/network/if-pre-up.d, /etc/network/if-up.d, /etc/network/if-down.d, /etc/network/if-post-down.d
Set-Content /etc/network/interfaces "source /etc/network/interfaces.d/*`nauto eth0`niface eth0 inet static`n  address 172.31.0.10/20`n  gateway 172.31.0.1"
ip link add eth0 type veth peer name peer0; ip link set peer0 up; ifup -a
function Restart-Network { ip link delete eth0; Remove-Item /run/network/*; ip link add eth0 type veth peer name peer0; ip link set peer0 up; ifup -a }
function Get-Kernel { (ip -json address show dev eth0 | ConvertFrom-Json).addr_info | Where-Object scope -eq global | ForEach-Object { "$($_.local)/$($_.prefixlen)" } }

'@
    }

    It 'are there at once and after it, and gone when removed' {
        if ($obstacle) { Set-ItResult -Skipped -Because $obstacle; return }
        $child = Invoke-ChildPwsh -Prefix unshare, --net, --mount -Script ($boot + @'
$names = { (Get-ChildItem /etc/network -Recurse -File | Sort-Object FullName | ForEach-Object { "$($_.FullName) $((Get-FileHash $_).Hash)" }) -join "`n" }
$before = & $names
$added = Add-OverlayAddress 10.2.0.1, 2001:db8::1 -Persistent
($added | ForEach-Object { $_.Changed, $_.Present, $_.Persistent, $_.Stack }) -join ' '
(Get-Kernel) -join ' '
(Get-OverlayAddress | ForEach-Object { $_.Address, $_.Present, $_.Persistent }) -join ' '
$written = Get-ChildItem /etc/network/interfaces.d | ForEach-Object { $_.LastWriteTimeUtc.Ticks }
(Add-OverlayAddress 10.2.0.1, 2001:db8::1 -Persistent).Changed -join ' '
"$written" -eq "$(Get-ChildItem /etc/network/interfaces.d | ForEach-Object { $_.LastWriteTimeUtc.Ticks })"
Restart-Network
(Get-Kernel) -join ' '
ip address flush dev eth0
(Get-OverlayAddress -Persistent | ForEach-Object { $_.Address, $_.Present }) -join ' '
Restart-Network
Get-OverlayAddress | Remove-OverlayAddress
(Get-Kernel) -join ' '
(& $names) -eq $before
Restart-Network
(Get-Kernel) -join ' '
'@)
        $child | Should -Be @(
            'True True True Ifupdown True True True Ifupdown'
            '172.31.0.10/20 10.2.0.1/32 2001:db8::1/128'
            '10.2.0.1 True True 2001:db8::1 True True'
            'False False'
            $true
            '10.2.0.1/32 172.31.0.10/20 2001:db8::1/128'
            '10.2.0.1 False 2001:db8::1 False'
            '172.31.0.10/20'
            $true
            '172.31.0.10/20')
    }

    It 'can be had for now only, or given up for the next boot only' {
        if ($obstacle) { Set-ItResult -Skipped -Because $obstacle; return }
        $child = Invoke-ChildPwsh -Prefix unshare, --net, --mount -Script ($boot + @'
(Add-OverlayAddress 10.2.0.1).Persistent
(Add-OverlayAddress 10.2.0.1 -Persistent).Changed
Remove-OverlayAddress 10.2.0.1 -Persistent
(Get-OverlayAddress 10.2.0.1 | ForEach-Object { $_.Present, $_.Persistent }) -join ' '
Restart-Network
(Get-Kernel) -join ' '
'@)
        $child | Should -Be $false, $true, 'True False', '172.31.0.10/20'
    }

    It 'are looked at in the kernel with -Detailed' {
        if ($obstacle) { Set-ItResult -Skipped -Because $obstacle; return }
        $child = Invoke-ChildPwsh -Prefix unshare, --net, --mount -Script ($boot + @'
ip link set lo up; ip link add eth1 type veth peer name peer1; ip address add 172.31.16.10/20 dev eth1
$null = Add-OverlayAddress 10.2.0.1
sh -c 'echo 0 >/proc/sys/net/ipv4/conf/all/rp_filter'
sh -c 'echo 2 >/proc/sys/net/ipv4/conf/all/arp_announce'
sh -c 'echo 0 >/proc/sys/net/ipv4/conf/eth0/rp_filter'
sh -c 'echo 1 >/proc/sys/net/ipv4/conf/eth1/rp_filter'
ip route add local 10.2.0.1/32 dev lo table local metric 5
(Get-OverlayAddress 10.2.0.1 -Detailed).Findings | ForEach-Object { "$($_.Setting) = $($_.Value)" }
Invoke-Expression ((Get-OverlayAddress 10.2.0.1 -Detailed).Findings[1].Remedy)
sh -c 'echo 2 >/proc/sys/net/ipv4/conf/eth1/rp_filter'
(Get-OverlayAddress 10.2.0.1 -Detailed).Findings.Count
'@)
        $child | Should -Be 'net.ipv4.conf.eth1.rp_filter = 1', 'ip route show table local = local 10.2.0.1 dev lo', 0
    }
}

# The route of the VPC brings the packets, the address is there because the node's ifup read our file at "boot".
Describe 'Addresses that survive a reboot, in the networked lab' {
    AfterAll { Stop-TestLabs }

    It 'answer a client of the VPC after the node was restarted' {
        $obstacle = if (-not $IsLinux) { 'it needs Linux' }
        elseif ((id -u) -ne '0') { 'it needs root' }
        else {
            foreach ($need in @{ ip = 'iproute2' }, @{ nft = 'nftables' }, @{ ping = 'iputils-ping' }, @{ unshare = 'util-linux' }, @{ ifup = 'ifupdown' }) {
                $command = [string] $need.Keys
                if (-not ("/usr/sbin/$command", "/sbin/$command" | Where-Object { Test-Path $_ }) -and -not (Get-Command $command -CommandType Application -ErrorAction Ignore)) { "it needs $command (package $($need.Values))"; break }
            }
        }

        if ($obstacle) { Set-ItResult -Skipped -Because $obstacle; return }
        $image = New-Image
        $lab = Start-OverlayLab -Network
        $lab.Nodes | Disable-SourceDestCheck | Out-Null
        New-OverlayRoute 10.2.0.1 -VpcId $lab.VpcId -InstanceId $lab.Nodes[0].InstanceId | Out-Null
        $main, $gateway = Invoke-OverlayLabCommand node-a {
            $address = (ip -json -4 address show dev eth0 | ConvertFrom-Json).addr_info[0]
            "$($address.local)/$($address.prefixlen)"
            (ip -json route show default | ConvertFrom-Json).gateway
        }
        Set-Content "$image/etc/network/interfaces" "source /etc/network/interfaces.d/*`nauto eth0`niface eth0 inet static`n  address $main`n  gateway $gateway"
        $restart = "mount -t tmpfs tmpfs /run; mkdir /run/network; mount --bind $image/etc/network /etc/network; ip address flush dev eth0; ip link set eth0 down; ifup --no-scripts eth0"
        function Test-Ping {
            Invoke-OverlayLabCommand client-a -Command ping -ArgumentList '-c', 1, '-W', 2, '10.2.0.1' | Out-Null
            $LASTEXITCODE -eq 0
        }

        Add-OverlayAddress 10.2.0.1 -InterfaceName eth0 -Root $image | Out-Null
        Test-Ping | Should -BeFalse
        foreach ($boot in 1, 2) {
            Invoke-OverlayLabCommand node-a -Command unshare -ArgumentList '--mount', sh, '-ec', $restart | Out-Null
            $LASTEXITCODE | Should -Be 0
            Wait-Until { Test-Ping }
        }

        Remove-OverlayAddress 10.2.0.1 -Root $image
        Invoke-OverlayLabCommand node-a -Command unshare -ArgumentList '--mount', sh, '-ec', $restart | Out-Null
        Test-Ping | Should -BeFalse
        Remove-Item $image -Recurse -Force
    }
}
