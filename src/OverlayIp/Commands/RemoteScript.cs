using System.Diagnostics;
using System.Management.Automation;
using System.Text;
using OverlayIp.Lab.Network;

namespace OverlayIp.Commands;

/// <summary>
/// A script block for a PowerShell of its own: what it emits comes back line by line, each an object in PowerShell's own
/// serialisation (the one of remoting), so that the output streams.
/// </summary>
internal static class RemoteScript
{
    // No program begins a line with a control character by chance.
    private const string Marker = "\u0001ovip:";

    private const string Frame = """
        $PSStyle.OutputRendering = 'PlainText'
        $ProgressPreference = 'SilentlyContinue'
        function script:ovip-send([char] $kind, $value) {
            $xml = [Management.Automation.PSSerializer]::Serialize($value, 3)
            [Console]::Out.WriteLine("MARKER$kind" + [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($xml)))
        }
        function script:ovip-fail($record) {
            ovip-send 'E' @{ Message = "$record"; Id = $record.FullyQualifiedErrorId; Category = [int] $record.CategoryInfo.Category }
        }
        $ovipArguments = @([Management.Automation.PSSerializer]::Deserialize([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('ARGUMENTS'))))
        try {
            & ([scriptblock]::Create([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('SCRIPT')))) @ovipArguments 2>&1 3>&1 | ForEach-Object {
                if ($_ -is [Management.Automation.ErrorRecord]) {
                    if ($_.FullyQualifiedErrorId -like 'NativeCommandError*') { [Console]::Error.WriteLine("$_") } else { ovip-fail $_ }
                }
                elseif ($_ -is [Management.Automation.WarningRecord]) { ovip-send 'W' $_.Message }
                else { ovip-send 'O' $_ }
            }
        }
        catch {
            ovip-fail $_
            exit 1
        }
        exit [int] $LASTEXITCODE
        """;

    /// <summary>The PowerShell that runs the script in an instance.</summary>
    /// <param name="node">The instance.</param>
    /// <param name="home">The folder of the PowerShell to run.</param>
    /// <param name="module">The folder of this module, or null: it is there to be loaded by its commands.</param>
    /// <param name="script">The script.</param>
    /// <param name="arguments">Its arguments.</param>
    public static ProcessStartInfo Command(NetworkedLabNode node, string home, string? module, ScriptBlock script, object[] arguments)
    {
        var own = Path.Combine(home, "pwsh");
        var frame = Frame
            .Replace("MARKER", "$([char]1)ovip:", StringComparison.Ordinal)
            .Replace("ARGUMENTS", Base64(Encoding.UTF8, PSSerializer.Serialize(arguments)), StringComparison.Ordinal)
            .Replace("SCRIPT", Base64(Encoding.UTF8, script.ToString()), StringComparison.Ordinal);
        var start = node.Command(
            File.Exists(own) ? own : "pwsh",
            ["-NoLogo", "-NoProfile", "-NonInteractive", "-OutputFormat", "Text", "-EncodedCommand", Base64(Encoding.Unicode, frame)]);
        if (module is not null)
        {
            start.Environment.TryGetValue("PSModulePath", out var path);
            start.Environment["PSModulePath"] = string.Join(Path.PathSeparator, Path.GetDirectoryName(module), path);
        }

        return start;
    }

    /// <summary>What a line stands for; null for one that is only text.</summary>
    public static object? Read(string line)
    {
        if (!line.StartsWith(Marker, StringComparison.Ordinal))
        {
            return null;
        }

        var content = PSSerializer.Deserialize(Encoding.UTF8.GetString(Convert.FromBase64String(line[(Marker.Length + 1)..])));
        return line[Marker.Length] switch
        {
            'E' => Failure.Of(content),
            'W' => new Caution(content?.ToString() ?? ""),
            _ => new Value(content),
        };
    }

    private static string Base64(Encoding encoding, string text) => Convert.ToBase64String(encoding.GetBytes(text));

    /// <summary>An object that the script has emitted.</summary>
    internal sealed record Value(object? Content);

    /// <summary>A warning of the script.</summary>
    internal sealed record Caution(string Message);

    /// <summary>An error of the script.</summary>
    internal sealed record Failure(string Message, string Id, ErrorCategory Category)
    {
        public static Failure Of(object content)
        {
            var table = (System.Collections.Hashtable)((content as PSObject)?.BaseObject ?? content);
            return new Failure((string)table["Message"]!, (string)table["Id"]!, (ErrorCategory)(int)table["Category"]!);
        }

        // The id keeps its part before the comma; PowerShell adds this command's after it.
        public ErrorRecord ToRecord(string node) => new(new RemoteException(Message), Id.Split(',')[0], Category, node);
    }
}
