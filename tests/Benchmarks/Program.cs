using OverlayIp.Benchmarks;
using OverlayIp.Benchmarks.Measuring;

using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    interrupted.Cancel();
};

if (BenchmarkOptions.Parse(args) is not { } options)
{
    await Console.Error.WriteLineAsync(BenchmarkOptions.Usage);
    return 2;
}

var report = new Report(Machine.Describe());
try
{
    foreach (var benchmark in options.Selected)
    {
        await Console.Error.WriteLineAsync($"# {benchmark.Name}");
        report.Add(await RunAsync(benchmark));
    }
}
catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
{
    await Console.Error.WriteLineAsync("Interrupted: what was finished is reported.");
}

await report.WriteAsync(options, CancellationToken.None);
return interrupted.IsCancellationRequested ? 130 : report.AllGoalsMet ? 0 : 1;

// One that fails must not take the results of the others with it.
async Task<BenchmarkResult> RunAsync(IBenchmark benchmark)
{
    try
    {
        return await benchmark.RunAsync(options, interrupted.Token);
    }
    catch (InvalidOperationException failure)
    {
        return new BenchmarkResult { Name = benchmark.Name, Title = benchmark.Question, Failure = failure.Message };
    }
}
