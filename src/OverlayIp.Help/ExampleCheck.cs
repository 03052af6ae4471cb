namespace OverlayIp.Help;

/// <summary>Holds the examples against the cmdlets as they are, because examples are what drifts first.</summary>
internal static class ExampleCheck
{
    public static void Run(IReadOnlyList<CmdletHelp> help, ProblemList problems)
    {
        var cmdlets = help.ToDictionary(h => h.Cmdlet.Name, h => h.Cmdlet, StringComparer.OrdinalIgnoreCase);
        var nouns = cmdlets.Values.Select(c => c.Noun).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var (owner, example) in help.SelectMany(h => h.Examples.Where(e => e.Code.Length > 0).Select(e => (h.Cmdlet, e))))
        {
            var calls = ExampleScript.Calls(example.Code);
            foreach (var call in calls)
            {
                if (cmdlets.TryGetValue(call.Name, out var cmdlet))
                    Check(owner, cmdlet, call, example, problems);
                else if (nouns.Contains(call.Name[(call.Name.IndexOf('-', StringComparison.Ordinal) + 1)..]))
                    problems.Add("OIHELP013", $"an example of {owner} calls {call.Name}, which does not exist", example.Source);
            }

            if (!calls.Any(c => c.Name.Equals(owner.Name, StringComparison.OrdinalIgnoreCase)))
                problems.Add("OIHELP013", $"an example of {owner} never calls it", example.Source);
        }
    }

    private static void Check(CmdletDescription owner, CmdletDescription cmdlet, CommandCall call, ExampleHelp example, ProblemList problems)
    {
        var used = new List<ParameterDescription>();
        foreach (var name in call.Parameters.Where(p => !BuiltInParameters.Common.Contains(p)))
        {
            if (cmdlet.Parameters.FirstOrDefault(p => p.IsCalled(name)) is { } parameter)
                used.Add(parameter);
            else
                problems.Add("OIHELP010", $"an example of {owner} uses -{name}, which {cmdlet} does not have", example.Source);
        }

        if (!cmdlet.Sets.Any(set => used.TrueForAll(p => p.In(set) is not null)))
            problems.Add("OIHELP014", $"an example of {owner} combines {string.Join(", ", used.Select(p => "-" + p.Name))}, which no parameter set of {cmdlet} has together", example.Source);
    }
}
