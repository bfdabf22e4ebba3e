using System.Runtime.InteropServices;

namespace Search.Training;

/// <summary>What a mini-batch scored: sums over its rows.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BatchScore(double Loss, int Correct);

/// <summary>
/// loss = −log softmax(z)[label], averaged over the rows; softmax(z)[j] = exp(z[j] − max z) / Σ exp(z − max z), so no
/// exponential overflows. Its gradient by z is (softmax(z) − one-hot(label)) / rows.
/// </summary>
internal static unsafe class SoftmaxCrossEntropy
{
    /// <param name="gradient">the gradient of the mean loss by the logits; without data where nobody needs it</param>
    public static BatchScore Run(Matrix logits, ReadOnlySpan<int> labels, Matrix gradient)
    {
        double loss = 0;
        int correct = 0;
        int classes = logits.Columns;
        float* exponentials = stackalloc float[classes];
        for (int row = 0; row < logits.Rows; row++)
        {
            float* z = logits.Row(row);
            int best = 0;
            for (int j = 1; j < classes; j++)
            {
                if (z[j] > z[best]) best = j;
            }

            float sum = 0;
            for (int j = 0; j < classes; j++)
            {
                exponentials[j] = MathF.Exp(z[j] - z[best]);
                sum += exponentials[j];
            }

            int label = labels[row];
            loss += Math.Log(sum) - (z[label] - z[best]);
            if (best == label) correct++;
            if (gradient.IsEmpty) continue;

            float* g = gradient.Row(row);
            float scale = 1 / (sum * logits.Rows);
            for (int j = 0; j < classes; j++)
                g[j] = exponentials[j] * scale;
            g[label] -= 1f / logits.Rows;
        }

        return new BatchScore(loss, correct);
    }
}
