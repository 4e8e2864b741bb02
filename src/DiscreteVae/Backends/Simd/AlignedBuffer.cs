namespace DiscreteVae.Backends.Simd;

/// <summary>Zeroed memory that begins on a cache line and never moves; it lives as long as this object is referenced.</summary>
internal sealed unsafe class AlignedBuffer<T> where T : unmanaged
{
    private const int CacheLine = 64;
    private readonly byte[] _pinned;

    public AlignedBuffer(int length)
    {
        Length = length;
        _pinned = GC.AllocateArray<byte>(checked(length * sizeof(T) + CacheLine), pinned: true);
        fixed (byte* start = _pinned) Pointer = (T*)(((nint)start + CacheLine - 1) & -CacheLine);
    }

    public int Length { get; }

    /// <summary>The first element. Whoever uses it keeps this object reachable meanwhile.</summary>
    public T* Pointer { get; }

    public Span<T> Span => new(Pointer, Length);
}
