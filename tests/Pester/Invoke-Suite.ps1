<#
.SYNOPSIS
Runs the Pester tests on the assembled module and ends with their number of failures as exit code (255 at most).
.DESCRIPTION
The module is the one in OVERLAYIP_MODULE, else out/OverlayIp. The last line is 'N passed, N failed, N skipped'.
.EXAMPLE
pwsh -NoProfile tests/Pester/Invoke-Suite.ps1 -Path tests/Pester/Routes.Switch.Tests.ps1
#>
param(
    [string[]] $Path = $PSScriptRoot,
    [string[]] $FullName = '*',
    [ValidateSet('None', 'Normal', 'Detailed', 'Diagnostic')] [string] $Verbosity = 'Detailed',
    [string] $ResultPath
)

$pester = Get-Module -ListAvailable Pester | Where-Object { $_.Version.Major -ge 5 } | Sort-Object Version -Descending | Select-Object -First 1
if (-not $pester) {
    'Skipped: the tests need Pester 5 (Install-Module Pester -MinimumVersion 5.5).'
    '0 passed, 0 failed, 0 skipped'
    exit 0
}

Import-Module $pester.Path -ErrorAction Stop
$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Filter.FullName = $FullName
$configuration.Output.Verbosity = $Verbosity
$configuration.Output.RenderMode = 'Plaintext'
if ($ResultPath) {
    $configuration.TestResult.Enabled = $true
    $configuration.TestResult.OutputPath = $ResultPath
}

$result = Invoke-Pester -Configuration $configuration
$failed = $result.FailedCount + $result.FailedContainersCount + $result.FailedBlocksCount
''
foreach ($test in $result.Tests | Where-Object Result -eq 'Failed') {
    "Failed: $($test.ExpandedPath): $($test.ErrorRecord.DisplayErrorMessage -join "`n") ($($test.ErrorRecord[0].DisplayStackTrace))"
}

foreach ($block in @($result.FailedContainers) + @($result.FailedBlocks)) {
    "Failed: $($block.Path ?? $block.Item): $($block.ErrorRecord.DisplayErrorMessage -join "`n")"
}

foreach ($test in $result.Tests | Where-Object Result -eq 'Skipped') {
    "Skipped: $($test.ExpandedPath): $($test.ErrorRecord.Exception.Message -replace '^is skipped, because ')"
}

"$($result.PassedCount) passed, $failed failed, $($result.SkippedCount) skipped"
exit [Math]::Min($failed, 255)
