# Dot-sourced by every test file: the module under test, the helpers, and an environment without AWS settings.
Import-Module (Join-Path $PSScriptRoot 'Suite.psm1') -DisableNameChecking
foreach ($variable in Get-ChildItem Env:AWS_*) { Remove-Item "Env:$($variable.Name)" }
$env:AWS_EC2_METADATA_DISABLED = 'true'
$env:AWS_CONFIG_FILE = $env:AWS_SHARED_CREDENTIALS_FILE = '/nonexistent'
if (-not (Get-Module OverlayIp)) { Import-Module (Get-ModuleFolder) }

# Errors of one item must not end a test, whatever the session that runs it prefers.
$ErrorActionPreference = 'Continue'
