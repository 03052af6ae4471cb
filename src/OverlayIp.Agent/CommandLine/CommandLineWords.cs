namespace OverlayIp.Agent.CommandLine;

/// <summary>
/// Puts the engine's advice, which is worded for PowerShell, into the words of this command line.
/// </summary>
internal static class CommandLineWords
{
    // Longer ones first: what one row has put in, no later row may take for PowerShell.
    private static readonly (string PowerShell, string Here)[] Words =
    [
        ("Disable-SourceDestCheck -NetworkInterfaceId ", "aws ec2 modify-network-interface-attribute --no-source-dest-check --network-interface-id "),
        ("until Disable-SourceDestCheck has turned it off", "until 'aws ec2 modify-network-interface-attribute --no-source-dest-check' has turned it off"),
        (", or replace it with New-OverlayRoute -Force", ""),
        ("with New-OverlayRoute, or switch with -CreateMissing", "with 'overlayip switch --create-missing'"),
        ("with New-OverlayRoute or -CreateMissing", "with 'overlayip switch --create-missing'"),
        ("with New-OverlayRoute", "with 'overlayip switch --create-missing'"),
        (", or pipe in routes,", " with --vpc"),
        ("See about_OverlayIp_Validation.", "See 'overlayip check --help'."),
        ("with -NetworkInterfaceId", "with --to eni-…"),
        ("Switch-OverlayRoute -Force", "'overlayip switch --force'"),
        ("-ProfileName or -Credential", "--profile, set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"),
        ("Get-OverlayRoute", "'overlayip status'"),
        ("Switch-OverlayRoute", "'overlayip switch'"),
        ("'Start-OverlayLab -Network' or ", ""),
        ("Start-OverlayLab", "'overlayip lab'"),
        ("without -Network", "without --network"),
        ("-CreateMissing", "--create-missing"),
        ("-EndpointUrl", "--endpoint-url"),
        ("-ProfileName", "--profile"),
        ("-RouteTableId", "--route-table"),
        ("-Protocol", "--protocol"),
        ("-Rollback", "--rollback"),
        ("-Region", "--region"),
        ("-Force", "--force"),
        ("-VpcId", "--vpc"),
        ("-Port", "--port"),
        ("-From", "--from"),
    ];

    /// <summary>The text with this command line's names.</summary>
    public static string Translate(string text)
    {
        foreach (var (powerShell, here) in Words)
            text = text.Replace(powerShell, here, StringComparison.Ordinal);

        return text;
    }
}
