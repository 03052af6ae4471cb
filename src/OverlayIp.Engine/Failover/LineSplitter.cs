using System.Text;

namespace OverlayIp.Engine.Failover;

/// <summary>
/// Makes lines of the bytes that a pipe delivers: a line may come in parts, many may come at once, and what has no end is not kept.
/// </summary>
public sealed class LineSplitter
{
    // keepalived's lines have a name and a few words; a writer that never ends its line is none of ours.
    private const int LongestLine = 1024;

    private readonly byte[] _line = new byte[LongestLine];
    private int _length;
    private bool _isTooLong;

    /// <summary>How many lines were dropped because they were too long.</summary>
    public long Dropped { get; private set; }

    /// <summary>Takes bytes, and hands out each line that they end.</summary>
    /// <param name="bytes">What was read.</param>
    /// <param name="take">Gets each line, without its end.</param>
    public void Feed(ReadOnlySpan<byte> bytes, Action<string> take)
    {
        foreach (var value in bytes)
        {
            if (value == (byte)'\n')
            {
                if (_isTooLong)
                    Dropped++;
                else if (_length > 0)
                    take(Encoding.UTF8.GetString(_line, 0, _length));

                (_length, _isTooLong) = (0, false);
            }
            else if (_length == _line.Length)
            {
                _isTooLong = true;
            }
            else
            {
                _line[_length++] = value;
            }
        }
    }

    /// <summary>Forgets the part of a line: its writer is gone.</summary>
    public void Reset() => (_length, _isTooLong) = (0, false);
}
