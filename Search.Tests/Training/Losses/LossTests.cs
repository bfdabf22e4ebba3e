using HyperSearch.Training;

namespace Search.Tests;

public unsafe class LossTests
{
    private readonly Arena _arena = new();

    [Fact]
    public void Softmax_cross_entropy_survives_logits_that_no_exponential_does()
    {
        Matrix logits = Rows([1000, -1000, 0], [-1e30f, 1e30f, 0]), gradient = _arena.AllocateMatrix(2, 3);
        var loss = Loss.SoftmaxCrossEntropy.Run(logits, [0, 2], default, smoothing: 0, gradient);
        Assert.Equal(1e30, loss, 1e24);
        Assert.Equal([0, 0, 0], Row(gradient, 0));
        Assert.Equal([0, 0.5f, -0.5f], Row(gradient, 1));
    }

    [Fact]
    public void Sigmoid_cross_entropy_survives_logits_that_no_exponential_does()
    {
        Matrix logits = Rows([1000, -1000]), targets = Rows([1, 1]), gradient = _arena.AllocateMatrix(1, 2);
        var loss = Loss.SigmoidCrossEntropy.Run(logits, [], targets, smoothing: 0, gradient);
        Assert.Equal(500, loss, 1e-9);
        Assert.Equal([0, -0.5f], Row(gradient, 0));
    }

    [Fact]
    public void Scores_of_labels_count_hits_near_hits_and_who_is_taken_for_whom()
    {
        var data = Dataset.FromArrays("test", [0, 0, 0], [0, 1, 2], classes: 3);
        var accumulator = new ScoreAccumulator(data, topK: 2, confusion: true);
        accumulator.Add(Rows([3, 2, 1], [3, 2, 1], [3, 2, 1]), [0, 1, 2], default, batchLoss: 6);
        var scores = accumulator.Total();
        Assert.Equal(2, scores.Loss);
        Assert.Equal(1 / 3.0, scores.Accuracy);
        Assert.Equal(2 / 3.0, scores.TopKAccuracy);
        Assert.True(double.IsNaN(scores.RSquared));
        Assert.Equal(new[,] { { 1, 0, 0 }, { 1, 0, 0 }, { 1, 0, 0 } }, accumulator.Confusion);
        accumulator.Clear();
        Assert.Equal(new int[3, 3], accumulator.Confusion);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Outputs_that_are_no_finite_numbers_are_never_a_hit(float wrong)
    {
        var data = Dataset.FromArrays("test", [0, 0, 0], [0, 1, 2], classes: 3);
        for (var k = 1; k <= 3; k++)
        {
            foreach (var place in Enumerable.Range(0, 3))
            {
                var accumulator = new ScoreAccumulator(data, k, confusion: true);
                accumulator.Add(Rows(Row(), Row(), Row()), [0, 1, 2], default, batchLoss: double.NaN);
                Assert.Equal(Scores.Worst(hasLabels: true), accumulator.Total());
                Assert.Equal(new int[3, 3], accumulator.Confusion);

                float[] Row() => [.. Enumerable.Range(0, 3).Select(j => j == place ? wrong : 1)];
            }
        }
    }

    [Fact]
    public void A_dead_network_whose_outputs_are_all_the_same_is_as_right_as_chance()
    {
        var data = Dataset.FromArrays("test", [0, 0, 0], [0, 1, 2], classes: 3);
        for (var k = 1; k < 3; k++)
        {
            var accumulator = new ScoreAccumulator(data, k);
            accumulator.Add(Rows([5, 5, 5], [0, 0, 0], [-1, -1, -1]), [0, 1, 2], default, batchLoss: 3);
            Assert.Equal(1 / 3.0, accumulator.Total().Accuracy, 1e-12);
            Assert.Equal(k / 3.0, accumulator.Total().TopKAccuracy, 1e-12);
        }
    }

    [Fact]
    public void Equal_outputs_have_the_chance_that_drawing_lots_among_them_gives()
    {
        var random = new RandomNumbers(3, RandomPurpose.Shuffle, 0);
        for (var trial = 0; trial < 50; trial++)
        {
            var classes = 1 + random.NextInt(4);
            int[] labels = [.. Draw(8, classes).Select(label => (int)label)];
            var outputs = Rows([.. Enumerable.Range(0, 8).Select(_ => Draw(classes, 3))]);
            var data = Dataset.FromArrays("test", new float[8], labels, classes);
            for (var k = 1; k <= classes; k++)
            {
                var accumulator = new ScoreAccumulator(data, k, confusion: true);
                accumulator.Add(outputs, labels, default, batchLoss: 0);
                Assert.Equal(Chance(1), accumulator.Total().Accuracy, 1e-12);
                Assert.Equal(Chance(k), accumulator.Total().TopKAccuracy, 1e-12);
                Assert.Equal(8, accumulator.Confusion.Cast<int>().Sum());
            }
            // All orders in which lots can be drawn.
            double Chance(int k) => Orders([.. Enumerable.Range(0, classes)]).Average(lots => Enumerable.Range(0, 8).Average(row =>
                lots.OrderByDescending(j => outputs[row, j]).Take(k).Contains(labels[row]) ? 1.0 : 0));
        }

        static IEnumerable<int[]> Orders(int[] rest) =>
            rest.Length == 0 ? [[]] : rest.SelectMany(first => Orders([.. rest.Where(j => j != first)]).Select(order => (int[])[first, .. order]));

        float[] Draw(int count, int below)
        {
            var numbers = new float[count];
            for (var i = 0; i < count; i++)
                numbers[i] = random.NextInt(below);
            return numbers;
        }
    }

    [Fact]
    public void Targets_that_are_all_the_same_have_no_R_squared()
    {
        var data = Dataset.FromArrays("test", [0, 0, 0], targets: [0.1f, 0.1f, 0.1f], outputs: 1);
        foreach (var output in (float[])[0.1f, 0.2f])
        {
            var accumulator = new ScoreAccumulator(data, topK: 1);
            accumulator.Add(Rows([output], [output], [output]), [], Rows([0.1f], [0.1f], [0.1f]), batchLoss: 0);
            Assert.True(double.IsNaN(accumulator.Total().RSquared));
        }
    }

    [Fact]
    public void R_squared_does_not_lose_its_digits_to_targets_far_from_zero()
    {
        var data = Dataset.FromArrays("test", [0, 0, 0], targets: [1e9f, 1e9f + 64, 1e9f + 128], outputs: 1);
        var accumulator = new ScoreAccumulator(data, topK: 1);
        accumulator.Add(Rows([1e9f + 64], [1e9f + 64], [1e9f + 64]), [], Rows([1e9f], [1e9f + 64], [1e9f + 128]), batchLoss: 0);
        Assert.Equal(0, accumulator.Total().RSquared, 1e-12);
    }

    [Fact]
    public void Label_smoothing_is_in_the_gradient_and_not_in_the_loss()
    {
        Matrix logits = Rows([1, 2, 4], [0, -1, 3]), plain = _arena.AllocateMatrix(2, 3), smooth = _arena.AllocateMatrix(2, 3);
        Assert.Equal(
            Loss.SoftmaxCrossEntropy.Run(logits, [2, 0], default, smoothing: 0, plain),
            Loss.SoftmaxCrossEntropy.Run(logits, [2, 0], default, smoothing: 0.3, smooth));
        Assert.NotEqual(Row(plain, 0), Row(smooth, 0));
    }

    [Fact]
    public void There_may_be_more_classes_than_a_stack_has_room_for()
    {
        const int Classes = 3_000_000;
        Matrix logits = _arena.AllocateMatrix(1, Classes), gradient = _arena.AllocateMatrix(1, Classes);
        var loss = Loss.SoftmaxCrossEntropy.Run(logits, [7], default, smoothing: 0, gradient);
        Assert.Equal(Math.Log(Classes), loss, 1e-5);
        Assert.Equal(1.0 / Classes, gradient[0, 0], 1e-12);
    }

    [Fact]
    public void R_squared_is_one_for_a_perfect_fit_and_zero_for_the_mean()
    {
        var data = Dataset.FromArrays("test", [0, 0, 0], targets: [1, 10, 2, 30, 6, 80], outputs: 2);
        var targets = Rows([1, 10], [2, 30], [6, 80]);
        Assert.Equal(1, Scored(targets).RSquared, 1e-12);
        Assert.Equal(0, Scored(Rows([3, 40], [3, 40], [3, 40])).RSquared, 1e-12);
        Assert.True(double.IsNaN(Scored(targets).Accuracy));

        Scores Scored(Matrix outputs)
        {
            var accumulator = new ScoreAccumulator(data, topK: 1);
            accumulator.Add(outputs, [], targets, 0);
            return accumulator.Total();
        }
    }

    private Matrix Rows(params float[][] rows)
    {
        var matrix = _arena.AllocateMatrix(rows.Length, rows[0].Length);
        for (var row = 0; row < rows.Length; row++)
            rows[row].CopyTo(new Span<float>(matrix.Row(row), rows[row].Length));
        return matrix;
    }

    private static float[] Row(Matrix matrix, int row) => new Span<float>(matrix.Row(row), matrix.Columns).ToArray();
}
