# What the tests share. Reading back goes its own way to the lab (Invoke-LabApi), so that a bug of the module cannot hide
# in the check of its own work.
$script:ModulePath = if ($env:OVERLAYIP_MODULE) { $env:OVERLAYIP_MODULE } else { Join-Path $PSScriptRoot '../../../out/OverlayIp' }
$script:AwsCli = '/usr/bin/aws'

Add-Type -Path (Join-Path $PSScriptRoot 'RecordingHost.cs'), (Join-Path $PSScriptRoot 'AwsTools.cs') -WarningAction SilentlyContinue

# The folder of the assembled module.
function Get-ModuleFolder { (Resolve-Path $script:ModulePath).Path }

# The repository's folder.
function Get-Repository { (Resolve-Path (Join-Path $PSScriptRoot '../../..')).Path }

# A lab whose nodes may be targets, with routes to 10.2.0.1 to the first of them when -Routed.
function New-TestLab {
    param([switch] $CheckEnabled, [switch] $Routed, [string] $Name, [string] $Region)
    $given = @{}
    if ($Name) { $given.Name = $Name }
    if ($Region) { $given.Region = $Region }
    $lab = Start-OverlayLab @given
    if (-not $CheckEnabled) {
        foreach ($node in $lab.Nodes) {
            $null = Invoke-LabApi $lab ModifyNetworkInterfaceAttribute @{ NetworkInterfaceId = $node.NetworkInterfaceId; 'SourceDestCheck.Value' = 'false' }
        }
    }

    if ($Routed) {
        foreach ($table in $lab.RouteTableIds) {
            $null = Invoke-LabApi $lab CreateRoute @{ RouteTableId = $table; DestinationCidrBlock = '10.2.0.1/32'; NetworkInterfaceId = $lab.Nodes[0].NetworkInterfaceId }
        }
    }

    $lab
}

function Stop-TestLabs { Get-OverlayLab | Stop-OverlayLab }

function Get-Sha256([byte[]] $Bytes) { [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData($Bytes)).ToLowerInvariant() }

function Get-Hmac([byte[]] $Key, [string] $Text) { , [Security.Cryptography.HMACSHA256]::HashData($Key, [Text.Encoding]::UTF8.GetBytes($Text)) }

# One EC2 call, signed here (Signature Version 4) and answered as XML; an EC2 error is thrown as 'code: message'.
function Invoke-LabApi {
    param([Parameter(Mandatory)] $Lab, [Parameter(Mandatory)] [string] $Action, [Collections.IDictionary] $Parameter = @{})
    $uri = [uri] $Lab.EndpointUrl
    $pairs = @("Action=$Action", 'Version=2016-11-15') + ($Parameter.GetEnumerator() | ForEach-Object {
            "$([uri]::EscapeDataString($_.Key))=$([uri]::EscapeDataString($_.Value))" })
    $body = $pairs -join '&'
    $stamp = [datetime]::UtcNow.ToString('yyyyMMddTHHmmssZ')
    $day = $stamp.Substring(0, 8)
    $scope = "$day/$($Lab.Region)/ec2/aws4_request"
    $type = 'application/x-www-form-urlencoded; charset=utf-8'
    $signed = 'content-type;host;x-amz-date'
    $canonical = "POST`n/`n`ncontent-type:$type`nhost:$($uri.Authority)`nx-amz-date:$stamp`n`n$signed`n$(Get-Sha256 ([Text.Encoding]::UTF8.GetBytes($body)))"
    $toSign = "AWS4-HMAC-SHA256`n$stamp`n$scope`n$(Get-Sha256 ([Text.Encoding]::UTF8.GetBytes($canonical)))"
    $key = [Text.Encoding]::UTF8.GetBytes("AWS4$($Lab.SecretAccessKey)")
    foreach ($part in $day, $Lab.Region, 'ec2', 'aws4_request') { $key = Get-Hmac $key $part }
    $signature = [Convert]::ToHexString((Get-Hmac $key $toSign)).ToLowerInvariant()
    $answer = Invoke-WebRequest -Uri $uri -Method Post -Body $body -ContentType $type -SkipHttpErrorCheck -SkipHeaderValidation -Headers @{
        'X-Amz-Date'  = $stamp
        Authorization = "AWS4-HMAC-SHA256 Credential=$($Lab.AccessKeyId)/$scope, SignedHeaders=$signed, Signature=$signature"
    }
    $xml = [xml] $answer.Content
    if ($answer.StatusCode -ne 200) { throw "$($xml.Response.Errors.Error.Code): $($xml.Response.Errors.Error.Message)" }
    $xml.DocumentElement
}

# Every route of the lab's tables but the local ones, one line each, as the lab itself tells.
function Get-LabRoute {
    param([Parameter(Mandatory)] $Lab)
    $routes = foreach ($table in (Invoke-LabApi $Lab DescribeRouteTables).routeTableSet.ChildNodes) {
        foreach ($route in $table.routeSet.ChildNodes) {
            $text = @{ gatewayId = ''; destinationCidrBlock = ''; destinationIpv6CidrBlock = ''; destinationPrefixListId = ''; networkInterfaceId = ''; state = '' }
            foreach ($node in $route.ChildNodes) { $text[$node.LocalName] = $node.InnerText }
            if ($text.gatewayId -ne 'local') {
                $destination = $text.destinationCidrBlock, $text.destinationIpv6CidrBlock, $text.destinationPrefixListId -ne ''
                "$($table.routeTableId) $destination $($text.networkInterfaceId)$($text.gatewayId) $($text.state)"
            }
        }
    }

    $routes | Sort-Object
}

# The lab's routes to one destination as 'table-name target-name', by Name tags: what a test says it expects.
function Get-RouteSummary {
    param([Parameter(Mandatory)] $Lab, [string] $Destination = '10.2.0.1/32')
    $names = @{}
    foreach ($item in (Invoke-LabApi $Lab DescribeTags).tagSet.ChildNodes) {
        if ($item.key -eq 'Name') { $names[$item.resourceId] = $item.value }
    }

    Get-LabRoute $Lab | ForEach-Object {
        $table, $to, $target, $state = $_ -split ' '
        if ($to -eq $Destination) { "$($names[$table] ?? $table) $($names[$target] ?? $target)$(if ($state -ne 'active') { " $state" })" }
    } | Sort-Object
}

# Changes something in the lab that no cmdlet changes, and waits until it shows.
function Stop-LabNode {
    param([Parameter(Mandatory)] $Lab, [Parameter(Mandatory)] [string] $InstanceId)
    $null = Invoke-LabApi $Lab StopInstances @{ 'InstanceId.1' = $InstanceId }
    Wait-Until { (Invoke-LabApi $Lab DescribeInstances @{ 'InstanceId.1' = $InstanceId }).reservationSet.item.instancesSet.item.instanceState.name -eq 'stopped' }
}

# A second VPC with an instance in it, and its main route table.
function Add-OtherVpc {
    param([Parameter(Mandatory)] $Lab)
    $vpc = (Invoke-LabApi $Lab CreateVpc @{ CidrBlock = '10.9.0.0/16' }).vpc.vpcId
    $subnet = (Invoke-LabApi $Lab CreateSubnet @{ VpcId = $vpc; CidrBlock = '10.9.1.0/24' }).subnet.subnetId
    $image = (Invoke-LabApi $Lab DescribeInstances).reservationSet.FirstChild.instancesSet.FirstChild.imageId
    $instance = (Invoke-LabApi $Lab RunInstances @{ ImageId = $image; MinCount = '1'; MaxCount = '1'; SubnetId = $subnet; InstanceType = 't3.micro' }).instancesSet.item.instanceId
    Wait-Until { (Invoke-LabApi $Lab DescribeInstances @{ 'InstanceId.1' = $instance }).reservationSet.item.instancesSet.item.instanceState.name -eq 'running' }
    $eni = (Invoke-LabApi $Lab DescribeInstances @{ 'InstanceId.1' = $instance }).reservationSet.item.instancesSet.item.networkInterfaceSet.item.networkInterfaceId
    $null = Invoke-LabApi $Lab ModifyNetworkInterfaceAttribute @{ NetworkInterfaceId = $eni; 'SourceDestCheck.Value' = 'false' }
    $table = (Invoke-LabApi $Lab DescribeRouteTables @{ 'Filter.1.Name' = 'vpc-id'; 'Filter.1.Value.1' = $vpc }).routeTableSet.item.routeTableId
    [pscustomobject] @{ VpcId = $vpc; SubnetId = $subnet; InstanceId = $instance; NetworkInterfaceId = $eni; RouteTableId = $table }
}

# A transit gateway that the lab's VPC and a second one are attached to. With -Connected, packets for 10.2.0.1 get from the second to the first, and
# the answers back.
function Add-TransitGateway {
    param([Parameter(Mandatory)] $Lab, [switch] $Connected)
    $other = Add-OtherVpc $Lab
    $gateway = (Invoke-LabApi $Lab CreateTransitGateway).transitGateway
    $id = $gateway.transitGatewayId
    $table = $gateway.options.associationDefaultRouteTableId
    $inside = (Invoke-LabApi $Lab CreateTransitGatewayVpcAttachment @{ TransitGatewayId = $id; VpcId = $Lab.VpcId; 'SubnetIds.1' = $Lab.Nodes[0].SubnetId; 'SubnetIds.2' = $Lab.Nodes[1].SubnetId }).transitGatewayVpcAttachment.transitGatewayAttachmentId
    $outside = (Invoke-LabApi $Lab CreateTransitGatewayVpcAttachment @{ TransitGatewayId = $id; VpcId = $other.VpcId; 'SubnetIds.1' = $other.SubnetId }).transitGatewayVpcAttachment.transitGatewayAttachmentId
    if ($Connected) {
        $null = Invoke-LabApi $Lab CreateRoute @{ RouteTableId = $other.RouteTableId; DestinationCidrBlock = '10.2.0.1/32'; TransitGatewayId = $id }
        $null = Invoke-LabApi $Lab CreateTransitGatewayRoute @{ TransitGatewayRouteTableId = $table; DestinationCidrBlock = '10.2.0.1/32'; TransitGatewayAttachmentId = $inside }
        foreach ($own in $Lab.RouteTableIds) {
            $null = Invoke-LabApi $Lab CreateRoute @{ RouteTableId = $own; DestinationCidrBlock = '10.9.0.0/16'; TransitGatewayId = $id }
        }
    }

    [pscustomobject] @{ TransitGatewayId = $id; RouteTableId = $table; Inside = $inside; Outside = $outside; Other = $other }
}

# The static routes of a transit gateway route table as 'destination attachment state'.
function Get-LabTransitRoute {
    param([Parameter(Mandatory)] $Lab, [Parameter(Mandatory)] [string] $RouteTableId)
    foreach ($route in (Invoke-LabApi $Lab SearchTransitGatewayRoutes @{ TransitGatewayRouteTableId = $RouteTableId; 'Filter.1.Name' = 'type'; 'Filter.1.Value.1' = 'static' }).SelectNodes('//*[local-name()="routeSet"]/*[local-name()="item"]')) {
        "$($route.destinationCidrBlock) $($route.SelectSingleNode('.//*[local-name()="transitGatewayAttachmentId"]').InnerText) $($route.state)"
    }
}

# Gives an instance a second network interface, with the source/destination check off as on the first.
function Add-SecondInterface {
    param([Parameter(Mandatory)] $Lab, [Parameter(Mandatory)] $Node)
    $eni = (Invoke-LabApi $Lab CreateNetworkInterface @{ SubnetId = $Node.SubnetId }).networkInterface.networkInterfaceId
    $null = Invoke-LabApi $Lab AttachNetworkInterface @{ NetworkInterfaceId = $eni; InstanceId = $Node.InstanceId; DeviceIndex = '1' }
    $null = Invoke-LabApi $Lab ModifyNetworkInterfaceAttribute @{ NetworkInterfaceId = $eni; 'SourceDestCheck.Value' = 'false' }
    $eni
}

# Waits for what comes sooner or later. How long that takes is the machine's affair: what comes at once costs nothing.
function Wait-Until {
    param([Parameter(Mandatory)] [scriptblock] $Condition, [int] $Seconds = 60)
    $clock = [Diagnostics.Stopwatch]::StartNew()
    while (-not (& $Condition)) {
        if ($clock.Elapsed.TotalSeconds -gt $Seconds) { throw "Not within $Seconds seconds: $Condition" }
        Start-Sleep -Milliseconds 20
    }
}

# How many calls of an action the lab has answered with a status.
function Get-CallCount {
    param([Parameter(Mandatory)] [string] $Action, [Parameter(Mandatory)] [int] $Status)
    @(Get-OverlayLab -Call | Where-Object { $_.Action -eq $Action -and $_.HttpStatus -eq $Status }).Count
}

# What Tab offers. Whoever asks EC2 for it gives up after three seconds: what took as long as that is no answer, so it is asked for again.
function Get-Completion {
    param([Parameter(Mandatory)] [string] $Line)
    foreach ($attempt in 1..20) {
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $found = (TabExpansion2 $Line).CompletionMatches
        if ($clock.Elapsed.TotalSeconds -lt 3) { return $found }
    }

    throw "Every answer took three seconds or more: $Line"
}

# Runs a script and sorts all that it says; terminating errors are among the errors.
function Invoke-Recorded {
    param([Parameter(Mandatory)] [scriptblock] $Script)
    $said = [pscustomobject] @{ Output = @(); Errors = @(); Warnings = @(); Verbose = @(); Terminated = $false }
    try {
        & $Script *>&1 | ForEach-Object {
            if ($_ -is [Management.Automation.ErrorRecord]) { $said.Errors += $_ }
            elseif ($_ -is [Management.Automation.WarningRecord]) { $said.Warnings += $_.Message }
            elseif ($_ -is [Management.Automation.VerboseRecord]) { $said.Verbose += $_.Message }
            elseif ($_ -isnot [Management.Automation.InformationalRecord] -and $_ -isnot [Management.Automation.InformationRecord]) { $said.Output += $_ }
        }
    }
    catch {
        $said.Errors += $_
        $said.Terminated = $true
    }

    $said
}

# The error ids of a script, without the cmdlet's name behind the comma.
function Get-ErrorId {
    param([Parameter(Mandatory)] [scriptblock] $Script)
    (Invoke-Recorded $Script).Errors | ForEach-Object { ($_.FullyQualifiedErrorId -split ',')[0] }
}

# The routes of the lab as the AWS CLI tells them, or null where there is no AWS CLI. Before 2.13 it takes no endpoint from
# the environment.
function Get-AwsCliRoute {
    param([Parameter(Mandatory)] $Lab)
    if (-not (Test-Path $script:AwsCli)) { return }
    $child = Invoke-CleanProcess $script:AwsCli @('ec2', 'describe-route-tables', '--output', 'json', '--endpoint-url', $Lab.EndpointUrl) -Environment $Lab.EnvironmentVariables
    if ($child.ExitCode) { throw "The AWS CLI failed: $($child.Error)" }
    $routes = foreach ($table in ($child.Output | ConvertFrom-Json).RouteTables) {
        foreach ($route in $table.Routes | Where-Object GatewayId -NE local) {
            $text = @{}
            foreach ($property in $route.psobject.Properties) { $text[$property.Name] = $property.Value }
            $destination = $text.DestinationCidrBlock ?? $text.DestinationIpv6CidrBlock ?? $text.DestinationPrefixListId
            "$($table.RouteTableId) $destination $($text.NetworkInterfaceId)$($text.GatewayId) $($text.State)"
        }
    }

    $routes | Sort-Object
}

# Runs a program to its end with an environment in which no AWS setting is left over.
function Invoke-CleanProcess {
    param([string] $Program, [string[]] $Argument, [Collections.IDictionary] $Environment = @{}, [int] $Seconds = 300)
    $start = [Diagnostics.ProcessStartInfo]::new($Program, $Argument)
    $start.RedirectStandardOutput = $start.RedirectStandardError = $start.RedirectStandardInput = $true
    foreach ($name in @($start.Environment.Keys)) { if ($name -like 'AWS_*') { $null = $start.Environment.Remove($name) } }
    $start.Environment['AWS_EC2_METADATA_DISABLED'] = 'true'
    $start.Environment['AWS_CONFIG_FILE'] = $start.Environment['AWS_SHARED_CREDENTIALS_FILE'] = '/nonexistent'
    $start.Environment['AWS_PAGER'] = ''
    foreach ($entry in $Environment.GetEnumerator()) { $start.Environment[$entry.Key] = $entry.Value }
    $process = [Diagnostics.Process]::Start($start)
    $process.StandardInput.Close()
    $output = $process.StandardOutput.ReadToEndAsync()
    $failure = $process.StandardError.ReadToEndAsync()
    if (-not $process.WaitForExit($Seconds * 1000)) {
        $process.Kill($true)
        throw "'$Program' did not end within $Seconds seconds. $($output.Result) $($failure.Result)"
    }

    [pscustomobject] @{ ExitCode = $process.ExitCode; Output = $output.Result; Error = $failure.Result }
}

# Runs a script in a PowerShell of its own and answers what it emits, by way of JSON.
function Invoke-ChildPwsh {
    param([Parameter(Mandatory)] [string] $Script, [Collections.IDictionary] $Environment = @{}, [switch] $NoImport, [string[]] $Prefix = @())
    $import = if ($NoImport) { '' } else { "Import-Module '$(Get-ModuleFolder)'" }
    $whole = "`$ProgressPreference = 'SilentlyContinue'; `$PSStyle.OutputRendering = 'PlainText'; $import`n`$emitted = @(& {`n$Script`n})`n'----' + (ConvertTo-Json -Compress -Depth 5 -InputObject `$emitted)"
    $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($whole))
    $command = $Prefix + @((Get-Process -Id $PID).Path, '-NoProfile', '-NonInteractive', '-EncodedCommand', $encoded)
    $child = Invoke-CleanProcess $command[0] $command[1..($command.Count - 1)] -Environment $Environment
    $json = $child.Output -split "`n" | Where-Object { $_.StartsWith('----') }
    if (-not $json) { throw "The child said: $($child.Output) $($child.Error)" }
    $json.Substring(4) | ConvertFrom-Json
}

# A TCP port of this machine that nobody has at the moment.
function Get-FreePort {
    $probe = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $probe.Start()
    $probe.LocalEndpoint.Port
    $probe.Stop()
}

# An endpoint that answers each action as it is told: Answers[action] = @{ Status; Code; Message } or @{ Status; Body }.
function Start-CannedEndpoint {
    # It cannot be given port 0, and a port that was free a moment ago may be somebody else's by now.
    foreach ($attempt in 1..20) {
        $url = "http://127.0.0.1:$(Get-FreePort)/"
        $listener = [Net.HttpListener]::new()
        $listener.Prefixes.Add($url)
        try { $listener.Start(); break } catch [Net.HttpListenerException] { if ($attempt -eq 20) { throw } }
    }

    $answers = [hashtable]::Synchronized(@{})
    $shell = [powershell]::Create().AddScript({
            param($listener, $answers)
            while ($listener.IsListening) {
                try { $context = $listener.GetContext() } catch { return }
                $form = [IO.StreamReader]::new($context.Request.InputStream).ReadToEnd()
                $action = [regex]::Match($form, '(?:^|&)Action=(\w+)').Groups[1].Value
                $answer = $answers[$action] ?? $answers['*']
                $text = $answer.Body ?? "<Response><Errors><Error><Code>$($answer.Code)</Code><Message>$($answer.Message)</Message></Error></Errors><RequestID>7a62c49f-347e-4fc4-9331-6e8eEXAMPLE</RequestID></Response>"
                $bytes = [Text.Encoding]::UTF8.GetBytes($text)
                $context.Response.StatusCode = $answer.Status
                $context.Response.ContentType = 'text/xml'
                try { $context.Response.Close($bytes, $true) } catch { Write-Verbose $_ }
            }
        }).AddArgument($listener).AddArgument($answers)
    $running = $shell.BeginInvoke()
    [pscustomobject] @{ Url = $url.TrimEnd('/'); Answers = $answers; Listener = $listener; Shell = $shell; Running = $running }
}

function Stop-CannedEndpoint {
    param($Endpoint)
    $Endpoint.Listener.Close()
    $Endpoint.Shell.Stop()
    $Endpoint.Shell.Dispose()
}

# A runspace with the module and a host that writes everything down.
function New-RecordedShell {
    $recorder = [OverlayIp.PesterSupport.RecordingHost]::new()
    $state = [Management.Automation.Runspaces.InitialSessionState]::CreateDefault2()
    $state.ImportPSModule((Get-ModuleFolder))
    $runspace = [runspacefactory]::CreateRunspace($recorder, $state)
    $runspace.Open()
    $shell = [powershell]::Create($runspace)
    [pscustomobject] @{ Shell = $shell; Host = $recorder; Runspace = $runspace }
}

# Runs one cmdlet in such a shell to its end.
function Invoke-InShell {
    param([Parameter(Mandatory)] $Recorded, [Parameter(Mandatory)] [string] $Cmdlet, [hashtable] $Parameter)
    $Recorded.Shell.AddCommand($Cmdlet).AddParameters($Parameter).Invoke()
}

Export-ModuleMember -Function *
