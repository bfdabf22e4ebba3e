namespace HyperSearch.Training;

/// <summary>How a number to predict is standardized for training, as fitted on the training part: (t − mean) / deviation.</summary>
/// <param name="Mean">Of the training part.</param>
/// <param name="Deviation">Of the training part, population; 1 where the number never varies.</param>
public sealed record TargetScale(double Mean, double Deviation)
{
    internal float Standardize(float target) => (float)((target - Mean) / Deviation);

    internal float ToOwnUnits(float standardized) => (float)(standardized * Deviation + Mean);

    /// <summary>One for each target.</summary>
    internal static TargetScale[] Fit(Dataset training)
    {
        double[] means = new double[training.Outputs], squares = new double[training.Outputs];
        var cursor = training.OpenCursor();
        cursor.Move(0);
        var first = cursor.Targets.ToArray();
        // From the first ones: of numbers that are all the same nothing is left.
        Each((target, j) => means[j] += (target - (double)first[j]) / training.Count);
        Each((target, j) =>
        {
            var distance = target - (double)first[j] - means[j];
            squares[j] += distance * distance / training.Count;
        });
        return [.. means.Select((mean, j) => new TargetScale(mean + first[j], squares[j] > 0 ? Math.Sqrt(squares[j]) : 1))];

        void Each(Action<float, int> add)
        {
            for (var i = 0; i < training.Count; i++)
            {
                cursor.Move(i);
                for (var j = 0; j < means.Length; j++)
                    add(cursor.Targets[j], j);
            }
        }
    }

    /// <exception cref="InvalidDataException">No fit can have come to this.</exception>
    internal void Validate()
    {
        if (!double.IsFinite(Mean) || !double.IsFinite(Deviation) || Deviation <= 0)
            throw new InvalidDataException($"a target has the mean {Mean} and the deviation {Deviation}.");
    }
}
