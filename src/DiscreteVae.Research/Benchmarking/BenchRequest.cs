using DiscreteVae.Backends;

namespace DiscreteVae.Research.Benchmarking;

/// <summary>What <c>dvae bench</c> is asked to measure.</summary>
/// <param name="Epochs">Epochs measured for each thread count, at least 1; one more warms up.</param>
/// <param name="Threads">Thread counts, at least one.</param>
/// <param name="Peers">Commands of other programs.</param>
/// <param name="Backends">Whose steps are taken apart.</param>
internal sealed record BenchRequest(int Epochs, IReadOnlyList<int> Threads, IReadOnlyList<string> Peers, IReadOnlyList<BackendEntry> Backends);
