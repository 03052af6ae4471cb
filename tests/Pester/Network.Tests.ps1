BeforeAll {
    . $PSScriptRoot/Support/Start.ps1

    # Why there can be no network here, or nothing.
    $obstacle = if (-not $IsLinux) { 'it needs Linux' }
    elseif ((id -u) -ne '0') { 'it needs root' }
    else {
        foreach ($tool in @{ Command = 'ip'; Package = 'iproute2' }, @{ Command = 'nft'; Package = 'nftables' }, @{ Command = 'ping'; Package = 'iputils-ping' }) {
            if (-not ("/usr/sbin/$($tool.Command)", "/sbin/$($tool.Command)" | Where-Object { Test-Path $_ }) -and -not (Get-Command $tool.Command -CommandType Application -ErrorAction Ignore)) {
                "it needs $($tool.Command) (package $($tool.Package))"
                break
            }
        }
    }
}

Describe 'The lab as a network' {
    BeforeAll { if (-not $obstacle) { $lab = Start-OverlayLab -Network } }
    AfterAll { Stop-TestLabs }
    BeforeEach { if ($obstacle) { Set-ItResult -Skipped -Because $obstacle } }

    It 'has a client besides its nodes' {
        $lab.IsNetworked | Should -BeTrue
        $lab.Clients.Name | Should -Be client-a
        (Get-OverlayLab).Nodes.NetworkNamespace | Should -Match '^ovip-[0-9a-f]{4}-i-'
        (Get-OverlayLab).NetworkProblems | Should -BeNullOrEmpty
    }

    It 'moves pings with the route' {
        $lab.Nodes | Disable-SourceDestCheck | Out-Null
        New-OverlayRoute 10.2.0.1 -VpcId $lab.VpcId -InstanceId $lab.Nodes[0].InstanceId | Out-Null
        Invoke-OverlayLabCommand client-a -Command ping -ArgumentList '-c', 1, '-W', 1, '10.2.0.1' | Out-Null
        $LASTEXITCODE | Should -Be 1
        (Invoke-OverlayLabCommand node-a { Add-OverlayAddress 10.2.0.1 }).Address | Should -Be 10.2.0.1
        Invoke-OverlayLabCommand client-a -Command ping -ArgumentList '-c', 1, '-W', 20, '10.2.0.1' | Out-Null
        $LASTEXITCODE | Should -Be 0

        Switch-OverlayRoute 10.2.0.1 -VpcId $lab.VpcId -InstanceId $lab.Nodes[1].InstanceId | Out-Null
        Invoke-OverlayLabCommand client-a -Command ping -ArgumentList '-c', 1, '-W', 1, '10.2.0.1' | Out-Null
        $LASTEXITCODE | Should -Be 1
        Invoke-OverlayLabCommand node-b { Add-OverlayAddress 10.2.0.1 } | Out-Null
        Invoke-OverlayLabCommand client-a -Command ping -ArgumentList '-c', 1, '-W', 20, '10.2.0.1' | Out-Null
        $LASTEXITCODE | Should -Be 0
    }

    It 'gives objects, warnings and errors of a script block back' {
        $said = Invoke-Recorded {
            Invoke-OverlayLabCommand node-a {
                param($what, $number)
                "hello $what"
                $number + 1
                [pscustomobject] @{ Name = 'x'; When = [datetime] '2025-03-01' }
                Write-Warning careful
                Write-Error bad -ErrorId Bad -Category InvalidData
            } -ArgumentList world, 41
        }
        $said.Output[0] | Should -Be 'hello world'
        $said.Output[1] | Should -Be 42
        $said.Output[1] | Should -BeOfType int
        $said.Output[2].When | Should -BeOfType datetime
        $said.Errors | Should -HaveCount 1
        $said.Errors[0].FullyQualifiedErrorId | Should -BeLike '*,OverlayIp.Commands.InvokeOverlayLabCommandCommand'
        $said.Errors[0].CategoryInfo.Category | Should -Be InvalidData
        "$($said.Errors[0])" | Should -Be bad
    }

    It 'takes its instances from the pipeline' {
        $lab.Nodes | Invoke-OverlayLabCommand { (ip -json -4 address show dev eth0 | ConvertFrom-Json).addr_info[0].local } | Should -Be 10.0.1.10, 10.0.2.10
    }

    It 'gives the exit code of a command' {
        Invoke-OverlayLabCommand node-a -Command sh -ArgumentList '-c', 'echo out; exit 7' | Should -Be out
        $LASTEXITCODE | Should -Be 7
    }

    It 'refuses a node that is not there' {
        $said = Invoke-Recorded { Invoke-OverlayLabCommand nobody -Command true }
        $said.Errors.FullyQualifiedErrorId | Should -Be 'LabNodeNotFound,OverlayIp.Commands.InvokeOverlayLabCommandCommand'
        $said.Errors.CategoryInfo.Category | Should -Be ObjectNotFound
    }

    It 'asks for a metadata token, unless it is told not to' {
        $ask = { try { (Invoke-WebRequest http://169.254.169.254/latest/meta-data/tags/instance/Name -TimeoutSec 20).Content } catch { [int] $_.Exception.Response.StatusCode } }
        Invoke-OverlayLabCommand node-a $ask | Should -Be 401
        $open = Start-OverlayLab -Network -AllowMetadataV1 -InstanceMetadataTags
        Invoke-OverlayLabCommand node-a $ask | Should -Be node-a
        $open | Stop-OverlayLab
    }

    It 'is stopped with all that runs in it' {
        $mine = Start-OverlayLab mine -Network
        $space = ($mine.Nodes[0].NetworkNamespace)
        Test-Path /run/netns/$space | Should -BeTrue
        Stop-OverlayLab mine
        Test-Path /run/netns/$space | Should -BeFalse
    }
}
