using OverlayIp.Engine.Addressing;

namespace OverlayIp.Engine.Tests.Addressing;

/// <summary>Answers commands from a script and remembers them. A command's last answer repeats; an unknown command fails the test.</summary>
internal sealed class FakeProcessRunner : IProcessRunner
{
    private readonly Dictionary<string, Queue<Func<ProcessResult>>> _answers = new(StringComparer.Ordinal);
    private readonly List<string> _ran = [];

    public IReadOnlyList<string> Ran => _ran;

    /// <summary>What ran that was not a mere question.</summary>
    public IEnumerable<string> Changes => _ran.Where(command => !command.Contains(" show", StringComparison.Ordinal));

    private bool _answersAnything;

    /// <summary>Commands without an answer of their own succeed and say nothing; chown is really run.</summary>
    public FakeProcessRunner OnAnything()
    {
        _answersAnything = true;
        return this;
    }

    public FakeProcessRunner On(string command, string output = "", int exitCode = 0, string error = "") =>
        On(command, () => new ProcessResult(exitCode, output, error));

    public FakeProcessRunner On(string command, Func<ProcessResult> answer)
    {
        if (!_answers.TryGetValue(command, out var queue))
            _answers[command] = queue = new Queue<Func<ProcessResult>>();

        queue.Enqueue(answer);
        return this;
    }

    public Task<ProcessResult> RunAsync(ProcessCommand command, CancellationToken cancellationToken)
    {
        if (_answersAnything && command.FileName == "chown")
            return new ProcessRunner().RunAsync(command, cancellationToken);

        cancellationToken.ThrowIfCancellationRequested();
        lock (_ran)
        {
            _ran.Add(command.ToString());
            if (!_answers.TryGetValue(command.ToString(), out var queue))
                return _answersAnything ? Task.FromResult(new ProcessResult(0, "", "")) : throw new InvalidOperationException($"The test has no answer for: {command}");

            return Task.FromResult((queue.Count > 1 ? queue.Dequeue() : queue.Peek())());
        }
    }
}
