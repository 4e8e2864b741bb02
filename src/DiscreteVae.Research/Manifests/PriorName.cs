namespace DiscreteVae.Research.Manifests;

/// <summary>Priors by name.</summary>
public enum PriorName
{
    /// <summary>1 / K for each category.</summary>
    Uniform,

    /// <summary>Learned: softmax of N x K logits that are trained with the model, uniform at first.</summary>
    Categorical,
}
