using DiscreteVae.Layers;
using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>
/// Cuts work on latents, whose K numbers lie side by side, into pieces that the threads of a backend share. The cuts depend on K alone, and
/// so does every bit of the result.
/// </summary>
internal sealed class LatentPieces(int categories)
{
    private readonly Dictionary<Type, object> _bound = [];
    private readonly int _size = LogSoftmax.GroupsOfPiece(categories) * categories;

    /// <summary>Calls <paramref name="work"/> with the arguments and each piece, from its first number up to its last.</summary>
    /// <param name="backend">Whose threads share the pieces; null is none but the caller's.</param>
    /// <param name="numbers">K of each latent, of all data together.</param>
    /// <param name="arguments">Of the work.</param>
    /// <param name="work">A static lambda: with its arguments apart, a call leaves no garbage.</param>
    public void Share<T>(IBackend? backend, int numbers, T arguments, Action<T, int, int> work)
    {
        if (!_bound.TryGetValue(typeof(T), out object? bound)) _bound.Add(typeof(T), bound = new Bound<T>(_size));
        ((Bound<T>)bound).Share(backend, numbers, arguments, work);
    }

    /// <summary>Work and its arguments, in the place of a closure.</summary>
    private sealed class Bound<T>
    {
        private readonly int _size;
        private readonly Action<int, int> _pieces;
        private T _arguments = default!;
        private Action<T, int, int> _work = null!;
        private int _numbers;

        public Bound(int size)
        {
            _size = size;
            _pieces = Pieces;
        }

        public void Share(IBackend? backend, int numbers, T arguments, Action<T, int, int> work)
        {
            (_arguments, _work, _numbers) = (arguments, work, numbers);
            int pieces = (numbers + _size - 1) / _size;
            if (backend is null) Pieces(0, pieces);
            else backend.Share(pieces, numbers, _pieces);
        }

        private void Pieces(int piece, int end)
        {
            for (; piece < end; piece++) _work(_arguments, piece * _size, Math.Min((piece + 1) * _size, _numbers));
        }
    }
}
