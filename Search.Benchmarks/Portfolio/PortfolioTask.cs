using HyperSearch;
using HyperSearch.Training;

namespace Search.Benchmarks;

/// <summary>A small task for the trainer, drawn by its number: images, clusters of points, or what another net makes of points.</summary>
/// <param name="Name">What it is, and how large.</param>
/// <param name="Training">What is learnt from.</param>
/// <param name="Validation">What is judged by.</param>
/// <param name="Loss">What fits its labels or targets.</param>
/// <param name="Epochs">How long a training is.</param>
internal sealed record PortfolioTask(string Name, Dataset Training, Dataset Validation, Loss Loss, int Epochs)
{
    public static PortfolioTask Draw(int number)
    {
        var random = new RandomStream(2, number, StreamPurpose.Setup);
        var (rows, epochs) = ((int)LogUniform(ref random, 250, 2000), (int)LogUniform(ref random, 5, 25));
        var (kind, data) = (number % 6) switch
        {
            0 => ("images", Dataset.Open("digits", count: rows)),
            1 or 2 => ("clusters", Clusters(rows, ref random)),
            3 or 4 => ("classes of a net", OfNet(rows, isRegression: false, ref random)),
            _ => ("numbers of a net", OfNet(rows, isRegression: true, ref random)),
        };
        var (training, validation, _) = data.Split(validation: 0.3, test: 0, seed: (ulong)number);
        return new($"{kind}, {rows} rows of {data.Features}, {data.Outputs} outputs, {epochs} epochs", training, validation, data.HasLabels ? Loss.SoftmaxCrossEntropy : Loss.MeanSquaredError, epochs);
    }

    /// <summary>The validation error of a training with these settings, or its loss where there are no labels.</summary>
    public double Score(MlpSettings settings, ulong seed)
    {
        var result = Trainer.Train(settings with { Epochs = Epochs, Loss = Loss, Seed = seed }, Training, Validation);
        return Training.HasLabels ? 1 - result.ValidationAccuracy : result.ValidationLoss;
    }

    // Classes of several clusters each, of which some are more frequent than others, and some labels wrong.
    private static Dataset Clusters(int rows, ref RandomStream random)
    {
        var (features, classes, clusters) = ((int)LogUniform(ref random, 4, 60), 2 + random.NextInt(7), 1 + random.NextInt(4));
        var (spread, wrong, imbalance) = (LogUniform(ref random, 0.3, 2), 0.2 * random.NextDouble(), random.NextDouble());
        var centers = Normals(classes * clusters * features, 1, ref random);
        var scales = Scales(features, ref random);
        var (inputs, labels) = (new float[rows * features], new int[rows]);
        for (var row = 0; row < rows; row++)
        {
            var label = (int)(classes * Math.Pow(random.NextDouble(), 1 + imbalance));
            var center = (label * clusters + random.NextInt(clusters)) * features;
            for (var i = 0; i < features; i++)
                inputs[row * features + i] = (float)(scales[i] * (centers[center + i] + spread * random.NextNormal()));
            labels[row] = random.NextDouble() < wrong ? random.NextInt(classes) : label;
        }
        return Dataset.FromArrays("clusters", inputs, labels, classes);
    }

    // What a net with a hidden layer of random weights puts out, with noise: the greatest output is the label.
    private static Dataset OfNet(int rows, bool isRegression, ref RandomStream random)
    {
        var (features, hidden, outputs) = ((int)LogUniform(ref random, 4, 60), (int)LogUniform(ref random, 3, 40), isRegression ? 1 + random.NextInt(3) : 2 + random.NextInt(7));
        var (noise, scales) = (0.5 * random.NextDouble(), Scales(features, ref random));
        var first = Normals(hidden * features, 1.5 / Math.Sqrt(features), ref random);
        var second = Normals(outputs * hidden, 1 / Math.Sqrt(hidden), ref random);
        var (inputs, targets) = (new float[rows * features], new float[rows * outputs]);
        for (var row = 0; row < rows; row++)
        {
            var x = Normals(features, 1, ref random);
            var inner = Enumerable.Range(0, hidden).Select(j => Math.Tanh(Enumerable.Range(0, features).Sum(i => first[j * features + i] * x[i]))).ToArray();
            for (var i = 0; i < features; i++)
                inputs[row * features + i] = (float)(scales[i] * x[i]);
            for (var output = 0; output < outputs; output++)
                targets[row * outputs + output] = (float)(Enumerable.Range(0, hidden).Sum(j => second[output * hidden + j] * inner[j]) + noise * random.NextNormal());
        }
        if (isRegression)
            return Dataset.FromArrays("numbers of a net", inputs, targets, outputs);
        int[] labels = [.. targets.Chunk(outputs).Select(row => Array.IndexOf(row, row.Max()))];
        return Dataset.FromArrays("classes of a net", inputs, labels, outputs);
    }

    // A third of the tasks has features on scales of their own, as tables have that nobody standardized.
    private static double[] Scales(int features, ref RandomStream random)
    {
        var isRaw = random.NextInt(3) == 0;
        var scales = new double[features];
        for (var i = 0; i < features; i++)
            scales[i] = isRaw ? LogUniform(ref random, 0.1, 10) : 1;
        return scales;
    }

    private static double[] Normals(int count, double deviation, ref RandomStream random)
    {
        var numbers = new double[count];
        for (var i = 0; i < count; i++)
            numbers[i] = deviation * random.NextNormal();
        return numbers;
    }

    private static double LogUniform(ref RandomStream random, double low, double high) => low * Math.Pow(high / low, random.NextDouble());
}
