using System.ComponentModel;

namespace OverlayIp.Lab.Network;

/// <summary>
/// Network namespaces that are kept from ending. The kernel gives the number of one that has ended to the next that is made, by whomever
/// (nsfs has the lowest that is free): who goes by numbers, as of the processes to end, must hold what they stand for.
/// </summary>
internal sealed class NamespaceHold : IDisposable
{
    private readonly List<int> _descriptors = [];

    /// <summary>Holds a namespace of ip-netns(8).</summary>
    /// <param name="name">Its name.</param>
    /// <returns>False when there is none of that name.</returns>
    public bool Add(string name)
    {
        try
        {
            _descriptors.Add(LinuxCalls.Open($"{NetworkTools.NamespaceFolder}/{name}"));
            return true;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    public void Dispose()
    {
        _descriptors.ForEach(LinuxCalls.Close);
        _descriptors.Clear();
    }
}
