namespace DiscreteVae.Research.Benchmarking;

/// <summary>Where the time of a train step goes, as slots of a <see cref="StepRecorder"/>.</summary>
internal sealed class StepParts(StepRecorder recorder)
{
    /// <summary>The recorder.</summary>
    public StepRecorder Recorder { get; } = recorder;

    /// <summary>The phase of the step under way.</summary>
    public StepPhase Phase { get; set; }

    /// <summary>The whole step.</summary>
    public int Total { get; } = recorder.AddSlot();

    /// <summary>Reading images, the encoder's layers forward, softmax.</summary>
    public int Encode { get; } = recorder.AddSlot();

    /// <summary>The estimator's own arithmetic: sampling and the gradient by the logits.</summary>
    public int Estimate { get; } = recorder.AddSlot();

    /// <summary>Reading codes, the decoder's layers forward, the loss and its gradient by the pixels' logits.</summary>
    public int Decode { get; } = recorder.AddSlot();

    /// <summary>Backpropagation through both networks, with the update of the weights.</summary>
    public int Backward { get; } = recorder.AddSlot();
}
