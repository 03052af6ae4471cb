namespace OverlayIp.Lab.Tests.Support;

/// <summary>A folder that is removed by somebody else whenever it is empty, as a lab that leaves does.</summary>
internal static class RemovedFolder
{
    // Each that succeeds costs whoever makes the folder an attempt, so there is an end to them.
    private const int MostRemovals = 5;

    /// <summary>Does something while the folder is removed again and again.</summary>
    public static async Task WhileAsync(string folder, Func<Task> act)
    {
        var isDone = false;
        var removing = Task.Run(() =>
        {
            for (var removals = 0; removals < MostRemovals && !Volatile.Read(ref isDone); removals += TryRemove(folder) ? 1 : 0)
            {
            }
        });
        try
        {
            await act();
        }
        finally
        {
            Volatile.Write(ref isDone, true);
            await removing;
        }
    }

    private static bool TryRemove(string folder)
    {
        try
        {
            Directory.Delete(folder);
            return true;
        }
        catch (IOException)
        {
            // Not there, or not empty.
            return false;
        }
    }
}
