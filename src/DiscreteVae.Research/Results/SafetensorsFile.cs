namespace DiscreteVae.Research.Results;

/// <summary>The content of a safetensors file.</summary>
/// <param name="Metadata">Strings by name.</param>
/// <param name="Tensors">Tensors by name.</param>
public sealed record SafetensorsFile(
    IReadOnlyDictionary<string, string> Metadata, IReadOnlyDictionary<string, NamedTensor> Tensors);
