using DiscreteVae.Research;
using DiscreteVae.Research.Results;

using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Results;

public sealed class AtomicFileTests : IDisposable
{
    private const int NoSpaceLeft = 28;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Text_is_utf8_without_a_mark_and_replaces_the_old_content()
    {
        AtomicFile.WriteText(_folder["a.txt"], "a longer first content\n");
        AtomicFile.WriteText(_folder["a.txt"], "τ\n");
        Assert.Equal([0xCF, 0x84, 0x0A], File.ReadAllBytes(_folder["a.txt"]));
        Assert.Equal(["a.txt"], _folder.Entries());
    }

    [Fact]
    public void A_writer_that_throws_leaves_the_old_content_and_its_own_exception()
    {
        AtomicFile.WriteText(_folder["a.txt"], "old");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(_folder["a.txt"], stream =>
        {
            stream.WriteByte(1);
            throw new InvalidOperationException();
        }));
        Assert.Equal("old", File.ReadAllText(_folder["a.txt"]));
        Assert.Equal(["a.txt"], _folder.Entries());
    }

    [Fact]
    public void The_reader_sees_the_old_content_until_the_new_one_is_whole()
    {
        AtomicFile.WriteText(_folder["a.txt"], "old");
        AtomicFile.Write(_folder["a.txt"], stream =>
        {
            stream.Write("new"u8);
            stream.Flush();
            Assert.Equal("old", File.ReadAllText(_folder["a.txt"]));
        });
        Assert.Equal("new", File.ReadAllText(_folder["a.txt"]));
    }

    [Fact]
    public void What_a_kill_left_aside_is_overwritten()
    {
        File.WriteAllText(_folder[".a.txt.partial"], "something much longer than the new content");
        AtomicFile.WriteText(_folder["a.txt"], "new");
        Assert.Equal("new", File.ReadAllText(_folder["a.txt"]));
        Assert.Equal(["a.txt"], _folder.Entries());
    }

    [Fact]
    public void A_missing_folder_is_named()
    {
        var error = Assert.Throws<UserErrorException>(() => AtomicFile.WriteText(_folder["none/a.txt"], "x"));
        Assert.Equal(ExitCode.Environment, error.ExitCode);
        Assert.Contains(_folder["none/a.txt"], error.Message, StringComparison.Ordinal);
        Assert.Contains($"the folder '{_folder["none"]}' does not exist", error.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.Entries());
    }

    [Fact]
    public void A_folder_in_the_way_is_named_and_kept()
    {
        Directory.CreateDirectory(_folder["a.txt"]);
        var error = Assert.Throws<UserErrorException>(() => AtomicFile.WriteText(_folder["a.txt"], "x"));
        Assert.Contains("a folder of that name", error.Message, StringComparison.Ordinal);
        Assert.Equal(["a.txt"], _folder.Entries());
    }

    [Fact]
    public void A_full_disk_is_told_as_such_and_leaves_nothing()
    {
        var error = Assert.Throws<UserErrorException>(() => AtomicFile.Write(
            _folder["a.txt"], _ => throw new IOException("No space left on device", NoSpaceLeft)));
        Assert.Contains("is full", error.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.Entries());
    }

    [Fact]
    public void A_refusal_is_told_as_such_and_leaves_nothing()
    {
        var error = Assert.Throws<UserErrorException>(() => AtomicFile.Write(
            _folder["a.txt"], _ => throw new UnauthorizedAccessException()));
        Assert.Contains("permission denied", error.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.Entries());
    }

    [SkippableFact]
    public void A_disk_that_is_really_full_keeps_the_old_file_whole()
    {
        using var disk = new SmallDisk("size=64k");
        disk.SkipUnlessMounted();
        AtomicFile.WriteText(disk.File("a.txt"), "old");
        var error = Assert.Throws<UserErrorException>(() => AtomicFile.WriteText(disk.File("a.txt"), new string('x', 100_000)));
        Assert.Contains("is full", error.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(disk.File("a.txt")));
        Assert.Equal(["a.txt"], disk.Entries());
    }

    [SkippableFact]
    public void A_read_only_disk_is_told_as_such()
    {
        using var disk = new SmallDisk("size=64k,ro");
        disk.SkipUnlessMounted();
        var error = Assert.Throws<UserErrorException>(() => AtomicFile.WriteText(disk.File("a.txt"), "x"));
        Assert.Contains("read-only", error.Message, StringComparison.Ordinal);
        Assert.Empty(disk.Entries());
    }

    [SkippableFact]
    public void A_folder_without_permission_is_told_as_such()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has other permissions.");
        if (OperatingSystem.IsWindows()) return;
        Skip.If(Environment.IsPrivilegedProcess, "Nothing is forbidden to the superuser.");
        UnixFileMode mode = File.GetUnixFileMode(_folder.Path);
        File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            var error = Assert.Throws<UserErrorException>(() => AtomicFile.WriteText(_folder["a.txt"], "x"));
            Assert.Contains("permission denied", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.SetUnixFileMode(_folder.Path, mode);
        }
    }
}
