using System.Diagnostics.CodeAnalysis;

namespace DiscreteVae.Estimators;

/// <summary>An estimator cannot serve the shape or the number of samples asked for; the message says what it needs.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "It is thrown with its message only.")]
public sealed class EstimatorNotApplicableException(string message) : ArgumentException(message);
