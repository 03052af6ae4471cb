#!/usr/bin/env pwsh
#Requires -Version 7.4

<#
.SYNOPSIS
Builds, tests, demonstrates, packs or cleans OverlayIp.
.DESCRIPTION
A convenience for those who have PowerShell: each task only calls the dotnet commands (and on Linux and macOS tests/run.sh) that
work without it, and prints them.

Build assembles the importable module in out/OverlayIp.
Test  runs everything that tests/run.sh runs; on Windows the .NET tests and Pester.
Demo  runs the demonstration of the overlayip executable.
Pack  writes to out/packages and checks what is in it: a package for a PowerShell gallery; and for each platform an archive with the
      executable overlayip as one file that needs no .NET, and what belongs beside it, with a list of their SHA-256 sums. Where a platform
      cannot be packed, the others are, and the task fails with the reason.
Clean removes what the other tasks made.
.PARAMETER Task
What to do, in the order given.
.PARAMETER Configuration
Debug or Release. The default is Debug, and Release for Pack.
.PARAMETER RuntimeIdentifier
The platforms that Pack compiles the module ahead of time for. On all others the module works as well, and starts slower.
.PARAMETER AgentRuntimeIdentifier
The platforms that Pack makes archives of the executable for.
.EXAMPLE
./build.ps1
Builds the module; import it with Import-Module ./out/OverlayIp.
.EXAMPLE
./build.ps1 -Task Test, Pack
Runs all tests, then packs.
.EXAMPLE
./build.ps1 Pack -AgentRuntimeIdentifier linux-arm64
Packs the module, and the executable for one platform.
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Demo', 'Pack', 'Clean')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration,

    [string[]] $RuntimeIdentifier = @('win-x64', 'linux-x64', 'linux-arm64', 'osx-arm64'),

    [ValidateSet('linux-x64', 'linux-arm64', 'win-x64')]
    [string[]] $AgentRuntimeIdentifier = @('linux-x64', 'linux-arm64', 'win-x64')
)

$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
Set-StrictMode -Version 3

function Invoke-Step {
    $command, $arguments = $args
    Write-Host "> $args" -ForegroundColor Cyan
    & $command @arguments
}

function Assert-Package {
    param([string] $Path, [string] $Version)
    $archive = [System.IO.Compression.ZipFile]::OpenRead($Path)
    try {
        $names = $archive.Entries.FullName
        foreach ($name in 'OverlayIp.psd1', 'OverlayIp.dll', 'OverlayIp.Model.dll', 'deps/OverlayIp.Engine.dll', 'OverlayIp.nuspec') {
            if ($name -notin $names) { throw "$Path has no $name" }
        }
        if ($names -match '(^|/)System\.Management\.Automation\.dll$') { throw "$Path carries PowerShell's own assembly" }

        $reader = [System.IO.StreamReader]::new($archive.GetEntry('OverlayIp.nuspec').Open())
        try { $packageVersion = ([xml] $reader.ReadToEnd()).package.metadata.version } finally { $reader.Dispose() }
        if ($packageVersion -ne $Version) { throw "$Path says version $packageVersion, the manifest $Version" }
    }
    finally {
        $archive.Dispose()
    }
}

. $PSScriptRoot/src/OverlayIp.Agent/package/Packaging.ps1

Push-Location $PSScriptRoot
try {
    foreach ($step in $Task) {
        $build = $Configuration ? $Configuration : ($step -eq 'Pack' ? 'Release' : 'Debug')
        switch ($step) {
            'Build' {
                Invoke-Step dotnet build OverlayIp.sln -c $build
            }
            'Test' {
                if ($IsWindows) {
                    Invoke-Step dotnet test OverlayIp.sln -c $build
                    Invoke-Step pwsh -NoProfile -Command 'Import-Module Pester -MinimumVersion 5; Invoke-Pester ./tests -CI'
                }
                else {
                    Invoke-Step ./tests/run.sh
                }
            }
            'Demo' {
                Invoke-Step dotnet run --project src/OverlayIp.Agent -c $build '--' demo
            }
            'Pack' {
                # A semicolon would end the property on MSBuild's command line.
                Invoke-Step dotnet build src/OverlayIp -c $build "-p:ModuleRuntimeIdentifiers=$($RuntimeIdentifier -join '%3B')"
                Invoke-Step dotnet pack module/OverlayIp.Package.csproj
                $version = (Import-PowerShellDataFile out/OverlayIp/OverlayIp.psd1).ModuleVersion
                $package = Resolve-Path "out/packages/OverlayIp.$version*.nupkg" | Select-Object -Last 1
                Assert-Package $package $version
                Write-Host "Packed $package"
                New-AgentPackage $AgentRuntimeIdentifier $build $version (Resolve-Path out/packages).Path
            }
            'Clean' {
                foreach ($each in 'Debug', 'Release') { Invoke-Step dotnet clean OverlayIp.sln -c $each -v quiet }
                if (Test-Path out) { Remove-Item out -Recurse }
            }
        }
    }
}
finally {
    Pop-Location
}
