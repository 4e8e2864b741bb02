namespace DiscreteVae.Research.Results;

/// <summary>Turns what the operating system says about a file into what the user can do about it.</summary>
internal static class FileErrors
{
    // Errno on Unix (ENOSPC, EDQUOT on Linux and macOS), HRESULT on Windows (ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL).
    private static readonly int[] DiskFull = [28, 122, 69, unchecked((int)0x80070027), unchecked((int)0x80070070)];
    private static readonly int[] ReadOnly = [30, unchecked((int)0x80070013)];

    /// <summary>Whether <paramref name="error"/> is the file system's and not a mistake of the program.</summary>
    public static bool Covers(Exception error) => error is IOException or UnauthorizedAccessException;

    /// <summary>The error of writing <paramref name="path"/>.</summary>
    public static UserErrorException Writing(string path, Exception error) => Tell("write", path, error);

    /// <summary>The error of reading <paramref name="path"/>.</summary>
    public static UserErrorException Reading(string path, Exception error) => Tell("read", path, error);

    private static UserErrorException Tell(string verb, string path, Exception error) =>
        new(ExitCode.Environment, $"Cannot {verb} '{path}': {Reason(path, error)}", error);

    private static string Reason(string path, Exception error) => error switch
    {
        _ when DiskFull.Contains(error.HResult) =>
            "the disk or the quota is full. Free some space, or choose a folder on another disk.",
        _ when ReadOnly.Contains(error.HResult) =>
            "the file system is read-only. Choose a folder that can be written.",
        _ when Directory.Exists(path) => "a folder of that name is in the way. Move it, or choose another name.",
        DirectoryNotFoundException => $"the folder '{Path.GetDirectoryName(path)}' does not exist. Create it, or check the path.",
        FileNotFoundException => "there is no such file. Check the path.",
        UnauthorizedAccessException =>
            "permission denied. Change the permissions of the file and its folder, or choose another folder.",
        _ => error.Message,
    };
}
