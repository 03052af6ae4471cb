using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using OverlayIp.Agent.Output;
using OverlayIp.Engine.Failover;

namespace OverlayIp.Agent.Resident;

/// <summary>
/// Listens on a socket that only its owner may use for what one-shot commands ask. Who is slow to ask is dropped, and
/// a request that is none is answered with why.
/// </summary>
internal sealed class ControlServer : IAsyncDisposable
{
    private const int LongestRequest = 64 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stop = new();
    private readonly Func<ControlRequest, CancellationToken, Task<ControlAnswer>> _carryOut;
    private readonly Func<ControlRequest, string?> _refuse;
    private readonly FileStream _alone;
    private readonly Socket _socket;
    private readonly string _path;
    private readonly Task _accepting;
    private readonly HashSet<Task> _serving = [];

    private ControlServer(string path, FileStream alone, Socket socket, Func<ControlRequest, string?> refuse, Func<ControlRequest, CancellationToken, Task<ControlAnswer>> carryOut)
    {
        (_path, _alone, _socket, _refuse, _carryOut) = (path, alone, socket, refuse, carryOut);
        _accepting = AcceptAsync();
    }

    /// <summary>Begins to listen.</summary>
    /// <param name="directories">Where the socket may be; the first that can be written to is used.</param>
    /// <param name="refuse">Says why a request is not taken on, or null.</param>
    /// <param name="carryOut">Carries a request out.</param>
    /// <exception cref="OverlayIpException"><c>AgentRunning</c>: another agent has it. <c>ControlSocketUnavailable</c>.</exception>
    public static ControlServer Start(
        IReadOnlyList<string> directories, Func<ControlRequest, string?> refuse, Func<ControlRequest, CancellationToken, Task<ControlAnswer>> carryOut)
    {
        Exception? cause = null;
        foreach (var path in directories.Select(ControlSocket.In))
        {
            FileStream? alone = null;
            Socket? socket = null;
            try
            {
                CreateDirectory(Path.GetDirectoryName(path)!);
                alone = OpenAlone(path);

                // Nobody can be behind it: that one would have the lock.
                File.Delete(path);
                socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                socket.Bind(new UnixDomainSocketEndPoint(path));

                // Before it listens nobody can connect, so there is no moment in which others could.
                if (!OperatingSystem.IsWindows())
                    File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);

                socket.Listen(64);
                return new ControlServer(path, alone, socket, refuse, carryOut);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or SocketException or ArgumentOutOfRangeException)
            {
                // A path of more than 107 bytes is out of range (unix(7)).
                cause = e;
                socket?.Dispose();
                alone?.Dispose();
            }
        }

        throw new OverlayIpException("ControlSocketUnavailable", OverlayErrorKind.OperatingSystem,
            $"No control socket can be made in {string.Join(" or ", directories)}: {cause?.Message}", cause)
        { RecommendedAction = "Create such a directory for this user (systemd: RuntimeDirectory=overlayip), or name another, short one with lockDirectory." };
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _socket.Dispose();
        File.Delete(_path);
        await _accepting;
        Task[] serving;
        lock (_serving)
            serving = [.. _serving];

        await Task.WhenAll(serving);
        await _alone.DisposeAsync();
        _stop.Dispose();
    }

    private static void CreateDirectory(string directory)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(directory);
        else
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static FileStream OpenAlone(string path)
    {
        try
        {
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException) && File.Exists(path + ".lock"))
        {
            throw new OverlayIpException("AgentRunning", OverlayErrorKind.AlreadyExists, $"An agent is at work here already: it holds {path}.lock.", e)
            { Subject = path, IsFatal = true, RecommendedAction = "One agent takes care of all route sets; put them into one configuration file." };
        }
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var client = await _socket.AcceptAsync(_stop.Token);
                var serving = ServeAsync(client);
                lock (_serving)
                    _serving.Add(serving);

                _ = serving.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // That client has gone, or this is the end.
            }
        }
    }

    private void Forget(Task serving)
    {
        lock (_serving)
            _serving.Remove(serving);
    }

    private async Task ServeAsync(Socket client)
    {
        try
        {
            await using var stream = new NetworkStream(client, ownsSocket: true);
            var request = await ReadAsync(stream);
            var refusal = request is null ? "This is no request." : request.Version != ControlRequest.Current ? $"This agent speaks version {ControlRequest.Current} of the protocol." : _refuse(request);
            await WriteAsync(stream, new ControlAnswer { Accepted = refusal is null, Reason = refusal });
            if (refusal is null)
                await WriteAsync(stream, await _carryOut(request!, _stop.Token));
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The client has gone; what it asked for is done all the same.
        }
    }

    private async Task<ControlRequest?> ReadAsync(NetworkStream stream)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        patience.CancelAfter(Patience);
        var buffer = new byte[LongestRequest];
        var length = 0;
        while (length < buffer.Length)
        {
            var count = await stream.ReadAsync(buffer.AsMemory(length), patience.Token);
            length += count;
            if (count == 0 || buffer[length - 1] == (byte)'\n')
                break;
        }

        try
        {
            return JsonSerializer.Deserialize(buffer.AsSpan(0, length), AgentJson.Relaxed.ControlRequest);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task WriteAsync(NetworkStream stream, ControlAnswer answer) =>
        await stream.WriteAsync(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(answer, AgentJson.Relaxed.ControlAnswer) + "\n"), _stop.Token);
}
