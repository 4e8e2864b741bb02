namespace DiscreteVae.Research.Results;

/// <summary>
/// The right of one process to work in a folder, which <c>claim.json</c> in it tells others. Taken back when disposed; a process that
/// was killed leaves a stale one, which the next claim recognises and replaces.
/// </summary>
/// <remarks>
/// Two things guard it. The file is made in one step that fails where it exists, on any file system. And while it is held, the system
/// holds a lock on <c>.claim.lock</c> beside it, which ends with the process however that ends: so that of two processes which find the
/// same stale claim only one replaces it. What a lock cannot tell, as on a file system without them, the <see cref="IClaimJudge"/>s decide.
/// </remarks>
public sealed class FolderClaim : IDisposable
{
    private const string Name = "claim.json";
    private const string LockName = ".claim.lock";

    private readonly string _path;
    private readonly string _lockPath;
    private readonly FileStream _lock;

    private FolderClaim(string path, string lockPath, FileStream held) => (_path, _lockPath, _lock) = (path, lockPath, held);

    /// <summary>Claims a folder.</summary>
    /// <param name="folder">It must exist.</param>
    /// <param name="self">This process.</param>
    /// <param name="judges">Asked in order whether a claim found there holds; the first that knows decides.</param>
    /// <param name="holder">Who holds it, where that can be read.</param>
    /// <returns>The claim, or null where another process holds it.</returns>
    /// <exception cref="UserErrorException">The claim cannot be written.</exception>
    public static FolderClaim? Try(string folder, ClaimRecord self, IEnumerable<IClaimJudge> judges, out ClaimRecord? holder)
    {
        string path = Path.Join(folder, Name), lockPath = Path.Join(folder, LockName);
        holder = null;
        FileStream? held = TryLock(lockPath);
        if (held is null)
        {
            holder = Read(path);
            return null;
        }
        try
        {
            if (File.Exists(path))
            {
                holder = Read(path);
                if (holder is not null && Holds(holder, judges))
                {
                    held.Dispose();
                    return null;
                }
                File.Delete(path);
            }
            if (TryCreate(path, self))
            {
                holder = null;
                RemoveLeftovers(folder);
                return new FolderClaim(path, lockPath, held);
            }
            holder = Read(path);
        }
        catch (Exception error)
        {
            held.Dispose();
            if (FileErrors.Covers(error)) throw FileErrors.Writing(path, error);
            throw;
        }
        held.Dispose();
        return null;
    }

    /// <summary>Who claims a folder now, whether it still runs or not; null where nobody does.</summary>
    public static ClaimRecord? Holder(string folder) => Read(Path.Join(folder, Name));

    /// <summary>What to say where another process holds a claim.</summary>
    public static UserErrorException Refusal(string folder, ClaimRecord? holder) => new(ExitCode.Environment,
        $"'{folder}' is in use by {holder?.ToString() ?? "another process"}. Wait for it to end, or end it."
        + (holder is null || holder.Host == Environment.MachineName
            ? ""
            : $" If it no longer runs, which cannot be known from here, remove '{Path.Join(folder, Name)}'."));

    /// <summary>Takes the claim back.</summary>
    public void Dispose()
    {
        try
        {
            File.Delete(_path);
            File.Delete(_lockPath);
        }
        catch (Exception error) when (FileErrors.Covers(error))
        {
            // The folder was removed, or cannot be written any more: the next claim finds this one stale.
        }
        _lock.Dispose();
    }

    private static bool Holds(ClaimRecord claim, IEnumerable<IClaimJudge> judges)
    {
        ClaimLife life = judges.Select(judge => judge.Judge(claim)).FirstOrDefault(life => life != ClaimLife.Unknown);
        return life != ClaimLife.Dead;
    }

    private static FileStream? TryLock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (IsSharingViolation(error))
        {
            return null;
        }
        catch (Exception error) when (FileErrors.Covers(error))
        {
            throw FileErrors.Writing(path, error);
        }
    }

    // EWOULDBLOCK on Linux and macOS, ERROR_SHARING_VIOLATION on Windows.
    private static bool IsSharingViolation(IOException error) => error.HResult is 11 or 35 or unchecked((int)0x80070020);

    // Aside first: the file appears with its content, or not at all.
    private static bool TryCreate(string path, ClaimRecord self)
    {
        string aside = $"{path}.{self.Pid}.{Guid.NewGuid():N}";
        try
        {
            File.WriteAllText(aside, JsonFile.Format(self) + "\n");
            File.Move(aside, path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
        finally
        {
            File.Delete(aside);
        }
    }

    // Of processes that were killed between writing a claim aside and naming it. The pattern ".*" would match the claim itself as well.
    private static void RemoveLeftovers(string folder)
    {
        foreach (string file in Directory.GetFiles(folder, Name + "*").Where(file => Path.GetFileName(file).Length > Name.Length)) File.Delete(file);
    }

    private static ClaimRecord? Read(string path)
    {
        try
        {
            return File.Exists(path) ? JsonFile.Read<ClaimRecord>(path) : null;
        }
        catch (UserErrorException)
        {
            // Taken back just now, or of no use: then nobody can be asked whether it holds.
            return null;
        }
    }
}
