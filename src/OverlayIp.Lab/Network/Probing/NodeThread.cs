namespace OverlayIp.Lab.Network.Probing;

/// <summary>Does things of this process in an instance's network. A socket stays in the network that it was made in, whoever uses it.</summary>
internal static class NodeThread
{
    /// <summary>Does something on a thread that is in the instance's namespace, and answers what it answers.</summary>
    public static T Do<T>(NetworkedLabNode node, Func<T> act)
    {
        var work = new Task<T>(() =>
        {
            using (NamespaceScope.Enter(node.Namespace))
            {
                return act();
            }
        });
        var thread = new Thread(() => work.RunSynchronously(TaskScheduler.Default)) { IsBackground = true };
        thread.Start();
        return work.GetAwaiter().GetResult();
    }
}
