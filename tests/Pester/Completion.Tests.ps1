BeforeAll { . $PSScriptRoot/Support/Start.ps1 }

Describe 'Tab completion' {
    BeforeAll {
        $lab = New-TestLab -Routed
        $main, $tableA, $tableB = $lab.RouteTableIds
        $nodeA, $nodeB = $lab.Nodes
    }

    AfterAll { Stop-TestLabs }

    It 'offers <Name>' -ForEach @(
        @{ Name = 'instances, by name'; Line = 'Switch-OverlayRoute 10.2.0.1 -InstanceId '; Texts = { $nodeA.InstanceId, $nodeB.InstanceId }; Labels = { "$($nodeA.InstanceId) (node-a)", "$($nodeB.InstanceId) (node-b)" } }
        @{ Name = 'instances in the place of the parameter'; Line = 'Get-SourceDestCheck '; Texts = { $nodeA.InstanceId, $nodeB.InstanceId } }
        @{ Name = 'the instance of a name'; Line = 'Disable-SourceDestCheck node-b'; Texts = { $nodeB.InstanceId } }
        @{ Name = 'interfaces'; Line = 'New-OverlayRoute 10.2.0.1 -NetworkInterfaceId eni-'; Texts = { $nodeA.NetworkInterfaceId, $nodeB.NetworkInterfaceId } }
        @{ Name = 'route tables'; Line = 'New-OverlayRoute 10.2.0.1 -RouteTableId '; Texts = { $main, $tableA, $tableB }; Labels = { "$main (lab-main)", "$tableA (lab-node-a)", "$tableB (lab-node-b)" } }
        @{ Name = 'a second route table'; Line = 'Get-OverlayRoute -RouteTableId rtb-00000000, lab-n'; Texts = { $tableA, $tableB } }
        @{ Name = 'VPCs'; Line = 'Remove-OverlayRoute 10.2.0.1 -VpcId '; Texts = { $lab.VpcId } }
        @{ Name = 'destinations'; Line = 'Switch-OverlayRoute '; Texts = { '10.2.0.1/32' } }
        @{ Name = 'targets for -From'; Line = 'Switch-OverlayRoute 10.2.0.1 -From node-a'; Texts = { $nodeA.NetworkInterfaceId, $nodeA.InstanceId } }
        @{ Name = 'labs'; Line = 'Stop-OverlayLab '; Texts = { $lab.Name } }
        @{ Name = 'route states'; Line = 'Get-OverlayRoute -State b'; Texts = { 'Blackhole' } }
    ) {
        $found = Get-Completion $Line
        $found.CompletionText | Should -Be @(& $Texts)
        if ($Labels) { $found.ListItemText | Should -Be @(& $Labels) }
    }

    It 'tells in the tooltip what helps to choose' {
        (Get-Completion 'Get-SourceDestCheck node-a').ToolTip | Should -Be "$($nodeA.InstanceId) (node-a): running, $($nodeA.AvailabilityZone), $($nodeA.PrivateIpAddress)"
        (Get-Completion 'Get-OverlayRoute 10').ToolTip | Should -Be '10.2.0.1/32: 3 route tables'
        (Get-Completion 'Get-OverlayRoute -RouteTableId lab-main').ToolTip | Should -BeLike "*$($lab.VpcId), main"
    }

    It 'offers the interfaces of this machine' {
        # Others may make interfaces and take them away: asked between two lists that are the same.
        Wait-Until {
            $before = [Net.NetworkInformation.NetworkInterface]::GetAllNetworkInterfaces().Name
            $script:offered = (Get-Completion 'Add-OverlayAddress 10.2.0.1 -InterfaceName ').ListItemText
            $script:names = [Net.NetworkInformation.NetworkInterface]::GetAllNetworkInterfaces().Name
            "$before" -eq "$names"
        }
        $offered | Should -Be $names
    }

    It 'asks the endpoint and Region that the line names' {
        $other = New-TestLab -Name other -Region us-gov-west-1
        Get-Completion "Get-OverlayRoute -Region $($lab.Region) -EndpointUrl $($lab.EndpointUrl) -VpcId " | ForEach-Object CompletionText | Should -Be $lab.VpcId
        (Get-Completion 'Get-OverlayRoute -VpcId ').CompletionText | Should -Be $other.VpcId
        $other | Stop-OverlayLab
    }

    It 'is silent when EC2 cannot be asked: <Name>' -ForEach @(
        @{ Name = 'nobody at the endpoint'; Line = 'Get-OverlayRoute -EndpointUrl http://127.0.0.1:1 -InstanceId ' }
        @{ Name = 'no credentials'; Line = 'Get-OverlayRoute -Region us-east-1 -InstanceId ' }
        @{ Name = 'a malformed Region'; Line = 'Get-OverlayRoute -Region x -InstanceId ' }
        @{ Name = 'a profile that is not there'; Line = 'Get-OverlayRoute -ProfileName none -InstanceId ' }
    ) {
        $Error.Clear()
        $clock = [Diagnostics.Stopwatch]::StartNew()
        # PowerShell offers file names where a completer offers nothing.
        (TabExpansion2 $Line).CompletionMatches.CompletionText | Should -Not -Match '^i-'
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 30
        $Error | Should -BeNullOrEmpty
    }

    It 'gives up after a few seconds of waiting' {
        Set-OverlayLabFault -Latency 60s
        $clock = [Diagnostics.Stopwatch]::StartNew()
        (TabExpansion2 'Get-OverlayRoute -InstanceId ').CompletionMatches.CompletionText | Should -Not -Match '^i-'
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 30 -Because 'the answer takes 60, and three seconds are enough'
        Set-OverlayLabFault -Clear
    }

    It 'needs no lab and no credentials for profiles' {
        Set-Content TestDrive:/config "[profile failover]`naws_access_key_id = a`naws_secret_access_key = b`n[profile another one]`naws_access_key_id = a`naws_secret_access_key = b"
        # In a process of its own: the SDK reads the files' places once.
        $found = Invoke-ChildPwsh -Environment @{ AWS_CONFIG_FILE = Convert-Path TestDrive:/config } '(TabExpansion2 "Get-OverlayRoute -ProfileName ").CompletionMatches | Select-Object CompletionText'
        $found.CompletionText | Should -Contain failover
        $found.CompletionText | Should -Contain "'another one'"
    }
}
