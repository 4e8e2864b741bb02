using System.Security.Cryptography;
using System.Text;

namespace DiscreteVae.Research.Reports;

/// <summary>Style and scripts of the page, shipped inside the program.</summary>
internal static class ReportAssets
{
    /// <summary>The style sheet.</summary>
    public static string Style { get; } = Read("uPlot.min.css") + Read("report.css");

    /// <summary>The scripts in the order in which they run.</summary>
    public static IReadOnlyList<string> Scripts { get; } = [Read("uPlot.iife.min.js"), Read("report.js")];

    /// <summary>The licence of the chart library, which the page must carry.</summary>
    public static string UPlotLicence { get; } = Read("uPlot.LICENSE.txt");

    /// <summary>What the page's content security policy calls a script: nothing else may run.</summary>
    public static string HashOf(string script) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'";

    private static string Read(string name)
    {
        using Stream file = typeof(ReportAssets).Assembly.GetManifestResourceStream("report/" + name)!;
        using var reader = new StreamReader(file);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
