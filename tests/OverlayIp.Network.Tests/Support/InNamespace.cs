using System.Runtime.ExceptionServices;
using OverlayIp.Lab.Network;

namespace OverlayIp.Network.Tests.Support;

/// <summary>Does something on a thread that is in a network namespace.</summary>
internal static class InNamespace
{
    public static T Do<T>(string space, Func<T> act)
    {
        T? result = default;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                using (NamespaceScope.Enter(space))
                {
                    result = act();
                }
            }
            catch (Exception problem)
            {
                failure = ExceptionDispatchInfo.Capture(problem);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result!;
    }
}
