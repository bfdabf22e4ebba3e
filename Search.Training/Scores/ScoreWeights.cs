namespace HyperSearch.Training;

/// <summary>How much each example counts in a score: by its class, by itself, or by the product of both. What is not given is 1. An example
/// of weight 0 is as if it were not there.</summary>
public sealed record ScoreWeights
{
    /// <summary>A weight for each class; null: 1. Those of <see cref="Balanced"/> give each class the same share.</summary>
    public IReadOnlyList<double>? Classes { get; init; }

    /// <summary>A weight for each example; null: 1.</summary>
    public IReadOnlyList<double>? Examples { get; init; }

    /// <summary>n / (K nₖ) for each class, of which n examples nₖ are of class k; 0 where there are none.</summary>
    /// <exception cref="ArgumentException">A label is not in 0 … classes − 1.</exception>
    public static ScoreWeights Balanced(ReadOnlySpan<int> labels, int classes)
    {
        var counts = new int[classes];
        foreach (var label in labels)
        {
            if ((uint)label >= (uint)classes)
                throw new ArgumentException($"Labels must lie in 0 … {classes - 1}, but one is {label}.");
            counts[label]++;
        }
        var all = labels.Length;
        return new() { Classes = [.. counts.Select(count => count == 0 ? 0 : (double)all / classes / count)] };
    }

    /// <summary>Of each example.</summary>
    /// <param name="labels">Empty where there are targets.</param>
    /// <exception cref="ArgumentException">Their number is another, one is negative or not finite, all are 0, or there are weights of classes for targets.</exception>
    internal double[] Of(int examples, ReadOnlySpan<int> labels, int classes)
    {
        if (Classes is not null && labels.IsEmpty)
            throw new ArgumentException("Weights of classes need labels, but there are targets.");
        Check(Classes, classes, "classes");
        Check(Examples, examples, "examples");
        var weights = new double[examples];
        double sum = 0;
        for (var i = 0; i < examples; i++)
            sum += weights[i] = (Examples?[i] ?? 1) * (Classes?[labels[i]] ?? 1);
        return sum is > 0 and < double.PositiveInfinity ? weights : throw new ArgumentException($"The weights of the examples must have a sum that is finite and greater than 0, but it is {sum}.");
    }

    private static void Check(IReadOnlyList<double>? weights, int count, string what)
    {
        if (weights is null)
            return;
        if (weights.Count != count)
            throw new ArgumentException($"There must be a weight for each of the {count} {what}, but there are {weights.Count}.");
        for (var i = 0; i < count; i++)
        {
            if (weights[i] is not (>= 0 and < double.PositiveInfinity))
                throw new ArgumentException($"`weight ≥ 0` must hold, but weight {i} of the {what} is {weights[i]}.");
        }
    }
}
