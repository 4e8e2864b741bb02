using System.Security.Cryptography;

namespace DiscreteVae.Research.Results;

/// <summary>The checksum of a checkpoint's content; see <see cref="Checkpoint"/>.</summary>
internal static class CheckpointChecksum
{
    /// <summary>Its name in the metadata.</summary>
    public const string Name = "sha256";

    /// <summary>SHA-256 in hexadecimal.</summary>
    /// <param name="metadata">Of which the checksum itself is left out.</param>
    /// <param name="tensors">In the order of the file.</param>
    public static string Of(IReadOnlyDictionary<string, string> metadata, IEnumerable<NamedTensor> tensors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string name, string value) in metadata.Where(pair => pair.Key != Name).OrderBy(pair => pair.Key, StringComparer.Ordinal))
            hash.AppendData(AtomicFile.Utf8.GetBytes($"{name}={value}\n"));
        foreach (NamedTensor tensor in tensors) hash.AppendData(Safetensors.LittleEndian(tensor.Data));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
