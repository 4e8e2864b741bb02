using DiscreteVae.Estimators;
using DiscreteVae.Numerics;

namespace DiscreteVae.Tests.Support.Numerics;

/// <summary>
/// An objective that counts what an estimator does with it and fails on any breach of <see cref="ILatentObjective"/>'s contract:
/// codes of the wrong shape, a gradient before an evaluation, weights that do not sum to 1, anything after Learn.
/// </summary>
/// <param name="loss">f.</param>
/// <param name="data">D, the data that <paramref name="loss"/> knows.</param>
/// <param name="copies">The minibatch holds every datum this many times: row r belongs to datum r mod D.</param>
internal sealed class CountingObjective(ILatentLoss loss, int data, int copies = 1) : ILatentObjective
{
    private double[] _z = [];
    private double[] _gradient = [];

    public int Count => data * copies;

    /// <summary>Rows evaluated a datum of the minibatch, since <see cref="Begin"/>.</summary>
    public double Evaluations { get; private set; }

    /// <summary>Backward passes down to the codes.</summary>
    public int CodeGradients { get; private set; }

    /// <summary>Rows taken backward through the decoder a datum of the minibatch, the rows it learns from included.</summary>
    public double BackwardPasses { get; private set; }

    /// <summary>Shared codes evaluated, each once for all data of the minibatch.</summary>
    public int SharedEvaluations { get; private set; }

    /// <summary>Shared codes taken backward through the decoder.</summary>
    public int SharedBackwardPasses { get; private set; }

    public int Learned { get; private set; }

    /// <summary>The codes evaluated last.</summary>
    public Matrix? Codes { get; private set; }

    /// <summary>Whether those are shared by all data.</summary>
    public bool AreShared { get; private set; }

    public void Begin()
    {
        (Evaluations, BackwardPasses, CodeGradients, Learned) = (0, 0, 0, 0);
        (SharedEvaluations, SharedBackwardPasses) = (0, 0);
        Codes = null;
    }

    /// <summary>Fails unless the estimate that began last has ended as it must.</summary>
    public void End() => Assert.True(Learned == 1, $"Learn was called {Learned} times.");

    public void Evaluate(Matrix codes, Span<Real> losses)
    {
        NotLearned();
        Assert.True(codes.Rows > 0 && codes.Rows % Count == 0, $"{codes.Rows} rows of codes are not blocks of {Count}.");
        Remember(codes, shared: false);
        Evaluations += (double)codes.Rows / Count;
        for (int r = 0; r < codes.Rows; r++) losses[r] = (Real)loss.Value(r % Count % data, Row(r));
    }

    public void Gradient(Matrix codeGradient)
    {
        NotLearned();
        BackwardPasses += (double)Evaluated().Rows / Count;
        WriteGradient([], codeGradient);
    }

    public void Learn(ReadOnlySpan<Real> weights = default, Matrix? codeGradient = null)
    {
        NotLearned();
        Learned++;
        Matrix codes = Evaluated();
        Assert.False(AreShared, "Shared codes are learnt from by LearnShared.");
        BackwardPasses += (double)codes.Rows / Count;
        Span<Real> equal = new Real[codes.Rows];
        equal.Fill((Real)Count / codes.Rows);
        if (weights.IsEmpty) weights = equal;
        Assert.Equal(codes.Rows, weights.Length);
        for (int b = 0; b < Count; b++)
        {
            double sum = 0;
            for (int r = b; r < weights.Length; r += Count) sum += weights[r];
            Assert.Equal(1, sum, Golden.Tolerance);
        }
        if (codeGradient is not null) WriteGradient(weights, codeGradient);
    }

    public void EvaluateShared(Matrix codes, Matrix losses)
    {
        NotLearned();
        Remember(codes, shared: true);
        SharedEvaluations += codes.Rows;
        losses.WithRows(codes.Rows);
        Assert.Equal(Count, losses.Columns);
        for (int r = 0; r < codes.Rows; r++)
        {
            for (int b = 0; b < Count; b++) losses[r, b] = (Real)loss.Value(b % data, Row(r));
        }
    }

    public void LearnShared(Matrix weights)
    {
        NotLearned();
        Learned++;
        Matrix codes = Evaluated();
        Assert.True(AreShared, "The codes evaluated last are not shared.");
        SharedBackwardPasses += codes.Rows;
        Assert.Equal((codes.Rows, Count), (weights.Rows, weights.Columns));
        for (int b = 0; b < Count; b++)
        {
            double sum = 0;
            for (int r = 0; r < codes.Rows; r++) sum += weights[r, b];
            Assert.Equal(1, sum, Golden.Tolerance);
        }
    }

    // A copy, so that later changes to the estimator's buffer do not pass for the codes evaluated.
    private void Remember(Matrix codes, bool shared)
    {
        Codes = new Matrix(codes.Rows, codes.Columns);
        Codes.CopyFrom(codes);
        AreShared = shared;
    }

    private void WriteGradient(ReadOnlySpan<Real> weights, Matrix codeGradient)
    {
        CodeGradients++;
        Matrix codes = Evaluated();
        codeGradient.WithRows(codes.Rows);
        for (int r = 0; r < codes.Rows; r++)
        {
            ReadOnlySpan<double> z = Row(r);
            if (_gradient.Length != z.Length) _gradient = new double[z.Length];
            loss.Gradient(r % Count % data, z, _gradient);
            double weight = weights.IsEmpty ? 1 : weights[r];
            for (int i = 0; i < z.Length; i++) codeGradient[r, i] = (Real)(weight * _gradient[i]);
        }
    }

    private ReadOnlySpan<double> Row(int row)
    {
        ReadOnlySpan<Real> codes = Evaluated().Row(row);
        if (_z.Length != codes.Length) _z = new double[codes.Length];
        for (int i = 0; i < codes.Length; i++) _z[i] = codes[i];
        return _z;
    }

    private Matrix Evaluated()
    {
        Assert.True(Codes is not null, "There is nothing to differentiate: evaluate first.");
        return Codes!;
    }

    private void NotLearned() => Assert.True(Learned == 0, "Learn must be the last call of an estimate.");
}
