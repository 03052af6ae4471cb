using System.Globalization;
using System.Text;

namespace OverlayIp.Lab.Http;

/// <summary>
/// Reads HTTP/1.1 requests (RFC 9112) from a stream, one after the other; what was read beyond one request is kept for
/// the next, so that pipelined requests work.
/// </summary>
internal sealed class HttpRequestReader(Stream stream)
{
    /// <summary>Bound of the request line and the headers together.</summary>
    public const int MaxHeadBytes = 32 * 1024;

    /// <summary>Bound of a body. EC2's own is far smaller than this for every action that the lab has.</summary>
    public const int MaxBodyBytes = 4 * 1024 * 1024;

    private static readonly byte[] Continue = "HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray();

    private byte[] _buffer = new byte[8 * 1024];
    private int _start;
    private int _end;

    /// <summary>Waits until something of the next request is there. False when the peer closed the connection instead.</summary>
    public async ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _end > _start || await FillAsync(cancellationToken);

    /// <summary>Reads the next request, or null when the peer closed the connection between requests.</summary>
    public async ValueTask<HttpRequest?> ReadAsync(CancellationToken cancellationToken)
    {
        var head = await ReadHeadAsync(cancellationToken);
        if (head is null)
        {
            return null;
        }

        var request = HttpHead.Parse(head);
        if (request.Header("transfer-encoding") is { } coding)
        {
            RefuseSmuggling(request, coding);
            await AnswerExpectationAsync(request, cancellationToken);
            return request with { Body = await ReadChunksAsync(cancellationToken) };
        }

        var length = ContentLength(request);
        if (length == 0)
        {
            return request;
        }

        await AnswerExpectationAsync(request, cancellationToken);
        return request with { Body = await ReadExactlyAsync(length, cancellationToken) };
    }

    private static void RefuseSmuggling(HttpRequest request, string coding)
    {
        if (!coding.Equals("chunked", StringComparison.OrdinalIgnoreCase))
        {
            throw new HttpProtocolException(501, $"The transfer coding '{coding}' is not supported.");
        }

        // RFC 9112, 6.3: both together are how requests are smuggled past proxies.
        if (request.Header("content-length") is not null)
        {
            throw new HttpProtocolException(400, "A request has either Content-Length or Transfer-Encoding, not both.");
        }
    }

    private static int ContentLength(HttpRequest request)
    {
        if (request.Header("content-length") is not { } text)
        {
            return 0;
        }

        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length))
        {
            throw new HttpProtocolException(400, "Content-Length is not a number.");
        }

        return length <= MaxBodyBytes ? (int)length : throw TooLarge();
    }

    private static HttpProtocolException TooLarge() => new(413, $"The body is larger than {MaxBodyBytes} bytes.");

    // The AWS CLI and boto3 wait up to a second for this before they send a body.
    private async ValueTask AnswerExpectationAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.Header("expect") is not { } expectation)
        {
            return;
        }

        if (!expectation.Equals("100-continue", StringComparison.OrdinalIgnoreCase))
        {
            throw new HttpProtocolException(417, $"The expectation '{expectation}' cannot be met.");
        }

        await stream.WriteAsync(Continue, cancellationToken);
    }

    private async ValueTask<byte[]?> ReadHeadAsync(CancellationToken cancellationToken)
    {
        var scanned = 0;
        while (true)
        {
            SkipLeadingEmptyLines(ref scanned);
            var available = _buffer.AsSpan(_start, _end - _start);
            var from = Math.Max(0, scanned - 3);
            var mark = available[from..].IndexOf("\r\n\r\n"u8);
            if (mark >= 0)
            {
                var length = from + mark + 2;
                var head = available[..length].ToArray();
                _start += length + 2;
                return head;
            }

            scanned = available.Length;
            if (scanned > MaxHeadBytes)
            {
                throw new HttpProtocolException(431, $"The headers are larger than {MaxHeadBytes} bytes.");
            }

            if (!await FillAsync(cancellationToken))
            {
                return scanned == 0 ? null : throw new HttpProtocolException(400, "The connection ended within the headers.");
            }
        }
    }

    // RFC 9112, 2.2: a server ought to ignore an empty line before the request line.
    private void SkipLeadingEmptyLines(ref int scanned)
    {
        while (_end - _start >= 2 && _buffer[_start] == '\r' && _buffer[_start + 1] == '\n')
        {
            _start += 2;
            scanned = 0;
        }
    }

    private async ValueTask<byte[]> ReadChunksAsync(CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        while (true)
        {
            var size = ChunkSize(await ReadLineAsync(cancellationToken));
            if (size == 0)
            {
                break;
            }

            if (body.Length + size > MaxBodyBytes)
            {
                throw TooLarge();
            }

            body.Write(await ReadExactlyAsync(size, cancellationToken));
            if ((await ReadLineAsync(cancellationToken)).Length != 0)
            {
                throw new HttpProtocolException(400, "A chunk is longer than its size says.");
            }
        }

        var trailerBytes = 0;
        for (var line = await ReadLineAsync(cancellationToken); line.Length != 0; line = await ReadLineAsync(cancellationToken))
        {
            trailerBytes += line.Length;
            if (trailerBytes > MaxHeadBytes)
            {
                throw new HttpProtocolException(431, "The trailers are too large.");
            }
        }

        return body.ToArray();
    }

    private static int ChunkSize(string line)
    {
        var extension = line.IndexOf(';', StringComparison.Ordinal);
        var digits = (extension < 0 ? line : line[..extension]).TrimEnd();
        if (digits.Length is 0 or > 15
            || !long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size))
        {
            throw new HttpProtocolException(400, "A chunk has no valid size.");
        }

        return size <= MaxBodyBytes ? (int)size : throw TooLarge();
    }

    private async ValueTask<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var available = _buffer.AsSpan(_start, _end - _start);
            var mark = available.IndexOf("\r\n"u8);
            if (mark >= 0)
            {
                var line = Encoding.Latin1.GetString(available[..mark]);
                _start += mark + 2;
                return line;
            }

            if (available.Length > MaxHeadBytes)
            {
                throw new HttpProtocolException(400, "A line within the body is too long.");
            }

            if (!await FillAsync(cancellationToken))
            {
                throw new HttpProtocolException(400, "The connection ended within the body.");
            }
        }
    }

    private async ValueTask<byte[]> ReadExactlyAsync(int length, CancellationToken cancellationToken)
    {
        var body = new byte[length];
        var filled = Math.Min(length, _end - _start);
        _buffer.AsSpan(_start, filled).CopyTo(body);
        _start += filled;
        while (filled < length)
        {
            var read = await stream.ReadAsync(body.AsMemory(filled), cancellationToken);
            if (read == 0)
            {
                throw new HttpProtocolException(400, "The connection ended within the body.");
            }

            filled += read;
        }

        return body;
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        return read > 0;
    }
}
