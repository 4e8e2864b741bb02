namespace DiscreteVae.Backends.Simd;

/// <summary>
/// The memory of a dense layer: weights as <c>[output / 32][input][32]</c>, inputs padded to a multiple of 8; a transposed copy
/// <c>[input / 32][output][32]</c>, once somebody backpropagates to the input; the bias; the optimiser's states in the same
/// layouts. All padding is 0 and stays so: its gradient is 0, and an optimiser leaves a 0 without a gradient where it is.
/// </summary>
internal sealed unsafe class LayerParameters
{
    private readonly AlignedBuffer<float> _weight;
    private readonly AlignedBuffer<float> _bias;
    private readonly AlignedBuffer<float>?[] _weightStates = new AlignedBuffer<float>?[2];
    private readonly AlignedBuffer<float>?[] _biasStates = new AlignedBuffer<float>?[2];
    private AlignedBuffer<float>? _transposed;

    public LayerParameters(int inputs, int outputs)
    {
        (Inputs, Outputs) = (inputs, outputs);
        PanelStride = (nint)Blocked.RoundUp(inputs, Blocked.GradientInputs) * Blocked.Width;
        TransposedPanelStride = (nint)Blocked.RoundUp(outputs, Blocked.Width) * Blocked.Width;
        (InputBlocks, OutputBlocks) = (Blocked.Blocks(inputs), Blocked.Blocks(outputs));
        _weight = new AlignedBuffer<float>(checked((int)PanelStride * OutputBlocks));
        _bias = new AlignedBuffer<float>(OutputBlocks * Blocked.Width);
    }

    public int Inputs { get; }

    public int Outputs { get; }

    public int InputBlocks { get; }

    public int OutputBlocks { get; }

    /// <summary>From the weights of a block of outputs to those of the next.</summary>
    public nint PanelStride { get; }

    /// <summary>From the transposed weights of a block of inputs to those of the next.</summary>
    public nint TransposedPanelStride { get; }

    public float* Weight => _weight.Pointer;

    public float* Bias => _bias.Pointer;

    /// <summary>Whether there is a transposed copy to keep in step.</summary>
    public bool HasTransposed => _transposed is not null;

    /// <summary>The transposed copy, made on the first call.</summary>
    public float* Transposed()
    {
        if (_transposed is null)
        {
            _transposed = new AlignedBuffer<float>(checked((int)TransposedPanelStride * InputBlocks));
            Transpose();
        }
        return _transposed.Pointer;
    }

    /// <summary>An optimiser's state for the weights, zeros at first; null when the optimiser has no such state.</summary>
    public float* WeightState(int slot, int count) => slot < count ? State(_weightStates, slot, _weight.Length).Pointer : null;

    /// <summary>An optimiser's state for the bias.</summary>
    public float* BiasState(int slot, int count) => slot < count ? State(_biasStates, slot, _bias.Length).Pointer : null;

    public void SetParameters(ReadOnlySpan<float> weight, ReadOnlySpan<float> bias)
    {
        Pack(weight, _weight);
        bias[..Outputs].CopyTo(_bias.Span);
        if (HasTransposed) Transpose();
    }

    public void GetParameters(Span<float> weight, Span<float> bias)
    {
        Unpack(_weight, weight);
        _bias.Span[..Outputs].CopyTo(bias);
    }

    public void SetState(int slot, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias)
    {
        Pack(weight, State(_weightStates, slot, _weight.Length));
        bias[..Outputs].CopyTo(State(_biasStates, slot, _bias.Length).Span);
    }

    public void GetState(int slot, Span<float> weight, Span<float> bias)
    {
        Unpack(State(_weightStates, slot, _weight.Length), weight);
        State(_biasStates, slot, _bias.Length).Span[..Outputs].CopyTo(bias);
    }

    private static AlignedBuffer<float> State(AlignedBuffer<float>?[] states, int slot, int length) =>
        states[slot] ??= new AlignedBuffer<float>(length);

    private nint Offset(int output, int input) =>
        output / Blocked.Width * PanelStride + input * Blocked.Width + output % Blocked.Width;

    private void Pack(ReadOnlySpan<float> rowMajor, AlignedBuffer<float> packed)
    {
        for (int o = 0; o < Outputs; o++)
        {
            for (int i = 0; i < Inputs; i++) packed.Pointer[Offset(o, i)] = rowMajor[o * Inputs + i];
        }
    }

    private void Unpack(AlignedBuffer<float> packed, Span<float> rowMajor)
    {
        for (int o = 0; o < Outputs; o++)
        {
            for (int i = 0; i < Inputs; i++) rowMajor[o * Inputs + i] = packed.Pointer[Offset(o, i)];
        }
    }

    private void Transpose()
    {
        for (int o = 0; o < Outputs; o++)
        {
            for (int i = 0; i < Inputs; i++)
            {
                nint panel = i / Blocked.Width * TransposedPanelStride;
                _transposed!.Pointer[panel + o * Blocked.Width + i % Blocked.Width] = Weight[Offset(o, i)];
            }
        }
    }
}
