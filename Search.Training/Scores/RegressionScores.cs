namespace HyperSearch.Training;

/// <summary>How well predictions z fit targets t, over all examples and outputs. A prediction that is not finite makes the errors ∞ and R² −∞.</summary>
/// <param name="MeanAbsoluteError">Mean of |z − t|.</param>
/// <param name="MeanSquaredError">Mean of (z − t)².</param>
/// <param name="RSquared">1 − Σ (z − t)² / Σ (t − mean t)², the mean taken for each output; NaN where the targets are all the same.</param>
public sealed record RegressionScores(double MeanAbsoluteError, double MeanSquaredError, double RSquared)
{
    /// <summary>√ of the mean squared error.</summary>
    public double RootMeanSquaredError => Math.Sqrt(MeanSquaredError);

    /// <param name="predictions">[rows, outputs], row by row.</param>
    /// <param name="targets">[rows, outputs], row by row.</param>
    /// <param name="outputs">Numbers to predict for each row.</param>
    /// <param name="weights">Of the examples; null: each counts once.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, there are no examples, a target is not finite, or the weights do not fit.</exception>
    public static RegressionScores Of(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets, int outputs = 1, ScoreWeights? weights = null)
    {
        if (outputs < 1 || targets.IsEmpty || targets.Length % outputs != 0 || predictions.Length != targets.Length)
            throw new ArgumentException($"There must be so many predictions as targets, for {outputs} output(s) of at least one example, but there are {predictions.Length} and {targets.Length}.");
        foreach (var target in targets)
        {
            if (!float.IsFinite(target))
                throw new ArgumentException($"Targets must be finite, but one is {target}.");
        }
        var examples = (weights ?? new()).Of(targets.Length / outputs, [], 0);
        double total = 0, absolute = 0, squared = 0, spread = 0;
        foreach (var weight in examples)
            total += weight;
        for (var output = 0; output < outputs; output++)
        {
            // Of the distances from the first target that counts, so that nothing is left where all are the same.
            var first = targets[Array.FindIndex(examples, weight => weight > 0) * outputs + output];
            double sum = 0, squares = 0;
            for (var row = 0; row < examples.Length; row++)
            {
                if (examples[row] == 0)
                    continue;
                var at = row * outputs + output;
                double off = (double)predictions[at] - targets[at], distance = (double)targets[at] - first;
                absolute += examples[row] * Math.Abs(off);
                squared += examples[row] * off * off;
                sum += examples[row] * distance;
                squares += examples[row] * distance * distance;
            }
            spread += squares - sum * sum / total;
        }
        if (!double.IsFinite(absolute))
            return new(double.PositiveInfinity, double.PositiveInfinity, double.NegativeInfinity);
        return new(absolute / total / outputs, squared / total / outputs, spread > 0 ? 1 - squared / spread : double.NaN);
    }
}
