using System.Net;
using System.Net.Sockets;
using OverlayIp.Engine.Connections;
using OverlayIp.Engine.Routing;

namespace OverlayIp.Integration.Tests;

public class CredentialTests
{
    private const string Secret = "not-the-secret-of-this-key";

    [Fact]
    public async Task A_wrong_secret_is_rejected_and_not_repeated()
    {
        await using var scene = await LabScene.StartAsync(1);

        var error = await FailAsync(LabScene.SettingsFor(scene.Lab.Lab) with { Credential = new OverlayCredential(scene.Lab.Lab.AccessKeyId, Secret) });

        Assert.Equal(("CredentialsRejected", OverlayErrorKind.Authentication, "AuthFailure", true), (error.ErrorId, error.Kind, error.AwsErrorCode, error.IsFatal));
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_key_is_rejected()
    {
        await using var scene = await LabScene.StartAsync(1);

        var error = await FailAsync(LabScene.SettingsFor(scene.Lab.Lab) with { Credential = new OverlayCredential("AKIAIOSFODNN7EXAMPLE", Secret) });

        Assert.Equal("CredentialsRejected", error.ErrorId);
    }

    [Fact]
    public async Task An_expired_key_is_said_to_be_expired()
    {
        await using var scene = await LabScene.StartAsync(1);
        scene.Server.AddCredential("ASIAIOSFODNN7EXAMPLE", Secret, "token", DateTimeOffset.UnixEpoch);

        var error = await FailAsync(LabScene.SettingsFor(scene.Lab.Lab) with { Credential = new OverlayCredential("ASIAIOSFODNN7EXAMPLE", Secret, "token") });

        Assert.Equal(("CredentialsExpired", true), (error.ErrorId, error.IsFatal));
    }

    [Fact]
    public async Task A_temporary_key_works_with_its_token()
    {
        await using var scene = await LabScene.StartAsync(1);
        scene.Server.AddCredential("ASIAIOSFODNN7EXAMPLE", Secret, "token");
        using var connection = await Ec2ConnectionFactory.OpenAsync(
            LabScene.SettingsFor(scene.Lab.Lab) with { Credential = new OverlayCredential("ASIAIOSFODNN7EXAMPLE", Secret, "token") }, CancellationToken.None);

        Assert.Equal(1, await CountAsync(connection));
        Assert.Equal("ASIAIOSFODNN7EXAMPLE", scene.Server.Calls[^1].AccessKeyId);
    }

    [Fact]
    public async Task A_signature_for_another_Region_is_rejected()
    {
        await using var scene = await LabScene.StartAsync(1);

        var error = await FailAsync(LabScene.SettingsFor(scene.Lab.Lab) with { Region = "us-west-2" });

        Assert.Equal(OverlayErrorKind.Authentication, error.Kind);
    }

    [Fact]
    public async Task A_lab_that_was_stopped_cannot_be_reached()
    {
        var scene = await LabScene.StartAsync(1);
        var settings = LabScene.SettingsFor(scene.Lab.Lab);
        await scene.DisposeAsync();

        // Taken, and not listened at: or another test's lab may be given the port meanwhile.
        using var port = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        port.Bind(new IPEndPoint(IPAddress.Loopback, new Uri(settings.EndpointUrl!).Port));

        var error = await FailAsync(settings);

        Assert.Equal(("EndpointUnreachable", true), (error.ErrorId, error.IsFatal));
    }

    private static async Task<OverlayIpException> FailAsync(ConnectionSettings settings)
    {
        using var connection = await Ec2ConnectionFactory.OpenAsync(settings, CancellationToken.None);
        return await Assert.ThrowsAsync<OverlayIpException>(() => CountAsync(connection));
    }

    private static async Task<int> CountAsync(Ec2Connection connection)
    {
        var count = 0;
        await foreach (var _ in new RouteInventory(connection).FindAsync(new RouteQuery(), CancellationToken.None))
        {
            count++;
        }

        return count;
    }
}
