using System.Runtime.Intrinsics;

namespace DiscreteVae.Backends.Simd;

/// <summary>Moves single rows between plain and blocked order.</summary>
internal static unsafe class BlockedRows
{
    /// <summary>Writes a row to its place in every block of features; what pads the last block becomes 0.</summary>
    public static void Scatter(ReadOnlySpan<float> row, float* destination, nint blockStride)
    {
        for (; row.Length >= Blocked.Width; row = row[Blocked.Width..], destination += blockStride)
        {
            Vector512.Create(row).Store(destination);
            Vector512.Create(row[Vector512<float>.Count..]).Store(destination + Vector512<float>.Count);
        }
        if (row.IsEmpty) return;
        var last = new Span<float>(destination, Blocked.Width);
        row.CopyTo(last);
        last[row.Length..].Clear();
    }

    /// <summary>Collects a row from its places.</summary>
    public static void Gather(float* source, nint blockStride, Span<float> row)
    {
        for (; row.Length >= Blocked.Width; row = row[Blocked.Width..], source += blockStride)
        {
            Vector512.Load(source).CopyTo(row);
            Vector512.Load(source + Vector512<float>.Count).CopyTo(row[Vector512<float>.Count..]);
        }
        new ReadOnlySpan<float>(source, row.Length).CopyTo(row);
    }
}
