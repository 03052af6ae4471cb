namespace OverlayIp.Engine.Addressing;

/// <summary>A program and its arguments, as a list: no shell ever reads them, so nothing needs quoting or escaping.</summary>
/// <param name="FileName">The program's name, such as <c>ip</c>, to be found on the machine; or its absolute path.</param>
/// <param name="Arguments">The arguments, one element each.</param>
public sealed record ProcessCommand(string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>The command as one would type it, for people to read: arguments with blanks are shown in quotes.</summary>
    public override string ToString() => string.Join(' ', Arguments.Prepend(FileName).Select(Quoted));

    private static string Quoted(string argument) =>
        argument.Length == 0 || argument.Any(char.IsWhiteSpace) ? $"\"{argument}\"" : argument;
}
