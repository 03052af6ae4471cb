<#
.SYNOPSIS
What a Windows failover cluster calls, through OverlayIpResource.vbs, to move overlay IP addresses. Ends with 0 for yes and 1 for no.
.DESCRIPTION
Online      points the routes to this node and sets the local address; running it again changes nothing
Offline     takes the local address off; the routes stay for the node that comes online to move
LooksAlive  true while this machine has the addresses; asks nobody else, for the cluster calls it every few seconds
IsAlive     also asks EC2 whether the routes point to this node. An EC2 that does not answer does not take the resource down.

OverlayIpResource.json beside it has region, interface, routeSets (destination, routeTableIds) and nodes (computer name: network interface).
What it does and what goes wrong is in OverlayIpResource.log beside it.
.EXAMPLE
pwsh -File OverlayIpResource.ps1 -Action Online
.EXAMPLE
pwsh -File OverlayIpResource.ps1 -Action IsAlive; $LASTEXITCODE
#>
param(
    [Parameter(Mandatory)] [ValidateSet('Online', 'Offline', 'LooksAlive', 'IsAlive')] [string] $Action,
    [string] $SettingsPath = (Join-Path $PSScriptRoot 'OverlayIpResource.json'),
    [string] $LogPath = (Join-Path $PSScriptRoot 'OverlayIpResource.log'),
    [string] $Node = [Environment]::MachineName,
    # For nodes whose operating system has the address all the time (Add-OverlayAddress -Persistent).
    [switch] $NoAddress
)

$ErrorActionPreference = 'Stop'
$log = { param($text) Add-Content -Path $LogPath -Value "$([datetime]::UtcNow.ToString('o')) $Action $text" }
try {
    Import-Module OverlayIp
    $settings = Get-Content -Raw $SettingsPath | ConvertFrom-Json
    $target = $settings.nodes.$Node ?? $(throw "The settings '$SettingsPath' have no node '$Node'.")
    $connection = @{}
    foreach ($name in 'Region', 'EndpointUrl') { if ($settings.$name) { $connection[$name] = $settings.$name } }
    $link = @{}
    if ($settings.interface) { $link.InterfaceName = $settings.interface }

    $hasAddresses = {
        if ($NoAddress) { return $true }
        $present = @(Get-OverlayAddress -ErrorAction SilentlyContinue | ForEach-Object Address)
        -not ($settings.routeSets | Where-Object { $_.destination -notin $present })
    }

    switch ($Action) {
        'Online' {
            # The address first, so that the first packet finds it.
            foreach ($set in $settings.routeSets) {
                if (-not $NoAddress) { $null = Add-OverlayAddress $set.destination @link }
                $changes = Switch-OverlayRoute $set.destination -RouteTableId $set.routeTableIds -NetworkInterfaceId $target @connection
                & $log "$($set.destination): $(($changes | Group-Object Outcome | ForEach-Object { "$($_.Count) $($_.Name)" }) -join ', ')"
            }
        }
        'Offline' {
            if (-not $NoAddress) {
                $present = @(Get-OverlayAddress -ErrorAction SilentlyContinue | ForEach-Object Address)
                $settings.routeSets | Where-Object { $_.destination -in $present } | ForEach-Object { Remove-OverlayAddress $_.destination -Confirm:$false }
            }
        }
        'LooksAlive' { if (-not (& $hasAddresses)) { throw 'An address is missing on this machine.' } }
        'IsAlive' {
            if (-not (& $hasAddresses)) { throw 'An address is missing on this machine.' }
            foreach ($set in $settings.routeSets) {
                try {
                    $routes = @(Get-OverlayRoute $set.destination -RouteTableId $set.routeTableIds @connection)
                }
                catch {
                    if ($_.CategoryInfo.Category -notin 'ResourceUnavailable', 'OperationTimeout', 'LimitsExceeded') { throw }
                    & $log "EC2 cannot be asked, the resource stays: $($_.FullyQualifiedErrorId)"
                    continue
                }

                $away = @($routes | Where-Object { $_.NetworkInterfaceId -ne $target -or $_.State -ne 'Active' })
                if ($away -or $routes.Count -ne @($set.routeTableIds).Count) { throw "$($set.destination) does not point to $target in all route tables." }
            }
        }
    }

    exit 0
}
catch {
    & $log "failed: $($_.FullyQualifiedErrorId): $_"
    exit 1
}
