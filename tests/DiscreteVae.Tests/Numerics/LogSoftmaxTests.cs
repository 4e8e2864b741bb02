using CsCheck;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Numerics;

public class LogSoftmaxTests
{
    [Fact]
    public void Values_are_those_of_mpmath()
    {
        IReadOnlyList<double[][]> table = GoldenTable.Read("log-softmax.csv");
        Assert.Equal(54, table.Count);
        foreach (double[][] row in table)
        {
            (Matrix log, Matrix p) = Forward([.. row[0].Select(logit => (Real)logit)], row[0].Length, (Real)row[1][0]);
            for (int k = 0; k < row[0].Length; k++)
            {
                // ln p may be large, p is at most 1; where p underflows in Real, 0 is right.
                Assert.Equal(row[2][k], log[0, k], GoldenTable.Epsilon * Math.Max(1, Math.Abs(row[2][k])));
                Assert.Equal(row[3][k], p[0, k], GoldenTable.Epsilon);
            }
        }
    }

    [Fact]
    public void Every_group_of_a_matrix_is_its_own_softmax()
    {
        const int Categories = 5;
        Matrix logits = TestInputs.NormalMatrix(1, 7, 3 * Categories, 4), log = Like(logits), p = Like(logits);
        LogSoftmax.Forward(logits, Categories, 1, log, p);
        for (int start = 0; start < logits.Span.Length; start += Categories)
        {
            (Matrix groupLog, Matrix groupP) = Forward(logits.Span.Slice(start, Categories).ToArray(), Categories, 1);
            for (int k = 0; k < Categories; k++)
            {
                Assert.Equal(groupLog[0, k], log.Span[start + k], GoldenTable.Epsilon * 10);
                Assert.Equal(groupP[0, k], p.Span[start + k], GoldenTable.Epsilon);
            }
        }
    }

    [Fact]
    public void Probabilities_sum_to_one_and_are_the_exponentials_of_their_logarithms() =>
        Gen.Double[-100, 100].Array[1, 40].Sample(values =>
        {
            (Matrix log, Matrix p) = Forward([.. values.Select(value => (Real)value)], values.Length, 1);
            double sum = 0;
            for (int k = 0; k < values.Length; k++)
            {
                sum += p[0, k];
                Assert.InRange(p[0, k], 0, 1);
                Assert.Equal(Math.Exp(log[0, k]), p[0, k], GoldenTable.Epsilon * 100);
            }
            Assert.Equal(1, sum, GoldenTable.Epsilon * values.Length);
        });

    [Fact]
    public void A_shift_of_all_logits_changes_nothing() =>
        // Eighths up to 1000 are exact in float32, so that the shift itself rounds nothing.
        Gen.Select(Gen.Int[-400, 400].Array[1, 12], Gen.Int[-4000, 4000]).Sample((eighths, shift) =>
        {
            (Matrix log, Matrix p) = Forward([.. eighths.Select(value => (Real)value / 8)], eighths.Length, 1);
            Real[] shifted = [.. eighths.Select(value => (Real)(value + shift) / 8)];
            (Matrix logShifted, Matrix pShifted) = Forward(shifted, eighths.Length, 1);
            Assert.True(log.Span.SequenceEqual(logShifted.Span));
            Assert.True(p.Span.SequenceEqual(pShifted.Span));
        });

    // Below a vector, one vector, vectors and a rest.
    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(19)]
    public void One_NaN_makes_its_group_NaN_and_no_other(int categories)
    {
        for (int place = 0; place < categories; place++)
        {
            Matrix logits = TestInputs.NormalMatrix(2, 2, 2 * categories), log = Like(logits), p = Like(logits);
            logits[0, categories + place] = Real.NaN;
            LogSoftmax.Forward(logits, categories, 1, log, p);
            for (int i = 0; i < logits.Span.Length; i++)
            {
                Assert.Equal(i / categories == 1, Real.IsNaN(p.Span[i]));
                Assert.Equal(i / categories == 1, Real.IsNaN(log.Span[i]));
            }
        }
    }

    private static (Matrix LogProbabilities, Matrix Probabilities) Forward(Real[] logits, int categories, Real scale)
    {
        Matrix matrix = TestInputs.ToMatrix(logits, 1), log = Like(matrix), p = Like(matrix);
        LogSoftmax.Forward(matrix, categories, scale, log, p);
        return (log, p);
    }

    private static Matrix Like(Matrix matrix) => new(matrix.Rows, matrix.Columns);
}
