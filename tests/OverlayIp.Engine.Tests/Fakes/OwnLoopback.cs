using System.Net;

namespace OverlayIp.Engine.Tests.Fakes;

/// <summary>
/// Addresses of loopback that nobody else uses: a port there that was closed stays closed. One of 127.0.0.1 may be the next that
/// another test, or another process, is given.
/// </summary>
internal static class OwnLoopback
{
    public static IPAddress Next() =>

        // macOS has no other address on its loopback interface until somebody puts one there.
        OperatingSystem.IsMacOS() ? IPAddress.Loopback : new IPAddress([127, (byte)Random.Shared.Next(1, 255), (byte)Random.Shared.Next(256), (byte)Random.Shared.Next(1, 255)]);
}
