using OverlayIp.Lab.Network;
using OverlayIp.Lab.Tests.Support;

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

    // The last one takes the folders with it.
    [Fact]
    public async Task A_lab_that_comes_while_the_last_one_leaves_has_its_file()
    {
        for (var i = 0; i < 300; i++)
        {
            var lab = new NetworkedLab { Id = $"{i:x4}", Name = "lab", ProcessId = 1, ProcessStart = 1, EndpointUrl = "http://127.0.0.1:1" };
            await RemovedFolder.WhileAsync(_folder, () =>
            {
                Assert.True(NetworkedLabs.Write(lab, isNew: true, _folder));
                return Task.CompletedTask;
            });
            Assert.False(NetworkedLabs.Write(lab, isNew: true, _folder));
            NetworkedLabs.Delete(lab.Id, _folder);
            Assert.False(Directory.Exists(_folder));
        }
    }
}
