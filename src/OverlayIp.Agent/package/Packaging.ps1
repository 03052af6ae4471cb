# Makes and checks the archives of the executable overlayip; build.ps1 Pack calls it. What is in an archive is what "dotnet publish" writes.

# What the first bytes of an executable say: the machine types of the ELF and PE headers.
$AgentMachines = @{ 'linux-x64' = 'ELF 0x3E'; 'linux-arm64' = 'ELF 0xB7'; 'win-x64' = 'PE 0x8664' }

function Get-AgentContent {
    param([string] $Rid)
    $common = 'LICENSE', 'README.md', 'schemas/overlayip.example.json', 'schemas/overlayip.minimal.json', 'schemas/overlayip.schema.json'
    $Rid.StartsWith('win') ? (@('overlayip.exe') + $common) : (@('overlayip', 'ocf/overlay-ip', 'systemd/overlayip-agent.service') + $common)
}

function Get-AgentMode {
    param([string] $Name)
    [System.IO.UnixFileMode] ($Name -in 'overlayip', 'ocf/overlay-ip' ? 0x1ED : 0x1A4) # 0755, 0644
}

# One file with everything in it, and what belongs beside it. Throws one sentence that says why when it cannot be made.
function Publish-Agent {
    param([string] $Rid, [string] $Configuration, [string] $Folder)
    if (Test-Path $Folder) { Remove-Item $Folder -Recurse }
    $arguments = 'publish', 'src/OverlayIp.Agent', '-c', $Configuration, '-r', $Rid, '--output', $Folder
    Write-Host "> dotnet $arguments" -ForegroundColor Cyan
    $PSNativeCommandUseErrorActionPreference = $false
    & dotnet @arguments | Tee-Object -Variable log | Out-Host
    if ($LASTEXITCODE -eq 0) { return }

    $missing = $log | Select-String 'error NU110[0-9]: .*?(Microsoft\.NETCore\.App\.[\w.-]*\w)' | ForEach-Object { $_.Matches[0].Groups[1].Value } | Sort-Object -Unique
    if ($missing) { throw "this package registry has no $($missing -join ', ') of the version that this SDK wants" }
    $reason = $log | Select-String ': error ' | Select-Object -First 1
    throw "dotnet publish ended with ${LASTEXITCODE}: $($reason ? $reason.Line.Trim() : 'see above')"
}

# All in one folder of the archive's own name. Owner, order and times are always the same, so that the same files make the same archive.
function Compress-Agent {
    param([string] $Folder, [string] $Path, [string] $Root, [datetimeoffset] $Time)
    $files = Get-ChildItem $Folder -Recurse -File | Sort-Object FullName -Culture ''
    $stream = [System.IO.File]::Create($Path)
    try {
        if ($Path.EndsWith('.zip')) {
            $archive = [System.IO.Compression.ZipArchive]::new($stream, 'Create', $true)
            foreach ($file in $files) {
                $entry = $archive.CreateEntry("$Root/$([System.IO.Path]::GetRelativePath($Folder, $file.FullName).Replace('\', '/'))", 'SmallestSize')
                $entry.LastWriteTime = $Time
                $target = $entry.Open()
                $source = $file.OpenRead()
                try { $source.CopyTo($target) } finally { $source.Dispose(); $target.Dispose() }
            }
            $archive.Dispose()
        }
        else {
            $zip = [System.IO.Compression.GZipStream]::new($stream, [System.IO.Compression.CompressionLevel]::SmallestSize, $true)
            $archive = [System.Formats.Tar.TarWriter]::new($zip, [System.Formats.Tar.TarEntryFormat]::Ustar, $true)
            foreach ($file in $files) {
                $name = [System.IO.Path]::GetRelativePath($Folder, $file.FullName).Replace('\', '/')
                $entry = [System.Formats.Tar.UstarTarEntry]::new('RegularFile', "$Root/$name")
                $entry.Mode = Get-AgentMode $name
                $entry.ModificationTime = $Time
                $entry.UserName = $entry.GroupName = 'root'
                $source = $file.OpenRead()
                try { $entry.DataStream = $source; $archive.WriteEntry($entry) } finally { $source.Dispose() }
            }
            $archive.Dispose()
            $zip.Dispose()
        }
    }
    finally {
        $stream.Dispose()
    }
}

# ELF: class and machine at 4 and 18. PE: its header is where the word at 60 says, with the machine behind the signature.
function Get-AgentMachine {
    param([string] $Path)
    $head = [byte[]]::new(1024)
    $stream = [System.IO.File]::OpenRead($Path)
    try { $stream.ReadExactly($head, 0, $head.Length) } finally { $stream.Dispose() }
    if ([System.Text.Encoding]::Latin1.GetString($head, 0, 5) -ceq "`u{7f}ELF`u{2}") { return 'ELF 0x{0:X}' -f [BitConverter]::ToUInt16($head, 18) }
    $at = [BitConverter]::ToInt32($head, 60)
    if ($head[0] -eq 0x4D -and $at -lt 1000 -and [System.Text.Encoding]::Latin1.GetString($head, $at, 4) -ceq "PE`0`0") { return 'PE 0x{0:X}' -f [BitConverter]::ToUInt16($head, $at + 4) }
    'neither ELF of 64 bits nor PE'
}

# Unpacks the archive and looks: what is in it, for which machine, of which version; and runs it where this machine can.
function Assert-AgentPackage {
    param([string] $Path, [string] $Rid, [string] $Version)
    $folder = [System.IO.Directory]::CreateTempSubdirectory('overlayip-pack-').FullName
    try {
        if ($Path.EndsWith('.zip')) { [System.IO.Compression.ZipFile]::ExtractToDirectory($Path, $folder) }
        else {
            $zip = [System.IO.Compression.GZipStream]::new([System.IO.File]::OpenRead($Path), [System.IO.Compression.CompressionMode]::Decompress)
            $archive = [System.Formats.Tar.TarReader]::new($zip)
            try {
                while ($entry = $archive.GetNextEntry()) {
                    # As the archive has it: what is unpacked has this user's umask taken away.
                    if ($entry.Mode -ne (Get-AgentMode ($entry.Name -replace '^[^/]*/'))) { throw "$Path has $($entry.Name) with the mode $($entry.Mode)" }
                    $target = Join-Path $folder $entry.Name
                    $null = New-Item (Split-Path $target) -ItemType Directory -Force
                    $entry.ExtractToFile($target, $false)
                }
            }
            finally { $archive.Dispose(); $zip.Dispose() }
        }

        $root = Join-Path $folder "overlayip-$Version-$Rid"
        $names = Get-ChildItem $folder -Recurse -File -Force | ForEach-Object { [System.IO.Path]::GetRelativePath($root, $_.FullName).Replace('\', '/') }
        $wrong = Compare-Object (Get-AgentContent $Rid) $names | ForEach-Object { "$($_.SideIndicator -eq '<=' ? 'has no' : 'also has') $($_.InputObject)" }
        if ($wrong) { throw "$Path $($wrong -join ', ')" }
        $program = Join-Path $root (Get-AgentContent $Rid)[0]
        $machine = Get-AgentMachine $program
        if ($machine -ne $AgentMachines[$Rid]) { throw "$Path has a program for $machine instead of $($AgentMachines[$Rid])" }

        # The list of libraries in the file begins with the program itself.
        if (-not [System.IO.File]::ReadAllText($program, [System.Text.Encoding]::Latin1).Contains("`"overlayip/$Version`"")) { throw "$Path has a program that is not of version $Version" }
        if ($Rid -ne "$($IsWindows ? 'win' : $IsLinux ? 'linux' : 'osx')-$("$([System.Runtime.InteropServices.RuntimeInformation]::OSArchitecture)".ToLowerInvariant())") {
            Write-Host "Not run: $Rid is another platform than this machine's."
            return
        }

        $said = & $program --version
        if ($said -ne $Version) { throw "$program says version $said, the manifest $Version" }
        if (-not $Rid.StartsWith('win')) {
            $xml = [xml] (& sh -c 'PATH=$1:$PATH exec "$1/ocf/overlay-ip" meta-data' sh $root | Out-String)
            if ($xml.DocumentElement.GetAttribute('version') -ne $Version) { throw "The resource agent in $Path does not describe itself as version $Version" }
        }
    }
    finally {
        Remove-Item $folder -Recurse
    }
}

# Every platform is tried. One that cannot be packed is named in one sentence; the others are there, and the failure ends the task.
function New-AgentPackage {
    param([string[]] $Rid, [string] $Configuration, [string] $Version, [string] $Output)
    $null = New-Item $Output -ItemType Directory -Force
    $sums = Join-Path $Output "overlayip-$Version.sha256"
    Get-ChildItem $Output -File | Where-Object Name -Match "^overlayip-$([regex]::Escape($Version))[-.].*(gz|zip|sha256)$" | Remove-Item
    $time = [datetimeoffset]::FromUnixTimeSeconds([long] ($env:SOURCE_DATE_EPOCH ?? (git log -1 --format=%ct 2>$null) ?? 946684800))
    $packed = @()
    $failed = foreach ($each in $Rid) {
        $path = $null
        try {
            if (-not $AgentMachines.ContainsKey($each)) { throw "the known platforms are $($AgentMachines.Keys -join ', ')" }
            $name = "overlayip-$Version-$each"
            $folder = Join-Path (Split-Path $Output) "agent/$each"
            $path = Join-Path $Output ($name + ($each.StartsWith('win') ? '.zip' : '.tar.gz'))
            Publish-Agent $each $Configuration $folder
            Compress-Agent $folder $path $name $time
            Assert-AgentPackage $path $each $Version
            $packed += $path
            Write-Host "Packed $path"
        }
        catch {
            if ($path -and (Test-Path $path) -and $path -notin $packed) { Remove-Item $path }
            Write-Host "Not packed for ${each}: $_" -ForegroundColor Red
            "${each}: $_"
        }
    }

    if ($packed) {
        $lines = $packed | ForEach-Object { "$((Get-FileHash $_ -Algorithm SHA256).Hash.ToLowerInvariant())  $(Split-Path $_ -Leaf)" }
        [System.IO.File]::WriteAllText($sums, ($lines -join "`n") + "`n")
        Write-Host "Packed $sums"
    }
    if ($failed) { throw "Packed $($packed.Count) of $($Rid.Count) archives of overlayip. $($failed -join '; ')." }
}
