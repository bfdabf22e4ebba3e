using System.Text.Json.Serialization;

namespace HyperSearch.Training;

/// <summary>
/// A rule that turns gradients into new weights. η: learning rate (after the schedule), g: gradient (after clipping,
/// with the L1 and L2 penalties' share), w: weight, t: steps so far, from 1.
/// </summary>
/// <param name="LearningRate">η before the schedule, greater than 0.</param>
[JsonDerivedType(typeof(GradientDescentOptimizer), "gradient-descent")]
[JsonDerivedType(typeof(SgdOptimizer), "sgd")]
[JsonDerivedType(typeof(MomentumOptimizer), "momentum")]
[JsonDerivedType(typeof(NesterovOptimizer), "nesterov")]
[JsonDerivedType(typeof(AdaGradOptimizer), "adagrad")]
[JsonDerivedType(typeof(RmsPropOptimizer), "rmsprop")]
[JsonDerivedType(typeof(AdaDeltaOptimizer), "adadelta")]
[JsonDerivedType(typeof(AdamOptimizer), "adam")]
[JsonDerivedType(typeof(AdamWOptimizer), "adamw")]
[JsonDerivedType(typeof(NAdamOptimizer), "nadam")]
public abstract record Optimizer(double LearningRate)
{
    /// <summary>w ← w − η g, with the gradient of the whole training set: one step an epoch. The batch size is not used,
    /// and the buffers are as long as the training set. Cauchy 1847.</summary>
    public static Optimizer GradientDescent(double learningRate) => new GradientDescentOptimizer(learningRate);

    /// <summary>w ← w − η g, with the gradient of a mini-batch. Robbins and Monro 1951.</summary>
    public static Optimizer Sgd(double learningRate) => new SgdOptimizer(learningRate);

    /// <summary>v ← μ v − η g; w ← w + v. Polyak 1964; Sutskever et al. 2013, equations 1 and 2.</summary>
    /// <param name="momentum">μ in [0, 1).</param>
    public static Optimizer Momentum(double learningRate, double momentum = 0.9) => new MomentumOptimizer(learningRate, momentum);

    /// <summary>v ← μ v − η g; w ← w + μ v − η g. Nesterov 1983; Bengio et al. 2013, equation 7.</summary>
    /// <param name="momentum">μ in [0, 1).</param>
    public static Optimizer Nesterov(double learningRate, double momentum = 0.9) => new NesterovOptimizer(learningRate, momentum);

    /// <summary>s ← s + g²; w ← w − η g / (√s + ε). Duchi, Hazan and Singer 2011, figure 1.</summary>
    /// <param name="epsilon">ε &gt; 0.</param>
    public static Optimizer AdaGrad(double learningRate, double epsilon = 1e-10) => new AdaGradOptimizer(learningRate, epsilon);

    /// <summary>s ← ρ s + (1 − ρ) g²; w ← w − η g / (√s + ε). Tieleman and Hinton 2012, lecture 6.5.</summary>
    /// <param name="decay">ρ in [0, 1).</param>
    public static Optimizer RmsProp(double learningRate, double decay = 0.99, double epsilon = 1e-8) => new RmsPropOptimizer(learningRate, decay, epsilon);

    /// <summary>s ← ρ s + (1 − ρ) g²; Δ = g √(d + ε) / √(s + ε); d ← ρ d + (1 − ρ) Δ²; w ← w − η Δ. Zeiler 2012, algorithm 1, where η = 1.</summary>
    /// <param name="decay">ρ in [0, 1).</param>
    public static Optimizer AdaDelta(double learningRate = 1, double decay = 0.95, double epsilon = 1e-6) => new AdaDeltaOptimizer(learningRate, decay, epsilon);

    /// <summary>m ← β₁ m + (1 − β₁) g; v ← β₂ v + (1 − β₂) g²; w ← w − η m / (1 − β₁ᵗ) / (√(v / (1 − β₂ᵗ)) + ε). Kingma and Ba 2015, algorithm 1.</summary>
    /// <param name="beta1">β₁ in [0, 1).</param>
    /// <param name="beta2">β₂ in [0, 1).</param>
    public static Optimizer Adam(double learningRate = 0.001, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8) =>
        new AdamOptimizer(learningRate, beta1, beta2, epsilon);

    /// <summary>As <see cref="Adam"/>, and w ← w − η λ w for weights (not biases), outside the gradient. Loshchilov and Hutter 2019, algorithm 2.</summary>
    /// <param name="weightDecay">λ ≥ 0.</param>
    public static Optimizer AdamW(double learningRate = 0.001, double weightDecay = 0.01, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8) =>
        new AdamWOptimizer(learningRate, weightDecay, beta1, beta2, epsilon);

    /// <summary>Adam with Nesterov's momentum: μ(t) = β₁ (1 − ½ 0.96^(0.004 t)); the step is
    /// η (μ(t + 1) m / (1 − Π μ(1…t + 1)) + (1 − μ(t)) g / (1 − Π μ(1…t))) / (√(v / (1 − β₂ᵗ)) + ε). Dozat 2016, algorithm 2.</summary>
    public static Optimizer NAdam(double learningRate = 0.002, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8) =>
        new NAdamOptimizer(learningRate, beta1, beta2, epsilon);

    /// <summary>Buffers of the parameters' size that the rule keeps from step to step.</summary>
    internal abstract int StateCount { get; }

    /// <summary>λ of a decay outside the gradient.</summary>
    internal virtual double DecoupledDecay => 0;

    /// <summary>Refuses values outside their range, with the rule and the value.</summary>
    internal virtual void Validate() => Check(LearningRate is > 0 and < double.PositiveInfinity, "learning rate > 0", LearningRate);

    /// <summary>Updates one range of parameters in one pass.</summary>
    internal abstract void Update(in UpdateRange range);

    private protected static void Check(bool holds, string rule, double value)
    {
        if (!holds)
            throw new ArgumentException($"Optimizer: `{rule}` must hold, but it is {value}.");
    }

    private protected static void CheckShare(string name, double value) => Check(value is >= 0 and < 1, $"0 ≤ {name} < 1", value);

    private protected static void CheckMoments(double beta1, double beta2, double epsilon)
    {
        CheckShare("beta1", beta1);
        CheckShare("beta2", beta2);
        CheckEpsilon(epsilon);
    }

    private protected static void CheckEpsilon(double value) => Check(value is > 0 and < double.PositiveInfinity, "epsilon > 0", value);
}
