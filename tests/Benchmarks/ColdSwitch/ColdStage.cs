using OverlayIp.Benchmarks.Lab;
using OverlayIp.Benchmarks.Measuring;
using OverlayIp.Engine.Connections;

namespace OverlayIp.Benchmarks.ColdSwitch;

/// <summary>What all contenders find: the lab, the environment with its keys, and where possible instance metadata.</summary>
internal sealed class ColdStage : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly InstanceMetadata? _metadata;

    private ColdStage(BenchmarkLab lab, Ec2Connection connection, DirectoryInfo folder, InstanceMetadata? metadata)
    {
        Lab = lab;
        Connection = connection;
        _folder = folder;
        _metadata = metadata;
        var described = lab.Server.Describe();
        (EndpointUrl, Region) = (described.EndpointUrl, described.Region);
        Environment = new Dictionary<string, string>(described.EnvironmentVariables)
        {
            ["AWS_SHARED_CREDENTIALS_FILE"] = Path.Combine(folder.FullName, "credentials"),
            ["AWS_CONFIG_FILE"] = Path.Combine(folder.FullName, "config"),
        };
    }

    public BenchmarkLab Lab { get; }

    public Ec2Connection Connection { get; }

    public string EndpointUrl { get; }

    public string Region { get; }

    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>Why nobody can ask instance metadata here, or null.</summary>
    public string? WhyNoMetadata => _metadata is not null
        ? null
        : $"it asks instance metadata who it is, and no network namespace could be made to answer it in: {MetadataNamespace.WhyNot()}";

    /// <summary>Sets the stage up. Instance metadata needs an address that only a network namespace of our own may use.</summary>
    public static async Task<ColdStage> SetAsync(int tables, bool inNamespace, CancellationToken cancellationToken)
    {
        if (inNamespace)
        {
            await MetadataNamespace.PrepareAsync(cancellationToken);
        }

        var lab = await BenchmarkLab.StartAsync(tables, cancellationToken);
        var metadata = inNamespace ? InstanceMetadata.Start(lab.NodeA, lab.Server.Describe().Region) : null;
        var stage = new ColdStage(lab, await lab.ConnectAsync(cancellationToken), Directory.CreateTempSubdirectory("overlayip-benchmark-"), metadata);

        // aws-vpc-move-ip always names a profile, and the CLI then leaves the keys of the environment aside.
        var described = lab.Server.Describe();
        await File.WriteAllTextAsync(
            stage.Environment["AWS_SHARED_CREDENTIALS_FILE"],
            $"[default]\naws_access_key_id = {described.AccessKeyId}\naws_secret_access_key = {described.SecretAccessKey}\n", cancellationToken);
        await File.WriteAllTextAsync(stage.Environment["AWS_CONFIG_FILE"], $"[default]\nregion = {described.Region}\n", cancellationToken);
        return stage;
    }

    /// <summary>Puts everything back to where the address is at the other node.</summary>
    public async Task ResetAsync(CancellationToken cancellationToken)
    {
        await Lab.PointAtAsync(Lab.NodeB, Connection, cancellationToken);
        if (_metadata is not null)
        {
            await MetadataNamespace.RemoveAddressAsync(BenchmarkLab.Address, cancellationToken);
        }
    }

    /// <summary>A program that calls the AWS CLI with the lab as its endpoint.</summary>
    public async Task<string> WrapAwsCliAsync(string awsCli, CancellationToken cancellationToken)
    {
        var path = Path.Combine(_folder.FullName, "aws");
        if (!File.Exists(path))
        {
            await File.WriteAllTextAsync(path, $"#!/bin/sh\nexec '{awsCli}' --endpoint-url {EndpointUrl} \"$@\"\n", cancellationToken);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }

        return path;
    }

    public async ValueTask DisposeAsync()
    {
        _metadata?.Dispose();
        Connection.Dispose();
        await Lab.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
