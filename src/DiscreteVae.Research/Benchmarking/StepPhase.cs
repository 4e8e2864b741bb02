namespace DiscreteVae.Research.Benchmarking;

/// <summary>How far a train step has come; it tells what a backend's operation is for.</summary>
internal enum StepPhase
{
    /// <summary>Images to logits.</summary>
    Encode,

    /// <summary>The estimator and the decoder it calls.</summary>
    Estimate,

    /// <summary>The KL, and backpropagation through the encoder.</summary>
    Finish,
}
