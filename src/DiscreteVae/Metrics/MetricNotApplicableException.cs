using System.Diagnostics.CodeAnalysis;

namespace DiscreteVae.Metrics;

/// <summary>A metric cannot serve a model or its settings; the message says why, without a full stop.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "A reason is required.")]
public sealed class MetricNotApplicableException(string message) : Exception(message);
