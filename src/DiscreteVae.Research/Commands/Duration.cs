using System.Globalization;

namespace DiscreteVae.Research.Commands;

/// <summary>Spans of time in words.</summary>
internal static class Duration
{
    /// <summary>Two units at most: <c>4.2 s</c>, <c>6 min 20 s</c>, <c>3 h 5 min</c>, <c>2 d 4 h</c>.</summary>
    public static string Text(double seconds)
    {
        if (!double.IsFinite(seconds) || seconds < 0)
            return "?";
        if (seconds < 9.95)
            return string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s");
        long whole = (long)Math.Round(seconds);
        return whole switch
        {
            < 60 => string.Create(CultureInfo.InvariantCulture, $"{whole} s"),
            < 3600 => string.Create(CultureInfo.InvariantCulture, $"{whole / 60} min {whole % 60} s"),
            < 86400 => string.Create(CultureInfo.InvariantCulture, $"{whole / 3600} h {whole / 60 % 60} min"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{whole / 86400} d {whole / 3600 % 24} h"),
        };
    }
}
