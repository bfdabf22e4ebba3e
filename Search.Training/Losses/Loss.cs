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

    /// <summary>Whether the outputs are probabilities in another form.</summary>
    internal virtual bool HasProbabilities => false;

    /// <summary>The probabilities that a row of outputs stands for.</summary>
    internal virtual double[] Probabilities(ReadOnlySpan<float> outputs) =>
        throw new InvalidOperationException("The outputs of a network that was trained by mean squared error are no probabilities.");

    /// <summary>The sum over the rows of each row's loss; and the gradient, by the outputs, of what training makes small: the mean
    /// of these losses, with label smoothing.</summary>
    /// <param name="labels">One for each row, where <see cref="ReadsLabels"/>.</param>
    /// <param name="targets">[rows, K], where not.</param>
    /// <param name="smoothing">Of the labels, where <see cref="ReadsLabels"/>; in the gradient, not in the loss.</param>
    /// <param name="gradient">[rows, K]; without data where nobody needs it.</param>
    internal abstract double Run(Matrix outputs, ReadOnlySpan<int> labels, Matrix targets, double smoothing, Matrix gradient);
}
