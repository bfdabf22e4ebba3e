using HyperSearch.Training;

namespace Search.Tests;

/// <summary>The mean losses and their gradients by the outputs, as textbooks write them.</summary>
internal static class OracleLosses
{
    public static (double Loss, double[][] Gradient) Of(MlpSettings settings, double[][] z, int[] labels)
    {
        int rows = z.Length, outputs = z[0].Length;
        var smoothing = settings.LabelSmoothing;
        double Target(int i, int j) => (1 - smoothing) * (labels[i] == j ? 1 : 0) + smoothing / outputs;
        if (settings.Loss == Loss.SoftmaxCrossEntropy)
        {
            return (Sum(z, (i, j) => -Target(i, j) * Math.Log(Softmax(z[i], j))) / rows, Each(z, (i, j) => (Softmax(z[i], j) - Target(i, j)) / rows));
        }
        if (settings.Loss == Loss.MeanSquaredError)
        {
            return (Sum(z, (i, j) => Math.Pow(z[i][j] - Target(i, j), 2)) / rows / outputs, Each(z, (i, j) => 2 * (z[i][j] - Target(i, j)) / rows / outputs));
        }
        return (
            Sum(z, (i, j) => -Target(i, j) * Math.Log(Sigmoid(z[i][j])) - (1 - Target(i, j)) * Math.Log(1 - Sigmoid(z[i][j]))) / rows / outputs,
            Each(z, (i, j) => (Sigmoid(z[i][j]) - Target(i, j)) / rows / outputs));
    }

    private static double Sigmoid(double z) => 1 / (1 + Math.Exp(-z));

    private static double Softmax(double[] z, int j) => Math.Exp(z[j]) / z.Sum(Math.Exp);

    private static double Sum(double[][] z, Func<int, int, double> term) => z.Select((row, i) => row.Select((_, j) => term(i, j)).Sum()).Sum();

    private static double[][] Each(double[][] z, Func<int, int, double> term) => [.. z.Select((row, i) => row.Select((_, j) => term(i, j)).ToArray())];
}
