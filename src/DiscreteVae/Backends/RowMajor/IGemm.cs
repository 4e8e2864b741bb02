namespace DiscreteVae.Backends.RowMajor;

/// <summary>
/// A library's matrix product: C ← α op(A) op(B) + β C on row-major arrays, op(A) m × k, op(B) k × n, C m × n, densely packed.
/// </summary>
public interface IGemm
{
    /// <summary>The name in manifests.</summary>
    string Name { get; }

    /// <summary>Library and version.</summary>
    string Description { get; }

    /// <summary>Threads the library uses for one product.</summary>
    int Threads { get; }

    /// <summary>C ← α op(A) op(B) + β C.</summary>
    /// <param name="transposeA">A is stored k × m.</param>
    /// <param name="transposeB">B is stored n × k.</param>
    /// <param name="m">Rows of C.</param>
    /// <param name="n">Columns of C.</param>
    /// <param name="k">The summed dimension.</param>
    /// <param name="alpha">α.</param>
    /// <param name="a">A; may be longer than needed.</param>
    /// <param name="b">B; may be longer than needed.</param>
    /// <param name="beta">β; with 0, C may hold anything.</param>
    /// <param name="c">C; may be longer than needed.</param>
    void Multiply(bool transposeA, bool transposeB, int m, int n, int k, Real alpha, Real[] a, Real[] b, Real beta, Real[] c);
}
