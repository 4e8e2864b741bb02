namespace DiscreteVae.Estimators;

/// <summary>Makes an estimator for a context.</summary>
/// <exception cref="EstimatorNotApplicableException">It cannot serve the context.</exception>
public delegate IGradientEstimator EstimatorFactory(EstimatorContext context);

/// <summary>The gradient estimators there are. A new one is a source file, a line here and a test file.</summary>
public static class GradientEstimators
{
    /// <summary>All of them, by their names in manifests.</summary>
    public static Registry<EstimatorFactory> All { get; } = new("estimator",
        // Score function.
        Variant<EstimatorFactory>.Of<ReinforceOptions>("reinforce", options => context => new Reinforce(context, options)),
        Variant<EstimatorFactory>.Of<NoOptions>("rloo", _ => context => new Rloo(context)),
        Variant<EstimatorFactory>.Of<NoOptions>("vimco", _ => context => new Vimco(context)),
        Variant<EstimatorFactory>.Of<NoOptions>("unordered-set", _ => context => new UnorderedSet(context)),
        Variant<EstimatorFactory>.Of<NoOptions>("sum-and-sample", _ => context => new SumAndSample(context)),
        Variant<EstimatorFactory>.Of<NoOptions>("arsm", _ => context => new Arsm(context.Shape)),
        Variant<EstimatorFactory>.Of<NoOptions>("disarm", _ => context => new Disarm(context)),
        Variant<EstimatorFactory>.Of<CarmsOptions>("carms", options => context => new Carms(context, options)),
        Variant<EstimatorFactory>.Of<DoubleCvOptions>("double-cv", options => context => new DoubleCv(context, options)),
        // Pathwise.
        Variant<EstimatorFactory>.Of<NoOptions>("gumbel-softmax", _ => context => new GumbelSoftmax(context.Shape)),
        Variant<EstimatorFactory>.Of<NoOptions>("straight-through", _ => context => new StraightThrough(context.Shape)),
        Variant<EstimatorFactory>.Of<NoOptions>("straight-through-gumbel-softmax", _ => context =>
            new StraightThroughGumbelSoftmax(context.Shape)),
        Variant<EstimatorFactory>.Of<DecoupledStraightThroughOptions>("decoupled-straight-through", options => context =>
            new DecoupledStraightThrough(context.Shape, options)),
        Variant<EstimatorFactory>.Of<RaoBlackwellOptions>("rao-blackwell-straight-through-gumbel-softmax", options => context =>
            new RaoBlackwellStraightThroughGumbelSoftmax(context.Shape, options)),
        Variant<EstimatorFactory>.Of<GappedStraightThroughOptions>("gapped-straight-through", options => context =>
            new GappedStraightThrough(context.Shape, options)),
        Variant<EstimatorFactory>.Of<NoOptions>("darn", _ => context => new Darn(context.Shape)),
        Variant<EstimatorFactory>.Of<NoOptions>("reinmax", _ => context => new ReinMax(context.Shape)),
        Variant<EstimatorFactory>.Of<NoOptions>("zgr", _ => context => new Zgr(context.Shape)),
        Variant<EstimatorFactory>.Of<MveOptions>("mve", options => context => new Mve(context.Shape, options)),
        Variant<EstimatorFactory>.Of<RaoBlackwellOptions>("reinmax-rao", options => context => new ReinMaxRao(context.Shape, options)),
        Variant<EstimatorFactory>.Of<ReinMaxCvOptions>("reinmax-cv", options => context => new ReinMaxCv(context.Shape, options)),
        Variant<EstimatorFactory>.Of<NoOptions>("reinmax-mean-baseline", _ => context => new ReinMaxMeanBaseline(context.Shape)),
        // Control variates.
        Variant<EstimatorFactory>.Of<MuPropOptions>("muprop", options => context => new MuProp(context.Shape, options)),
        Variant<EstimatorFactory>.Of<RebarOptions>("rebar", options => context => new Rebar(context.Shape, options)),
        Variant<EstimatorFactory>.Of<RelaxOptions>("relax", options => context => new Relax(context, options)),
        // Exact.
        Variant<EstimatorFactory>.Of<ExactOptions>("exact", options => context => new Exact(context.Shape, options)),
        Variant<EstimatorFactory>.Of<NoOptions>("local-expectation", _ => context => new LocalExpectation(context.Shape)));
}
