namespace OverlayIp.Engine.Addressing;

/// <summary>Reads the network interfaces of Windows in a way that does not depend on its language, as netsh's output does.</summary>
public interface IWindowsInterfaceReader
{
    /// <summary>Reads all interfaces with their addresses.</summary>
    IReadOnlyList<WindowsInterface> Read();
}
