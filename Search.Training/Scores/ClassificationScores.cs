namespace HyperSearch.Training;

/// <summary>
/// How well probabilities fit labels. Where classes are averaged, those count that are the label of an example or were predicted for one.
/// Precision, recall and F1 averaged over examples ("micro") are the accuracy, as each example has one class.
/// An example whose probabilities are not all finite numbers is taken for no class, ranks last in every AUC, and makes the log loss ∞.
/// </summary>
public sealed class ClassificationScores
{
    // Of double numbers, as scikit-learn has it: a log loss must be finite to be of use.
    private const double Epsilon = 2.220446049250313e-16;

    private readonly int _classes;
    private readonly double[] _probabilities;   // [rows, classes]
    private readonly int[] _labels;
    private readonly int[] _choices;            // the class that a row was taken for; −1 where its probabilities are not all finite numbers
    private readonly double[] _weights;

    /// <param name="areProbabilities">Whether there is a log loss.</param>
    internal ClassificationScores(double[] probabilities, int[] labels, int classes, double[] weights, bool areProbabilities = true)
    {
        (_probabilities, _labels, _classes, _weights) = (probabilities, labels, classes, weights);
        _choices = [.. Enumerable.Range(0, labels.Length).Select(ChoiceOf)];
        double[] actual = new double[classes], predicted = new double[classes], hits = new double[classes];
        for (var row = 0; row < labels.Length; row++)
        {
            actual[labels[row]] += weights[row];
            if (_choices[row] >= 0)
                predicted[_choices[row]] += weights[row];
            if (_choices[row] == labels[row])
                hits[labels[row]] += weights[row];
        }
        var total = actual.Sum();
        Accuracy = hits.Sum() / total;
        Classes = [.. Enumerable.Range(0, classes).Select(c => Of(c, actual[c], predicted[c], hits[c]))];
        Macro = ClassAverages.Of(Classes, [.. actual.Select((weight, c) => weight + predicted[c] > 0 ? 1.0 : 0)]);
        Weighted = ClassAverages.Of(Classes, actual);
        BalancedAccuracy = Classes.Where(scores => scores.Weight > 0).Average(scores => scores.Recall);
        double[] areas = [.. Classes.Select(scores => scores.Auc).Where(double.IsFinite)];
        Auc = classes == 2 ? Classes[1].Auc : areas.Length > 0 ? areas.Average() : double.NaN;
        LogLoss = areProbabilities ? MeanLogLoss(total) : double.NaN;
    }

    /// <summary>The share of the examples that were taken for what they are.</summary>
    public double Accuracy { get; }

    /// <summary>The mean recall of the classes that there are examples of. Brodersen et al. 2010.</summary>
    public double BalancedAccuracy { get; }

    /// <summary>Each class counts the same.</summary>
    public ClassAverages Macro { get; }

    /// <summary>Each class counts by the weight of its examples.</summary>
    public ClassAverages Weighted { get; }

    /// <summary>Of two classes that of class 1; of several the mean of each one's against the rest, as far as it is not NaN; NaN where there
    /// are examples of one class alone.</summary>
    public double Auc { get; }

    /// <summary>Mean of −log p of the label, with p divided by the row's sum, and kept 2.2e-16 away from 0 and 1.</summary>
    public double LogLoss { get; }

    /// <summary>One for each class.</summary>
    public IReadOnlyList<ClassScores> Classes { get; }

    /// <param name="probabilities">[rows, classes], row by row.</param>
    /// <param name="labels">One for each row, 0 … classes − 1.</param>
    /// <param name="classes">At least 1.</param>
    /// <param name="weights">Null: each example counts once.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, there are no examples, a label is out of range, a probability is negative, or the
    /// weights do not fit.</exception>
    public static ClassificationScores Of(ReadOnlySpan<double> probabilities, ReadOnlySpan<int> labels, int classes, ScoreWeights? weights = null)
    {
        if (classes < 1)
            throw new ArgumentException($"`classes ≥ 1` must hold, but classes={classes}.");
        if (labels.IsEmpty)
            throw new ArgumentException("There must be at least one example to score.");
        if (probabilities.Length != (long)labels.Length * classes)
            throw new ArgumentException($"There must be a probability for each example and class, {labels.Length} × {classes}, but there are {probabilities.Length}.");
        foreach (var label in labels)
        {
            if ((uint)label >= (uint)classes)
                throw new ArgumentException($"Labels must lie in 0 … {classes - 1}, but one is {label}.");
        }
        foreach (var probability in probabilities)
        {
            if (probability < 0)
                throw new ArgumentException($"`probability ≥ 0` must hold, but one is {probability}.");
        }
        return new(probabilities.ToArray(), labels.ToArray(), classes, (weights ?? new()).Of(labels.Length, labels, classes));
    }

    private ReadOnlySpan<double> Row(int row) => _probabilities.AsSpan(row * _classes, _classes);

    private int ChoiceOf(int row)
    {
        var best = 0;
        var probabilities = Row(row);
        for (var c = 0; c < probabilities.Length; c++)
        {
            if (!double.IsFinite(probabilities[c]))
                return -1;
            if (probabilities[c] > probabilities[best])
                best = c;
        }
        return best;
    }

    private ClassScores Of(int c, double actual, double predicted, double hits)
    {
        double precision = predicted > 0 ? hits / predicted : 0, recall = actual > 0 ? hits / actual : 0;
        var f1 = hits > 0 ? 2 * precision * recall / (precision + recall) : 0;
        double[] scores = new double[_labels.Length], weights = new double[_labels.Length];
        for (var row = 0; row < scores.Length; row++)
        {
            var own = _labels[row] == c;
            weights[row] = own ? _weights[row] : -_weights[row];
            scores[row] = _choices[row] >= 0 ? Row(row)[c] : own ? double.NegativeInfinity : double.PositiveInfinity;
        }
        return new(actual, precision, recall, f1, RankedArea.Of(scores, weights));
    }

    private double MeanLogLoss(double total)
    {
        double loss = 0;
        for (var row = 0; row < _labels.Length; row++)
        {
            if (_weights[row] == 0)
                continue;
            if (_choices[row] < 0)
                return double.PositiveInfinity;
            double sum = 0;
            foreach (var probability in Row(row))
                sum += probability;
            var own = sum > 0 ? Row(row)[_labels[row]] / sum : 0;
            loss -= _weights[row] * Math.Log(Math.Clamp(own, Epsilon, 1 - Epsilon));
        }
        return loss / total;
    }
}
