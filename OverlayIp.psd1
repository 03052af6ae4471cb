@{
    RootModule             = 'OverlayIp.dll'
    ModuleVersion          = '0.1.0'
    GUID                   = '6f5dd3b3-0d53-4c52-9c1e-5a6f4c8e2b71'
    Author                 = 'OverlayIp contributors'
    CompanyName            = 'OverlayIp contributors'
    Copyright              = '(c) OverlayIp contributors. Apache-2.0.'
    Description            = 'Manages overlay IP addresses on AWS: addresses outside a VPC''s CIDR that its route tables send to one EC2 instance, and that move to another instance, in any subnet or Availability Zone, when the first one fails.'
    PowerShellVersion      = '7.4'
    CompatiblePSEditions   = @('Core')
    # Makes [OverlayIp.…] type names resolve in scripts without loading anything else.
    RequiredAssemblies     = @('OverlayIp.Model.dll')
    FormatsToProcess       = @('OverlayIp.Format.ps1xml')
    FunctionsToExport      = @()
    VariablesToExport      = @()
    AliasesToExport        = @()
    CmdletsToExport        = @(
        'Get-OverlayRoute'
        'New-OverlayRoute'
        'Switch-OverlayRoute'
        'Remove-OverlayRoute'
        'Get-OverlayPath'
        'Get-OverlayTransitRoute'
        'New-OverlayTransitRoute'
        'Remove-OverlayTransitRoute'
        'Get-SourceDestCheck'
        'Disable-SourceDestCheck'
        'Enable-SourceDestCheck'
        'Add-OverlayAddress'
        'Get-OverlayAddress'
        'Remove-OverlayAddress'
        'Find-OverlayAddress'
        'Test-OverlayIp'
        'Invoke-OverlayDrill'
        'New-OverlayPolicy'
        'Test-OverlayPolicy'
        'Start-OverlayLab'
        'Get-OverlayLab'
        'Stop-OverlayLab'
        'Set-OverlayLabFault'
        'Invoke-OverlayLabCommand'
        'Watch-OverlayTarget'
        'Export-OverlayClusterConfig'
    )
    PrivateData            = @{
        PSData = @{
            Tags         = @('AWS', 'EC2', 'VPC', 'OverlayIP', 'Failover', 'HighAvailability', 'Networking', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://www.apache.org/licenses/LICENSE-2.0'
            ReleaseNotes = 'See CHANGELOG.md.'
        }
    }
}
