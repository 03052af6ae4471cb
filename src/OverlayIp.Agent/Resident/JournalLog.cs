using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using OverlayIp.Agent.CommandLine;
using OverlayIp.Agent.Output;
using OverlayIp.Engine.Failover;

namespace OverlayIp.Agent.Resident;

/// <summary>
/// The agent's log: a line for each event on stdout, as <c>key=value</c> pairs or JSON. The journal gets the level in front
/// (sd-daemon(3)) and has its own clock. Whoever writes does not wait for who reads: what nobody takes is dropped and counted.
/// </summary>
internal sealed class JournalLog : IResidentJournal, IAsyncDisposable
{
    private const int MostLines = 1000;

    private readonly Channel<ResidentEvent> _lines;
    private readonly TextWriter _writer;
    private readonly bool _isJson;
    private readonly bool _isVerbose;
    private readonly bool _isJournal;
    private readonly Task _writing;
    private long _dropped;

    /// <summary>Begins to write.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="isJson">JSON, an object a line.</param>
    /// <param name="isVerbose">Details as well.</param>
    /// <param name="isJournal">systemd's journal reads it (<c>JOURNAL_STREAM</c>).</param>
    public JournalLog(TextWriter writer, bool isJson, bool isVerbose, bool isJournal)
    {
        (_writer, _isJson, _isVerbose, _isJournal) = (writer, isJson, isVerbose, isJournal);
        _lines = Channel.CreateBounded<ResidentEvent>(
            new BoundedChannelOptions(MostLines) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true }, _ => Interlocked.Increment(ref _dropped));
        _writing = Task.Run(WriteAllAsync);
    }

    /// <inheritdoc/>
    public void Write(ResidentEvent happened)
    {
        if (_isVerbose || happened.Level != ResidentLevel.Debug)
            _lines.Writer.TryWrite(happened);
    }

    /// <summary>Writes what is left.</summary>
    public async ValueTask DisposeAsync()
    {
        _lines.Writer.TryComplete();

        // Who reads stdout may have stopped to.
        await Task.WhenAny(_writing, Task.Delay(TimeSpan.FromSeconds(5)));
    }

    private async Task WriteAllAsync()
    {
        try
        {
            await foreach (var happened in _lines.Reader.ReadAllAsync())
            {
                await _writer.WriteLineAsync(LineOf(happened));
                if (Interlocked.Exchange(ref _dropped, 0) is > 0 and var dropped)
                    await _writer.WriteLineAsync(LineOf(new ResidentEvent(ResidentLevel.Warning, "log", $"{dropped} lines were dropped: nobody took them.")));

                if (_lines.Reader.Count == 0)
                    await _writer.FlushAsync();
            }
        }
        catch (IOException)
        {
            // stdout is closed. The address matters more than the log.
        }
    }

    private string LineOf(ResidentEvent happened)
    {
        var message = CommandLineWords.Translate(happened.Message).ReplaceLineEndings(" ");
        if (_isJson)
            return JsonSerializer.Serialize(JournalLine.Of(happened, message, DateTimeOffset.UtcNow), AgentJson.Relaxed.JournalLine);

        var text = new StringBuilder();
        if (_isJournal)
            text.Append(CultureInfo.InvariantCulture, $"<{(int)happened.Level}>");
        else
            text.Append(CultureInfo.InvariantCulture, $"time={DateTimeOffset.UtcNow:yyyy-MM-ddTHH:mm:ss.fffZ} ");

        text.Append(CultureInfo.InvariantCulture, $"level={JournalLine.NameOf(happened.Level)} event={happened.Name}");
        if (happened.Destination is { } destination)
            text.Append(CultureInfo.InvariantCulture, $" destination={destination}");

        if (happened.ErrorId is { } errorId)
            text.Append(CultureInfo.InvariantCulture, $" error={errorId}");

        if (happened.Elapsed is { } elapsed)
            text.Append(CultureInfo.InvariantCulture, $" ms={elapsed.TotalMilliseconds:0.#}");

        return text.Append(" message=\"").Append(message.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"').ToString();
    }
}
