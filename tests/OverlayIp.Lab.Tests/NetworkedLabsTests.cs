using OverlayIp.Lab.Network;

namespace OverlayIp.Lab.Tests;

/// <summary>The files of networked labs.</summary>
public sealed class NetworkedLabsTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"overlayip-labs-{Guid.NewGuid():N}", "labs");

    public void Dispose()
    {
        if (Directory.Exists(Path.GetDirectoryName(_folder)))
        {
            Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);
        }
    }

    // The last one takes the folders with it. Each removal that succeeds costs the one that comes an attempt, so there is an end to them.
    [Fact]
    public async Task A_lab_that_comes_while_the_last_one_leaves_has_its_file()
    {
        for (var i = 0; i < 300; i++)
        {
            var lab = new NetworkedLab { Id = $"{i:x4}", Name = "lab", ProcessId = 1, ProcessStart = 1, EndpointUrl = "http://127.0.0.1:1" };
            var stands = false;
            var leaving = Task.Run(() =>
            {
                for (var removals = 0; removals < 5 && !Volatile.Read(ref stands); removals += TryRemove() ? 1 : 0)
                {
                }
            });
            try
            {
                Assert.True(NetworkedLabs.Write(lab, isNew: true, _folder));
            }
            finally
            {
                Volatile.Write(ref stands, true);
                await leaving;
            }

            Assert.False(NetworkedLabs.Write(lab, isNew: true, _folder));
            NetworkedLabs.Delete(lab.Id, _folder);
            Assert.False(Directory.Exists(_folder));
        }
    }

    private bool TryRemove()
    {
        try
        {
            Directory.Delete(_folder);
            return true;
        }
        catch (IOException)
        {
            // Not there, or not empty.
            return false;
        }
    }
}
