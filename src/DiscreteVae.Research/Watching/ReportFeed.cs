using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DiscreteVae.Research.Reports;

namespace DiscreteVae.Research.Watching;

/// <summary>The page as it was made last.</summary>
/// <param name="Page">The HTML.</param>
/// <param name="Version">Another one for every other page.</param>
/// <param name="Finished">Whether every trial has ended.</param>
/// <param name="Error">Why the folder cannot be read now; null where it can.</param>
internal sealed record ReportEdition(byte[] Page, string Version, bool Finished, string? Error);

/// <summary>Makes the report of a results folder anew whenever one of its files has changed.</summary>
internal sealed class ReportFeed
{
    private static readonly string[] TrialFiles = ["state.json", "metrics.csv", "trial.json", "environment.json"];

    private readonly string _folder;
    private readonly Func<ExperimentReport> _read;
    private readonly TimeProvider _clock;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string _seen;

    /// <summary>Makes the first page.</summary>
    /// <param name="folder">The results folder.</param>
    /// <param name="read">Reads it.</param>
    /// <param name="clock">Says when to look again.</param>
    /// <exception cref="UserErrorException">It is no results folder, or a file is damaged.</exception>
    public ReportFeed(string folder, Func<ExperimentReport> read, TimeProvider clock)
    {
        (_folder, _read, _clock) = (folder, read, clock);
        _seen = Fingerprint(folder);
        Newest = Print(read());
    }

    /// <summary>The newest page.</summary>
    public ReportEdition Newest { get; private set; }

    /// <summary>Waits until there is another page than the one of <paramref name="version"/>.</summary>
    public async Task<ReportEdition> AfterAsync(string? version, CancellationToken cancellationToken)
    {
        while (true)
        {
            // Taken before the comparison: a change in between completes it.
            Task changed = Volatile.Read(ref _changed).Task;
            if (Newest.Version != version) return Newest;
            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Looks for changes until cancelled.</summary>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        var pause = TimeSpan.FromSeconds(1);
        while (true)
        {
            await Task.Delay(pause, _clock, cancellationToken).ConfigureAwait(false);
            long begun = _clock.GetTimestamp();
            Look();
            // A page of many trials takes a while: the sweep needs the cores more than its reader does.
            TimeSpan spent = _clock.GetElapsedTime(begun);
            pause = TimeSpan.FromSeconds(Math.Clamp(5 * spent.TotalSeconds, 1, 15));
        }
    }

    /// <summary>Makes the page anew if a file has changed.</summary>
    internal void Look()
    {
        string found = Fingerprint(_folder);
        if (found == _seen) return;
        _seen = found;
        ReportEdition next;
        try
        {
            next = Print(_read());
        }
        catch (UserErrorException error)
        {
            // The page stays as it was: what is wrong may be mended, or be half-copied.
            next = Newest with { Error = error.Message, Version = $"{Newest.Version}!{error.Message.GetHashCode(StringComparison.Ordinal)}" };
        }
        if (next.Version == Newest.Version) return;
        Newest = next;
        Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }

    private static ReportEdition Print(ExperimentReport report)
    {
        byte[] page = Encoding.UTF8.GetBytes(report.ToHtml(live: true));
        return new ReportEdition(page, Convert.ToHexString(SHA256.HashData(page)), report.IsFinished, null);
    }

    // Names, lengths and times of what a page is made from.
    private static string Fingerprint(string folder)
    {
        var text = new StringBuilder();
        void Add(string path)
        {
            var file = new FileInfo(path);
            if (file.Exists) text.Append(CultureInfo.InvariantCulture, $"{path}|{file.Length}|{file.LastWriteTimeUtc.Ticks}\n");
        }
        Add(Path.Join(folder, "plan.json"));
        Add(Path.Join(folder, "gradients.csv"));
        string trials = Path.Join(folder, "trials");
        string[] folders = Directory.Exists(trials) ? Directory.GetDirectories(trials) : [];
        foreach (string trial in folders.Order(StringComparer.Ordinal))
        {
            foreach (string name in TrialFiles) Add(Path.Join(trial, name));
        }
        return text.ToString();
    }
}
