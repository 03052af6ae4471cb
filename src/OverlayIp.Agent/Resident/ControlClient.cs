using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using OverlayIp.Agent.Output;
using OverlayIp.Engine.Failover;

namespace OverlayIp.Agent.Resident;

/// <summary>Asks the agent to do what a one-shot command is to do: it has all that the command would have to fetch first.</summary>
internal static class ControlClient
{
    // An agent that has nothing to do answers within a millisecond. One that is stopped must not cost a takeover its time: no more than this
    // share of it, or the least where that is longer.
    private const double Share = 1.0 / 60;
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);

    /// <summary>Asks.</summary>
    /// <param name="request">What for.</param>
    /// <param name="configuration">Says where the agent is.</param>
    /// <param name="output">Gets the agent's results.</param>
    /// <param name="cancellationToken">Stops the waiting; what was asked for is done all the same.</param>
    /// <returns>The exit code; null when there is no agent, or it cannot do it: then the command has to.</returns>
    public static async Task<int?> TryAsync(ControlRequest request, FailoverConfiguration configuration, AgentOutput output, CancellationToken cancellationToken)
    {
        if (ControlSocket.Find(configuration) is not { } path)
            return null;

        var share = TimeSpan.FromSeconds(request.TimeoutSeconds * Share);
        var patience = share > Least ? share : Least;
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            using var reader = await BeginAsync(socket, path, request, patience, cancellationToken);
            if (await ReadAsync(reader, patience, cancellationToken) is not { Accepted: true } first)
            {
                output.Verbose("The agent does not take it on; doing it without.");
                return null;
            }

            output.Verbose($"The agent at {path} does it.");
            if (await ReadAsync(reader, Timeout.InfiniteTimeSpan, cancellationToken) is { ExitCode: { } code } answer)
            {
                output.Relay(answer.Output ?? "", answer.Error ?? "");
                return code;
            }

            output.Verbose($"The agent went away; doing it without. {first.Reason}");
            return null;
        }
        catch (Exception e) when (e is SocketException or IOException or JsonException or TimeoutException or ArgumentOutOfRangeException)
        {
            output.Verbose($"The agent at {path} does not answer; doing it without. {e.Message}");
            return null;
        }
    }

    private static async Task<StreamReader> BeginAsync(Socket socket, string path, ControlRequest request, TimeSpan patience, CancellationToken cancellationToken)
    {
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken).AsTask().WaitAsync(patience, cancellationToken);
        await socket.SendAsync(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(request, AgentJson.Relaxed.ControlRequest) + "\n"), cancellationToken);
        return new StreamReader(new NetworkStream(socket, ownsSocket: false), Encoding.UTF8);
    }

    private static async Task<ControlAnswer?> ReadAsync(StreamReader reader, TimeSpan patience, CancellationToken cancellationToken) =>
        await reader.ReadLineAsync(cancellationToken).AsTask().WaitAsync(patience, cancellationToken) is { } line
            ? JsonSerializer.Deserialize(line, AgentJson.Relaxed.ControlAnswer)
            : null;
}
