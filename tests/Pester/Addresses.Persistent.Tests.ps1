BeforeAll {
    . $PSScriptRoot/Support/Start.ps1

    # A tree of files that looks like a Linux system's root.
    function New-Tree([hashtable] $File, [string[]] $Enabled = @()) {
        $root = (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid().ToString('N')))).FullName
        foreach ($entry in @{ '/usr/lib/systemd/systemd' = '' } + $File | ForEach-Object GetEnumerator) {
            $null = New-Item -ItemType Directory -Force (Split-Path "$root$($entry.Key)")
            [IO.File]::WriteAllText("$root$($entry.Key)", $entry.Value)
        }

        $wants = New-Item -ItemType Directory -Force "$root/etc/systemd/system/multi-user.target.wants"
        foreach ($unit in $Enabled) { $null = New-Item -ItemType SymbolicLink -Path "$wants/$unit" -Target "/usr/lib/systemd/system/$unit" }
        $root
    }

    # Every path with its content or where it leads.
    function Get-Tree([string] $Root) {
        Get-ChildItem $Root -Recurse -Force | Sort-Object FullName | ForEach-Object {
            "$($_.FullName.Substring($Root.Length)) $(if ($_.LinkTarget) { $_.LinkTarget } elseif (-not $_.PSIsContainer) { [Convert]::ToBase64String([IO.File]::ReadAllBytes($_.FullName)) })"
        }
    }

    # What a cmdlet says to the host, -WhatIf among it.
    function Get-HostText([string] $Cmdlet, [hashtable] $Parameter) {
        $recorded = New-RecordedShell
        $null = Invoke-InShell $recorded $Cmdlet $Parameter
        $recorded.Shell.Streams.Error | Should -BeNullOrEmpty
        @($recorded.Host.Lines) -join "`n"
        $recorded.Runspace.Dispose()
    }
}

Describe 'Addresses that survive a reboot' {
    BeforeDiscovery {
        $systems = @(
            @{ Stack = 'Netplan'; Interface = 'ens5'; Enabled = @('systemd-networkd.service'); Files = @{ '/etc/netplan/50-cloud-init.yaml' = "network:`n  version: 2`n  ethernets:`n    ens5:`n      dhcp4: true`n" }
                Expected = '/etc/netplan/90-overlayip-ens5-10-2-0-1.yaml'; Holds = '- "10.2.0.1/32"' }
            @{ Stack = 'NetworkManager'; Interface = 'ens5'; Enabled = @('NetworkManager.service'); Files = @{ '/etc/NetworkManager/system-connections/ens5.nmconnection' = "# mine`n[connection]`nid=ens5`nuuid=1dd9a779-d327-56e1-8454-c65e2556c12c`ntype=ethernet`ninterface-name=ens5`n[ipv4]`nmethod=auto" }
                Expected = '/etc/NetworkManager/system-connections/ens5.nmconnection'; Holds = 'address1=10.2.0.1/32' }
            @{ Stack = 'SystemdNetworkd'; Interface = 'ens5'; Enabled = @('systemd-networkd.service'); Files = @{ '/etc/systemd/network/20-wired.network' = "[Match]`nName=ens5`n[Network]`nDHCP=yes`n" }
                Expected = '/etc/systemd/network/20-wired.network.d/50-overlayip-10-2-0-1.conf'; Holds = 'Address=10.2.0.1/32' }
            @{ Stack = 'AmazonLinux'; Interface = 'ens5'; Enabled = @('systemd-networkd.service'); Files = @{ '/usr/lib/systemd/network/80-ec2.network' = "[Match]`nDriver=ena`n"; '/usr/lib/systemd/system/policy-routes@.service' = ''; '/etc/systemd/network/README' = '' }
                Expected = '/etc/systemd/network/70-ens5.network.d/50-overlayip-10-2-0-1.conf'; Holds = 'Address=10.2.0.1/32' }
            @{ Stack = 'IfcfgRhel'; Interface = 'eth0'; Enabled = @('NetworkManager.service'); Files = @{ '/etc/sysconfig/network-scripts/ifcfg-eth0' = "DEVICE=eth0`nBOOTPROTO=dhcp`nONBOOT=yes`n" }
                Expected = '/etc/sysconfig/network-scripts/ifcfg-eth0:1'; Holds = 'IPADDR=10.2.0.1' }
            @{ Stack = 'Wicked'; Interface = 'eth0'; Enabled = @('wicked.service'); Files = @{ '/etc/sysconfig/network/ifcfg-eth0' = "BOOTPROTO='dhcp'`nSTARTMODE='auto'" }
                Expected = '/etc/sysconfig/network/ifcfg-eth0'; Holds = "IPADDR_OVIP_10_2_0_1='10.2.0.1/32'" }
            @{ Stack = 'Ifupdown'; Interface = 'ens5'; Enabled = @(); Files = @{ '/etc/network/interfaces' = "source /etc/network/interfaces.d/*`niface ens5 inet dhcp`n"; '/etc/network/interfaces.d/other' = "iface other inet manual`n" }
                Expected = '/etc/network/interfaces.d/overlayip-ens5-10-2-0-1'; Holds = 'up ip address replace 10.2.0.1/32 dev ens5' }
            @{ Stack = 'SystemdUnit'; Interface = 'ens5'; Enabled = @(); Files = @{}
                Expected = '/etc/systemd/system/overlayip-ens5-10-2-0-1.service'; Holds = 'ExecStart=/usr/sbin/ip address replace 10.2.0.1/32 dev ens5' }
        )
    }

    Context 'in an image' {
        BeforeEach { if (-not $IsLinux) { Set-ItResult -Skipped -Because 'images of Linux need Linux: links, modes, names' } }

        It 'are written for <Stack>, found, left alone and taken back' -ForEach $systems {
            $root = New-Tree $Files $Enabled
            $before = Get-Tree $root

            $text = Get-HostText Add-OverlayAddress @{ Address = '10.2.0.1'; InterfaceName = $Interface; Root = $root; WhatIf = $true }
            $text | Should -BeLike "*$([WildcardPattern]::Escape($Expected))*"
            $text | Should -BeLike "*$([WildcardPattern]::Escape($Holds))*"
            Get-Tree $root | Should -Be $before

            $added = Add-OverlayAddress 10.2.0.1 -InterfaceName $Interface -Root $root
            $added | Should -BeOfType OverlayIp.OverlayAddress
            $added.Changed, $added.Persistent, $added.Present, $added.Owned | Should -Be $true, $true, $false, $true
            [string] $added.Stack | Should -Be $Stack
            $added.File | Should -Be $Expected
            "$root$Expected" | Should -FileContentMatch ([regex]::Escape($Holds))

            $written = Get-Tree $root
            $time = (Get-Item "$root$Expected").LastWriteTimeUtc.Ticks
            $found = Get-OverlayAddress -Root $root -Persistent
            "$($found.DestinationCidr) $($found.InterfaceName) $($found.Stack) $($found.File) $($found.Duplicate)" | Should -Be "10.2.0.1/32 $Interface $Stack $Expected False"
            (Add-OverlayAddress 10.2.0.1 -InterfaceName $Interface -Root $root).Changed | Should -BeFalse
            Get-Tree $root | Should -Be $written
            (Get-Item "$root$Expected").LastWriteTimeUtc.Ticks | Should -Be $time

            Remove-OverlayAddress 10.2.0.1 -Root $root -WhatIf
            Get-Tree $root | Should -Be $written
            Get-OverlayAddress -Root $root | Remove-OverlayAddress -Root $root
            Get-Tree $root | Should -Be $before
            Get-ErrorId { Get-OverlayAddress 10.2.0.1 -Root $root } | Should -Be AddressNotFound
        }

        It 'come several at once, of both families, with labels, and from routes' {
            $root = New-Tree @{ '/etc/systemd/network/20-wired.network' = "[Match]`nName=ens5`n" } systemd-networkd.service
            Add-OverlayAddress 10.2.0.1, 2001:db8::1 -InterfaceName ens5 -Root $root | Should -HaveCount 2
            (Add-OverlayAddress 10.2.0.2 -InterfaceName ens5 -Label ens5:ovip -Root $root).Label | Should -Be ens5:ovip
            $route = [pscustomobject] @{ DestinationCidr = '10.2.0.3/32' }
            $route, $route | Add-OverlayAddress -InterfaceName ens5 -Root $root | Should -HaveCount 1
            (Get-OverlayAddress -Root $root).DestinationCidr | Sort-Object | Should -Be '10.2.0.1/32', '10.2.0.2/32', '10.2.0.3/32', '2001:db8::1/128'
            (Get-OverlayAddress 10.2.0.2 -Root $root).Label | Should -Be ens5:ovip
            Get-OverlayAddress -Root $root | Remove-OverlayAddress -Root $root -PassThru | Should -HaveCount 4
            Get-OverlayAddress -Root $root | Should -BeNullOrEmpty
        }

        It 'go where -Stack says, if that stack has the interface' {
            $root = New-Tree @{ '/etc/netplan/50.yaml' = "network: {version: 2, ethernets: {ens5: {dhcp4: true}}}`n" }
            $said = Invoke-Recorded { Add-OverlayAddress 10.2.0.1 -InterfaceName ens5 -Root $root -Stack SystemdUnit }
            [string] $said.Output.Stack | Should -Be SystemdUnit
            $said.Warnings | Should -BeNullOrEmpty
            (Get-Item "$root/etc/systemd/system/multi-user.target.wants/overlayip-ens5-10-2-0-1.service").LinkTarget | Should -Be ../overlayip-ens5-10-2-0-1.service
            Get-ErrorId { Add-OverlayAddress 10.2.0.2 -InterfaceName ens5 -Root $root -Stack Wicked } | Should -Be AddressStackNotUsable
        }

        It 'become a systemd unit where the stack cannot hold them, and a warning says why' {
            $root = New-Tree @{ '/etc/systemd/network/20-all.network' = "[Match]`nName=en*`n" } systemd-networkd.service
            $said = Invoke-Recorded { Add-OverlayAddress 10.2.0.1 -InterfaceName ens5 -Root $root }
            [string] $said.Output.Stack | Should -Be SystemdUnit
            $said.Warnings | Should -HaveCount 1
            $said.Warnings[0] | Should -BeLike 'SystemdNetworkd manages ens5, but /etc/systemd/network/20-all.network matches*systemd unit*'
            $said = Invoke-Recorded { Add-OverlayAddress 10.2.0.2 -InterfaceName ens5 -Root $root -Stack SystemdNetworkd }
            [string] $said.Output.Stack | Should -Be SystemdNetworkd
            $said.Warnings -join ' ' | Should -BeLike "*not ens5's alone*"
        }

        It 'bring a warning where <Manager> moves them' -ForEach @(
            @{ Manager = 'keepalived'; Path = '/etc/keepalived/keepalived.conf'; Content = "vrrp_instance a {`n  virtual_ipaddress {`n    10.2.0.1/32 dev ens5`n  }`n}`n" }
            @{ Manager = 'Pacemaker'; Path = '/var/lib/pacemaker/cib/cib.xml'; Content = '<cib><nvpair name="ip" value="10.2.0.1"/></cib>' }
        ) {
            $root = New-Tree @{ $Path = $Content }
            $said = Invoke-Recorded { Add-OverlayAddress 10.2.0.1 -InterfaceName ens5 -Root $root -WhatIf }
            $said.Warnings -join ' ' | Should -BeLike "*$Manager ($Path) moves 10.2.0.1 between nodes*"
            (Invoke-Recorded { Add-OverlayAddress 10.2.0.11 -InterfaceName ens5 -Root $root }).Warnings -join ' ' | Should -Not -BeLike "*$Manager*"
        }

        It 'stay where somebody else configured them' {
            $root = New-Tree @{ '/etc/systemd/network/20-wired.network' = "[Match]`nName=ens5`n[Network]`nAddress=10.2.0.1/32`n" } systemd-networkd.service
            $before = Get-Tree $root
            $found = Get-OverlayAddress 10.2.0.1 -Root $root
            $found.Persistent, $found.Owned | Should -Be $true, $false
            (Add-OverlayAddress 10.2.0.1 -InterfaceName ens5 -Root $root).Changed | Should -BeFalse
            Get-ErrorId { Remove-OverlayAddress 10.2.0.1 -Root $root } | Should -Be AddressFileForeign
            Get-Tree $root | Should -Be $before
        }

        It 'are refused: <Name>' -ForEach @(
            @{ Name = 'without an interface'; Try = { Add-OverlayAddress 10.2.0.1 -Root (New-Tree @{}) }; Id = 'AddressInterfaceRequired'; Category = 'InvalidArgument' }
            @{ Name = 'without the image'; Try = { Add-OverlayAddress 10.2.0.1 -InterfaceName ens5 -Root /nonexistent/image }; Id = 'AddressRootNotFound'; Category = 'ObjectNotFound' }
            @{ Name = 'without anything that reads files at boot'
                Try = { $root = New-Tree @{}; Remove-Item "$root/usr/lib/systemd/systemd"; Add-OverlayAddress 10.2.0.1 -InterfaceName ens5 -Root $root }; Id = 'AddressStackNotFound'; Category = 'ObjectNotFound' }
            @{ Name = 'on a second interface'
                Try = { $root = New-Tree @{}; $null = Add-OverlayAddress 10.2.0.1 -InterfaceName ens5 -Root $root; Add-OverlayAddress 10.2.0.1 -InterfaceName ens6 -Root $root }; Id = 'AddressDuplicate'; Category = 'ResourceExists' }
            @{ Name = 'over a file of somebody else'
                Try = { Add-OverlayAddress 10.2.0.1 -InterfaceName ens5 -Root (New-Tree @{ '/etc/systemd/system/overlayip-ens5-10-2-0-1.service' = "[Unit]`n" }) }; Id = 'AddressFileForeign'; Category = 'InvalidOperation' }
            @{ Name = 'with a label that is too long'; Try = { Add-OverlayAddress 10.2.0.1 -InterfaceName ens5 -Label ens5:abcdefghijkl -Root (New-Tree @{}) }; Id = 'AddressLabelInvalid'; Category = 'InvalidArgument' }
        ) {
            $said = Invoke-Recorded $Try
            $said.Output | Should -BeNullOrEmpty
            $said.Errors | Should -HaveCount 1
            ($said.Errors[0].FullyQualifiedErrorId -split ',')[0] | Should -Be $Id
            [string] $said.Errors[0].CategoryInfo.Category | Should -Be $Category
        }
    }

    # In a network namespace and a mount namespace of its own: neither the interfaces nor the files are this machine's.
    Context 'on a running system' {
        BeforeAll {
            $obstacle = if (-not $IsLinux) { 'it needs Linux' }
            elseif ((id -u) -ne '0') { 'it needs root (CAP_NET_ADMIN)' }
            elseif (-not (Get-Command unshare -ErrorAction Ignore)) { 'it needs unshare(1) (package util-linux)' }
            elseif (-not (Get-Command ip -CommandType Application -ErrorAction Ignore)) { 'it needs ip(8) (package iproute2)' }
            $setUp = @'
mount -t tmpfs tmpfs /run
foreach ($folder in '/etc/network', '/etc/netplan', '/etc/systemd', '/etc/keepalived') { if (Test-Path $folder) { mount -t tmpfs tmpfs $folder } }
$null = New-Item -ItemType Directory -Force /etc/network/interfaces.d, /run/network
Set-Content /etc/network/interfaces "source /etc/network/interfaces.d/*`nauto uplink0`niface uplink0 inet static`n    address 192.0.2.10/24`n    gateway 192.0.2.1"
ip link add uplink0 type veth peer name uplink1; ip link set uplink0 up; ip link set uplink1 up
ip address add 192.0.2.10/24 dev uplink0; ip route add default via 192.0.2.1
function Get-State { @(Get-ChildItem /etc/network -Recurse -File | ForEach-Object { "$_ $(Get-Content -Raw $_)" }) + @(ip -o address show dev uplink0 scope global | ForEach-Object { ($_ -split '\s+')[3] }) -join "`n" }

'@
        }

        BeforeEach {
            if ($obstacle) { Set-ItResult -Skipped -Because $obstacle }
            elseif (-not (Test-Path /etc/network)) { Set-ItResult -Skipped -Because 'a place for the files is missing: /etc/network (package ifupdown)' }
        }

        It 'are there at once and after a boot, a second time nothing changes, and they leave as they came' {
            $child = Invoke-ChildPwsh -Prefix unshare, --net, --mount ($setUp + @'
$before = Get-State
Add-OverlayAddress 10.2.0.1 -Persistent -WhatIf
$before -eq (Get-State)
$added = Add-OverlayAddress 10.2.0.1 -Persistent
"$($added.Changed) $($added.Present) $($added.Persistent) $($added.Stack) $($added.File)"
$state = Get-State; $time = (Get-Item $added.File).LastWriteTimeUtc.Ticks
(Get-OverlayAddress | Format-Table | Out-String -Width 200).Trim() -split '\r?\n' -replace '\s+', ' ' | Where-Object { $_ -like '10*' -or $_ -like 'Address*' } | ForEach-Object Trim
(Add-OverlayAddress 10.2.0.1 -Persistent).Changed
$state -eq (Get-State) -and $time -eq (Get-Item $added.File).LastWriteTimeUtc.Ticks
ip address delete 10.2.0.1/32 dev uplink0
$found = Get-OverlayAddress 10.2.0.1; "$($found.Present) $($found.Persistent)"
(Add-OverlayAddress 10.2.0.1).Changed
$removed = Get-OverlayAddress | Remove-OverlayAddress -PassThru; "$($removed.Address) $($removed.Changed)"
$before -eq (Get-State)
'@)
            $child | Should -Be @(
                $true
                'True True True Ifupdown /etc/network/interfaces.d/overlayip-uplink0-10-2-0-1'
                'Address Interface Label Present Persistent Duplicate Stack File'
                '10.2.0.1/32 uplink0 True True False Ifupdown /etc/network/interfaces.d/overlayip-uplink0-10-2-0-1'
                $false, $true
                'False True'
                $true
                '10.2.0.1 True'
                $true)
        }

        It 'can be made permanent later, and for this boot only again' {
            $child = Invoke-ChildPwsh -Prefix unshare, --net, --mount ($setUp + @'
$null = Add-OverlayAddress 10.2.0.1
(Get-OverlayAddress 10.2.0.1).Persistent
(Add-OverlayAddress 10.2.0.1 -Persistent).Changed
Remove-OverlayAddress 10.2.0.1 -Persistent
$found = Get-OverlayAddress 10.2.0.1; "$($found.Present) $($found.Persistent)"
@(Get-OverlayAddress -Persistent).Count
'@)
            $child | Should -Be $false, $true, 'True False', 0
        }

        It 'show what the kernel would do to their packets with -Detailed' {
            $child = Invoke-ChildPwsh -Prefix unshare, --net, --mount ($setUp + @'
ip address add 192.0.2.11/24 dev uplink1
foreach ($name in 'all', 'uplink0', 'uplink1') { [IO.File]::WriteAllText("/proc/sys/net/ipv4/conf/$name/rp_filter", '0'); [IO.File]::WriteAllText("/proc/sys/net/ipv4/conf/$name/arp_announce", '2') }
$null = Add-OverlayAddress 10.2.0.1
@((Get-OverlayAddress 10.2.0.1 -Detailed).Findings).Count
[IO.File]::WriteAllText('/proc/sys/net/ipv4/conf/uplink1/rp_filter', '1')
$finding = (Get-OverlayAddress 10.2.0.1 -Detailed).Findings; "$($finding.Setting) $($finding.Value)"; $finding.Remedy
(Get-OverlayAddress 10.2.0.1).Findings.Count
[IO.File]::WriteAllText('/proc/sys/net/ipv4/conf/uplink1/rp_filter', '2')
ip route append local 10.2.0.1 dev uplink1 table local
((Get-OverlayAddress 10.2.0.1 -Detailed).Findings).Value
Remove-OverlayAddress 10.2.0.1
@(ip route show table local | Where-Object { $_ -like '*10.2.0.1*' }).Count
'@)
            $child | Should -Be @(
                0
                'net.ipv4.conf.uplink1.rp_filter 1'
                'sysctl -w net.ipv4.conf.uplink1.rp_filter=2 (and in a file of /etc/sysctl.d for the next boot)'
                0
                'local 10.2.0.1 dev uplink1'
                0)
        }

        It 'need root, and say so' {
            if (-not (Get-Command setpriv -ErrorAction Ignore)) { Set-ItResult -Skipped -Because 'it needs setpriv(1) (package util-linux)'; return }
            $root = New-Tree @{}
            chmod -R go+rX $root $TestDrive
            $child = Invoke-ChildPwsh -Prefix setpriv, '--reuid=65534', '--regid=65534', '--clear-groups' "try { Add-OverlayAddress 10.2.0.1 -InterfaceName ens5 -Root '$root' -ErrorAction Stop } catch { `$_.FullyQualifiedErrorId; [string] `$_.CategoryInfo.Category; `$_.TargetObject }"
            $child | Should -Be 'AddressPermissionDenied,OverlayIp.Commands.AddOverlayAddressCommand', 'PermissionDenied', '/etc/systemd/system/overlayip-ens5-10-2-0-1.service'
        }
    }
}
