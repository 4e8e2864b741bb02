using System.Diagnostics;

namespace DiscreteVae.Tests.Support;

/// <summary>
/// A real file system of a few pages, full or read-only at will: only where the system lets the tests mount one.
/// </summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly bool _mounted;

    public SmallDisk(string options) =>
        _mounted = OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", options, "tmpfs", Path);

    public string Path => _folder.Path;

    public string File(string name) => _folder[name];

    public string[] Entries() => _folder.Entries();

    public void SkipUnlessMounted() => Skip.IfNot(_mounted, "This system does not let the tests mount a tmpfs.");

    /// <summary>Changes its size, or whether it can be written.</summary>
    public void Remount(string options) => Assert.True(Run("mount", "-o", $"remount,{options}", Path));

    public void Dispose()
    {
        if (_mounted) Run("umount", Path);
        _folder.Dispose();
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
