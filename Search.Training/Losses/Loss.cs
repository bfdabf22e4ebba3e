using System.Text.Json.Serialization;

namespace HyperSearch.Training;

/// <summary>What training makes small. z: the network's outputs, n: rows of the mini-batch, K: outputs.</summary>
[JsonDerivedType(typeof(SoftmaxCrossEntropyLoss), "softmax-cross-entropy")]
[JsonDerivedType(typeof(SigmoidCrossEntropyLoss), "sigmoid-cross-entropy")]
[JsonDerivedType(typeof(MeanSquaredErrorLoss), "mean-squared-error")]
public abstract record Loss
{
    /// <summary>(1/n) Σ −log softmax(z)[label]: one class of several.</summary>
    public static Loss SoftmaxCrossEntropy { get; } = new SoftmaxCrossEntropyLoss();

    /// <summary>(1/nK) Σ −t log σ(z) − (1 − t) log(1 − σ(z)): each output a yes or no of its own; targets t in [0, 1].
    /// Labels become one-hot targets.</summary>
    public static Loss SigmoidCrossEntropy { get; } = new SigmoidCrossEntropyLoss();

    /// <summary>(1/nK) Σ (z − t)². Labels become one-hot targets.</summary>
    public static Loss MeanSquaredError { get; } = new MeanSquaredErrorLoss();

    /// <summary>Whether it reads labels rather than a target for each output.</summary>
    internal virtual bool ReadsLabels => false;

    /// <summary>Turns a row's outputs into what they say: probabilities, or numbers as they are.</summary>
    internal virtual void ToProbabilities(Span<float> outputs)
    {
    }

    /// <summary>The sum over the rows of each row's loss; and the gradient, by the outputs, of what training makes small: the mean
    /// of these losses, with label smoothing.</summary>
    /// <param name="labels">One for each row, where <see cref="ReadsLabels"/>.</param>
    /// <param name="targets">[rows, K], where not.</param>
    /// <param name="smoothing">Of the labels, where <see cref="ReadsLabels"/>; in the gradient, not in the loss.</param>
    /// <param name="gradient">[rows, K]; without data where nobody needs it.</param>
    internal abstract double Run(Matrix outputs, ReadOnlySpan<int> labels, Matrix targets, double smoothing, Matrix gradient);
}
