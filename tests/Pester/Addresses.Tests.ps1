BeforeAll {
    . $PSScriptRoot/Support/Start.ps1

    # Why addresses cannot be changed here, or nothing.
    $obstacle = if (-not $IsLinux) { 'it needs Linux' }
    elseif (-not (Get-Command ip -CommandType Application -ErrorAction Ignore)) { 'it needs ip(8) (package iproute2)' }
    elseif ((id -u) -ne '0') { 'it needs root (CAP_NET_ADMIN)' }
}

# On the loopback interface: what is added there reaches nobody, and it is there everywhere.
Describe 'Overlay addresses of this machine' {
    BeforeAll {
        $address = '10.254.77.1'
        function Get-KernelAddress { (ip -json address show dev lo | ConvertFrom-Json).addr_info | Where-Object local -Like '10.254.77.*' | ForEach-Object { "$($_.local)/$($_.prefixlen)" } }
        function Clear-KernelAddress { Get-KernelAddress | ForEach-Object { ip address delete $_ dev lo } }
    }

    BeforeEach {
        if ($obstacle) { return }
        Clear-KernelAddress
    }

    AfterAll {
        if ($obstacle) { return }
        Clear-KernelAddress
        Stop-TestLabs
    }

    Context 'as root' {
        BeforeEach { if ($obstacle) { Set-ItResult -Skipped -Because $obstacle } }

        It 'are added, found and removed' {
            $added = Add-OverlayAddress $address -InterfaceName lo
            $added | Should -BeOfType OverlayIp.OverlayAddress
            $added.Address | Should -Be $address
            $added.PrefixLength | Should -Be 32
            $added.InterfaceName | Should -Be lo
            $added.Changed | Should -BeTrue
            $added.DestinationCidr | Should -Be "$address/32"
            Get-KernelAddress | Should -Be "$address/32"

            $found = Get-OverlayAddress $address
            $found.InterfaceName | Should -Be lo
            $found.Changed | Should -BeFalse

            Remove-OverlayAddress $address | Should -BeNullOrEmpty
            Get-KernelAddress | Should -BeNullOrEmpty
        }

        It 'are left alone when they are there already' {
            $null = Add-OverlayAddress $address -InterfaceName lo
            $said = Invoke-Recorded { Add-OverlayAddress $address -InterfaceName lo -Verbose }
            $said.Errors | Should -BeNullOrEmpty
            $said.Output.Changed | Should -BeFalse
            $said.Verbose | Should -Not -BeNullOrEmpty
        }

        It 'come from <Name>' -ForEach @(
            @{ Name = 'text'; Add = { "$address/32", '10.254.77.2' | Add-OverlayAddress -InterfaceName lo }; Expected = '10.254.77.1/32', '10.254.77.2/32' }
            @{ Name = 'rows of a CSV file'; Add = { "Address,InterfaceName`n10.254.77.3,lo`n10.254.77.4,lo" | ConvertFrom-Csv | Add-OverlayAddress }; Expected = '10.254.77.3/32', '10.254.77.4/32' }
            @{ Name = 'addresses of Get-NetIPAddress'; Add = { [pscustomobject] @{ IPAddress = '10.254.77.5'; InterfaceAlias = 'lo' } | Add-OverlayAddress }; Expected = @('10.254.77.5/32') }
            @{ Name = 'what Remove-OverlayAddress emits'; Add = { $null = Add-OverlayAddress 10.254.77.6 -InterfaceName lo; Remove-OverlayAddress 10.254.77.6 -PassThru | Add-OverlayAddress }; Expected = @('10.254.77.6/32') }
        ) {
            $said = Invoke-Recorded $Add
            $said.Errors | Should -BeNullOrEmpty
            Get-KernelAddress | Sort-Object | Should -Be $Expected
        }

        It 'come from routes, each once, and become routes again' {
            $lab = New-TestLab
            $null = New-OverlayRoute $address -VpcId $lab.VpcId -InstanceId $lab.Nodes[0].InstanceId
            Get-OverlayRoute | Add-OverlayAddress -InterfaceName lo | Should -HaveCount 1
            Get-OverlayAddress $address | Get-OverlayRoute | Should -HaveCount 3
            Get-OverlayAddress $address | Switch-OverlayRoute -InstanceId $lab.Nodes[1].InstanceId | Should -HaveCount 3
            Get-OverlayAddress $address | Remove-OverlayRoute -VpcId $lab.VpcId -Confirm:$false
            Get-OverlayAddress $address | New-OverlayRoute -VpcId $lab.VpcId -InstanceId $lab.Nodes[0].InstanceId | Should -HaveCount 3
            Get-OverlayRoute | Remove-OverlayAddress -ErrorAction Ignore
            Get-KernelAddress | Should -BeNullOrEmpty
            $lab | Stop-OverlayLab
        }

        It 'are emitted as they were with -PassThru' {
            $null = Add-OverlayAddress $address -InterfaceName lo
            $removed = Get-OverlayAddress $address | Remove-OverlayAddress -PassThru
            $removed.Address | Should -Be $address
            $removed.InterfaceName | Should -Be lo
        }

        It 'stay as they are with -WhatIf' {
            $said = Invoke-Recorded { Add-OverlayAddress $address -InterfaceName lo -WhatIf }
            $said.Output | Should -BeNullOrEmpty
            Get-KernelAddress | Should -BeNullOrEmpty
            $null = Add-OverlayAddress $address -InterfaceName lo
            Remove-OverlayAddress $address -WhatIf
            Get-KernelAddress | Should -Be "$address/32"
        }

        It 'are named in the text of -WhatIf' {
            $recorded = New-RecordedShell
            $null = Invoke-InShell $recorded Add-OverlayAddress @{ Address = $address; InterfaceName = 'lo'; WhatIf = $true }
            $recorded.Shell.Streams.Error | Should -BeNullOrEmpty
            @($recorded.Host.Lines) | Should -Be "What if: Performing the operation ""Add address $address/32 to interface lo"" on target ""lo""."
            $recorded.Runspace.Dispose()
        }

        It 'have a label' {
            (Add-OverlayAddress $address -InterfaceName lo -Label lo:ovip).Label | Should -Be lo:ovip
            (Get-OverlayAddress $address).Label | Should -Be lo:ovip
        }

        It 'go to the interface of the default route' {
            if (-not (Get-Command unshare -ErrorAction Ignore)) { Set-ItResult -Skipped -Because 'it needs unshare(1) (package util-linux)' ; return }
            $child = Invoke-ChildPwsh -Prefix unshare, --net @'
ip link add uplink0 type veth peer name uplink1; ip link set uplink0 up; ip link set uplink1 up
ip address add 192.0.2.10/24 dev uplink0; ip route add default via 192.0.2.1
(Add-OverlayAddress 10.2.0.1).InterfaceName
(Get-OverlayAddress | ForEach-Object DestinationCidr) -join ' '
(Get-OverlayAddress -All | ForEach-Object Address) -contains '192.0.2.10'
try { Remove-OverlayAddress 192.0.2.10 -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }
try { Add-OverlayAddress 10.2.0.1 -InterfaceName uplink1 -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }
(Add-OverlayAddress 10.2.0.1 -InterfaceName uplink1 -Force).InterfaceName
try { Remove-OverlayAddress 10.2.0.1 -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }
ip route delete default; try { Add-OverlayAddress 10.2.0.9 -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }
'@
            $child | Should -Be @(
                'uplink0', '10.2.0.1/32', $true
                'AddressNotUsable,OverlayIp.Commands.RemoveOverlayAddressCommand'
                'AddressDuplicate,OverlayIp.Commands.AddOverlayAddressCommand'
                'uplink1'
                'AddressDuplicate,OverlayIp.Commands.RemoveOverlayAddressCommand'
                'AddressNoDefaultRoute,OverlayIp.Commands.AddOverlayAddressCommand')
        }
    }

    It 'are refused without the right to change them' {
        if (-not $IsLinux -or -not (Get-Command setpriv -ErrorAction Ignore)) { Set-ItResult -Skipped -Because 'it needs setpriv(1) (package util-linux)' ; return }
        if ((id -u) -ne '0') { Set-ItResult -Skipped -Because 'giving a right up needs root' ; return }
        $child = Invoke-ChildPwsh -Prefix setpriv, '--bounding-set=-net_admin', '--inh-caps=-net_admin' @'
try { Add-OverlayAddress 10.254.77.9 -InterfaceName lo -ErrorAction Stop } catch { $_.FullyQualifiedErrorId; [string] $_.CategoryInfo.Category; $_.TargetObject }
'@
        $child | Should -Be 'AddressPermissionDenied,OverlayIp.Commands.AddOverlayAddressCommand', PermissionDenied, '10.254.77.9/32'
        Get-KernelAddress | Should -BeNullOrEmpty
    }

    It 'are refused: <Name>' -ForEach @(
        @{ Name = 'no address'; Try = { Add-OverlayAddress nonsense }; Id = 'AddressMalformed'; Category = 'InvalidArgument'; Target = 'nonsense' }
        @{ Name = 'a null address'; Try = { Add-OverlayAddress $null }; Id = 'AddressMissing'; Category = 'InvalidArgument'; Target = $null }
        @{ Name = 'a block'; Try = { Add-OverlayAddress 10.254.77.0/24 -InterfaceName lo }; Id = 'AddressNotSingle'; Category = 'InvalidArgument'; Target = '10.254.77.0/24' }
        @{ Name = 'multicast'; Try = { Add-OverlayAddress 224.0.0.5 -InterfaceName lo }; Id = 'AddressNotUsable'; Category = 'InvalidArgument'; Target = '224.0.0.5/32' }
        @{ Name = 'an interface that is not there'; Try = { Add-OverlayAddress 10.254.77.9 -InterfaceName nope0 }; Id = 'AddressInterfaceNotFound'; Category = 'ObjectNotFound'; Target = 'nope0' }
        @{ Name = 'a label that is too long'; Try = { Add-OverlayAddress 10.254.77.9 -InterfaceName lo -Label lo:abcdefghijklmnop }; Id = 'AddressLabelInvalid'; Category = 'InvalidArgument'; Target = 'lo:abcdefghijklmnop' }
        @{ Name = 'a label for IPv6'; Try = { Add-OverlayAddress 2001:db8::9 -InterfaceName lo -Label lo:x }; Id = 'AddressLabelIpv4Only'; Category = 'InvalidArgument'; Target = 'lo:x' }
        @{ Name = 'one that is not there, to find'; Try = { Get-OverlayAddress 10.254.77.99 }; Id = 'AddressNotFound'; Category = 'ObjectNotFound'; Target = '10.254.77.99' }
        @{ Name = 'one that is not there, to remove'; Try = { Remove-OverlayAddress 10.254.77.99 }; Id = 'AddressNotFound'; Category = 'ObjectNotFound'; Target = '10.254.77.99/32' }
        @{ Name = 'an empty pipeline'; Try = { @() | Add-OverlayAddress }; Id = 'EmptyPipeline'; Category = 'InvalidArgument'; Target = $null }
        @{ Name = 'a null pipeline'; Try = { $null | Add-OverlayAddress -InterfaceName lo }; Id = 'EmptyPipeline'; Category = 'InvalidArgument'; Target = $null }
        @{ Name = 'an empty pipeline, to remove'; Try = { @() | Remove-OverlayAddress }; Id = 'EmptyPipeline'; Category = 'InvalidArgument'; Target = $null }
    ) {
        if ($Name -notlike '*pipeline*' -and -not $IsLinux) { Set-ItResult -Skipped -Because 'it needs Linux' ; return }
        $said = Invoke-Recorded $Try
        $said.Output | Should -BeNullOrEmpty
        $said.Errors | Should -HaveCount 1
        ($said.Errors[0].FullyQualifiedErrorId -split ',')[0] | Should -Be $Id
        $said.Errors[0].CategoryInfo.Category | Should -Be $Category
        $said.Errors[0].TargetObject | Should -Be $Target
    }
}
