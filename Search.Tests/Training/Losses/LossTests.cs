using Search.Training;

namespace Search.Tests;

public unsafe class LossTests
{
    private readonly Arena _arena = new();

    [Fact]
    public void Softmax_cross_entropy_survives_logits_that_no_exponential_does()
    {
        Matrix logits = Rows([1000, -1000, 0], [-1e30f, 1e30f, 0]), gradient = _arena.TakeMatrix(2, 3);
        double loss = Loss.SoftmaxCrossEntropy.Run(logits, [0, 2], default, smoothing: 0, gradient);
        Assert.Equal(1e30, loss, 1e24);
        Assert.Equal([0, 0, 0], Row(gradient, 0));
        Assert.Equal([0, 0.5f, -0.5f], Row(gradient, 1));
    }

    [Fact]
    public void Sigmoid_cross_entropy_survives_logits_that_no_exponential_does()
    {
        Matrix logits = Rows([1000, -1000]), targets = Rows([1, 1]), gradient = _arena.TakeMatrix(1, 2);
        double loss = Loss.SigmoidCrossEntropy.Run(logits, [], targets, smoothing: 0, gradient);
        Assert.Equal(500, loss, 1e-9);
        Assert.Equal([0, -0.5f], Row(gradient, 0));
    }

    [Fact]
    public void Scores_of_labels_count_hits_near_hits_and_who_is_taken_for_whom()
    {
        Dataset data = Dataset.FromArrays("test", [0, 0, 0], [0, 1, 2], classes: 3);
        var sheet = new ScoreSheet(data, topK: 2);
        sheet.Add(Rows([3, 2, 1], [3, 2, 1], [3, 2, 1]), [0, 1, 2], default, batchLoss: 6);
        Scores scores = sheet.Total();
        Assert.Equal(2, scores.Loss);
        Assert.Equal(1 / 3.0, scores.Accuracy);
        Assert.Equal(2 / 3.0, scores.TopKAccuracy);
        Assert.True(double.IsNaN(scores.RSquared));
        Assert.Equal([1, 0, 0, 1, 0, 0, 1, 0, 0], sheet.Confusion);
        sheet.Clear();
        Assert.Equal(new int[9], sheet.Confusion);
    }

    [Fact]
    public void R_squared_is_one_for_a_perfect_fit_and_zero_for_the_mean()
    {
        Dataset data = Dataset.FromArrays("test", [0, 0, 0], targets: [1, 10, 2, 30, 6, 80], outputs: 2);
        Matrix targets = Rows([1, 10], [2, 30], [6, 80]);
        Assert.Equal(1, Scored(targets).RSquared, 1e-12);
        Assert.Equal(0, Scored(Rows([3, 40], [3, 40], [3, 40])).RSquared, 1e-12);
        Assert.True(double.IsNaN(Scored(targets).Accuracy));

        Scores Scored(Matrix outputs)
        {
            var sheet = new ScoreSheet(data, topK: 1);
            sheet.Add(outputs, [], targets, 0);
            return sheet.Total();
        }
    }

    private Matrix Rows(params float[][] rows)
    {
        Matrix matrix = _arena.TakeMatrix(rows.Length, rows[0].Length);
        for (int row = 0; row < rows.Length; row++)
            rows[row].CopyTo(new Span<float>(matrix.Row(row), rows[row].Length));
        return matrix;
    }

    private static float[] Row(Matrix matrix, int row) => new Span<float>(matrix.Row(row), matrix.Columns).ToArray();
}
