namespace DiscreteVae.Research.Benchmarking;

/// <summary>Where the time of a train step goes on one backend, in milliseconds a step.</summary>
/// <param name="Backend">Its name in manifests.</param>
/// <param name="Description">Library, version and kernels; null where it cannot run.</param>
/// <param name="Threads">Threads of its arithmetic.</param>
/// <param name="Problem">Why it was not measured; null when it was.</param>
/// <param name="Steps">Steps timed; the fastest half of them counts.</param>
/// <param name="Parts">Null where it cannot run.</param>
/// <param name="Layers">A row for each layer and pass.</param>
public sealed record StepProfile(string Backend, string? Description, int Threads, string? Problem, int Steps, StepMilliseconds? Parts,
    IReadOnlyList<LayerRate> Layers);

/// <summary>
/// The parts of a step, in milliseconds. All but <paramref name="OptimizerInBackward"/> add up to <paramref name="Total"/>.
/// </summary>
/// <param name="Total">The whole step, without its data.</param>
/// <param name="Encode">Reading the images, the encoder forward, softmax.</param>
/// <param name="Estimate">The estimator's own arithmetic, without the decoder it calls.</param>
/// <param name="Decode">Reading codes, the decoder forward, the loss and its gradient by the pixels' logits.</param>
/// <param name="Backward">Both networks backward, the update of their weights included.</param>
/// <param name="OptimizerInBackward">
/// What of <paramref name="Backward"/> the optimiser's update is: the difference to steps that update nothing, since the update is
/// fused into the products of the weights' gradient and has no time of its own. May come out below 0 where it is lost in noise.
/// </param>
/// <param name="Rest">The KL and its gradient, and sums.</param>
public sealed record StepMilliseconds(
    double Total, double Encode, double Estimate, double Decode, double Backward, double OptimizerInBackward, double Rest);

/// <summary>How fast one pass of one layer was within whole train steps.</summary>
/// <param name="Network"><c>encoder</c> or <c>decoder</c>.</param>
/// <param name="Layer">Counted from 1 at the network's input.</param>
/// <param name="Inputs">Columns of its input.</param>
/// <param name="Outputs">Columns of its output.</param>
/// <param name="Pass"><c>forward</c>, <c>backward input</c> or <c>backward parameters</c>, the last with the update.</param>
/// <param name="Milliseconds">A step.</param>
/// <param name="GigaflopsPerSecond">
/// Of the dense product, 2 · rows · inputs · outputs. A backend that leaves the zeros of binary images or one-hot codes out can exceed the
/// machine's peak.
/// </param>
public sealed record LayerRate(
    string Network, int Layer, int Inputs, int Outputs, string Pass, double Milliseconds, double GigaflopsPerSecond);
