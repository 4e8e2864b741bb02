namespace DiscreteVae.Optimizers;

/// <summary>The optimisers there are. A new one is a source file, a line here and a test file.</summary>
public static class OptimizerRegistry
{
    /// <summary>All of them, by their names in manifests.</summary>
    public static Registry<IOptimizer> All { get; } = new("optimizer",
        Variant<IOptimizer>.Of<AdamOptions>("adam", options => new Adam(options)),
        Variant<IOptimizer>.Of<RAdamOptions>("radam", options => new RAdam(options)),
        Variant<IOptimizer>.Of<AdamWOptions>("adamw", options => new AdamW(options)),
        Variant<IOptimizer>.Of<SgdOptions>("sgd", options => new Sgd(options)));
}
