using HyperSearch.Training;

namespace Search.Tests;

public sealed class ModelLayerTests
{
    private static readonly Dataset Data = TestNumbers.Data(40, features: 3, classes: 2);

    [Fact]
    public void The_weights_of_xor_set_by_hand_solve_it()
    {
        var xor = Dataset.FromArrays("xor", [0, 0, 0, 1, 1, 0, 1, 1], [0, 1, 1, 0], classes: 2);
        var model = Trainer.Train(new MlpSettings { Hidden = [2], Epochs = 1 }, xor, xor, cancel: TestContext.Current.CancellationToken).Model;
        // h = relu(a + b, a + b − 1); outputs: 0.5 against h₁ − 2 h₂.
        model.Layer("dense1").SetWeights([1, 1, 1, 1], [0, -1]);
        model.Layer("output").SetWeights([0, 1, 0, -2], [0.5f, 0]);
        Assert.Equal([0.5f, 1], model.Predict([0, 1]));
        Assert.Equal([0.5f, 0], model.Predict([1, 1]));
        Assert.Equal(1, model.Evaluate(xor, TestContext.Current.CancellationToken).Scores.Accuracy);
    }

    [Fact]
    public void A_row_computed_from_the_weights_by_hand_is_the_models_own()
    {
        var model = Trained(new() { Hidden = [40, 5], Activation = Activation.Tanh });
        double[] row = [.. Data.Input(7).ToArray()];
        foreach (var layer in model.Layers)
        {
            float[] weights = layer.Weights, bias = layer.Bias;
            Assert.Equal((layer.Inputs * layer.Outputs, layer.Outputs), (weights.Length, bias.Length));
            row = [.. Enumerable.Range(0, layer.Outputs).Select(j => bias[j] + row.Select((x, i) => x * weights[i * layer.Outputs + j]).Sum())];
            if (layer.Name != "output")
                row = [.. row.Select(Math.Tanh)];
        }
        Assert.Equal(row, model.Predict(Data.Input(7)).Select(y => (double)y), (one, other) => Math.Abs(one - other) < 1e-5);
    }

    [Fact]
    public void Every_number_of_a_model_is_in_one_of_its_layers_and_comes_back_when_it_is_set()
    {
        foreach (var settings in (MlpSettings[])[
            new() { Normalization = Normalization.Batch(), Activation = Activation.PRelu() },
            new() { Normalization = Normalization.Weight },
            new() { Normalization = Normalization.Group(2, NormalizationPlace.AfterActivation) },
        ])
        {
            Model model = Trained(settings with { Hidden = [34, 6] }), other = Trained(settings with { Hidden = [34, 6], Seed = 5 });
            Assert.Equal(model.Network.Parameters.All.Sum(parameter => parameter.Count), model.Layers.Sum(layer => layer.Parameters.Sum(parameter => parameter.Count)));
            foreach (var (layer, parameter) in model.Layers.SelectMany(layer => layer.Parameters.Select(parameter => (layer, parameter))))
                other.Layer(layer.Name)[parameter.Name].Set(parameter.Values);
            Assert.Equal(model.Predict(Data.Input(3)), other.Predict(Data.Input(3)));
        }
    }

    [Fact]
    public void The_layers_are_told_in_order_with_the_names_of_their_numbers()
    {
        var model = Trained(new() { Hidden = [4, 6], Normalization = Normalization.Batch(), Activation = Activation.PRelu() });
        Assert.Equal(
            ["dense1: weights", "norm1: gamma beta mean variance", "activation1: alpha", "dense2: weights", "norm2: gamma beta mean variance", "activation2: alpha", "output: weights bias"],
            model.Layers.Select(layer => $"{layer.Name}: {string.Join(' ', layer.Parameters.Select(parameter => parameter.Name))}"));
        Assert.Empty(model.Layer("dense1").Bias);
        Assert.Empty(model.Layer("norm1").Weights);
        Assert.Equal((4, 6), (model.Layer("dense2")["weights"].Inputs, model.Layer("dense2")["weights"].Outputs));
        Assert.Equal((0, 6), (model.Layer("norm2")["gamma"].Inputs, model.Layer("norm2")["gamma"].Outputs));
    }

    [Fact]
    public void A_filter_set_by_hand_takes_the_pixel_that_it_is_told()
    {
        var pixels = TestNumbers.Normal(2 * 9);
        var images = Dataset.FromArrays("images", pixels, [0, 1], classes: 2, imageSize: (3, 3));
        var model = Trainer.Train(
            new() { Hidden = [], Convolutions = [new(Filters: 1, Size: 2)], Activation = Activation.Identity, Epochs = 1 }, images, images, cancel: TestContext.Current.CancellationToken).Model;
        Assert.Equal(["convolution1", "output"], model.Layers.Select(layer => layer.Name));
        // The one to the right of the upper left of each window.
        model.Layer("convolution1").SetWeights([0, 1, 0, 0], [0]);
        Assert.Equal([pixels[1], pixels[2], pixels[4], pixels[5]], model.Activations(images)[0][..4]);
    }

    [Fact]
    public void What_cannot_be_set_is_refused_and_changes_nothing()
    {
        var model = Trained(new() { Hidden = [2], Normalization = Normalization.Batch() });
        ModelLayer dense = model.Layer("dense1"), output = model.Layer("output");
        var before = output.Weights;
        Refused("2 × 2 = 4", () => output.SetWeights([1, 2, 3]));
        Refused("number 2 is NaN", () => output.SetWeights([1, 2, float.NaN, 4]));
        Refused("has 2 numbers, but there are 3", () => output.SetWeights([1, 2, 3, 4], [1, 2, 3]));
        Refused("no \"bias\"", () => dense.SetWeights(dense.Weights, [1, 2]));
        Refused("no \"weights\"", () => model.Layer("norm1").SetWeights([1]));
        Refused("`norm1.variance ≥ 0`", () => model.Layer("norm1")["variance"].Set([1, -1]));
        Refused("dense1, norm1, output", () => model.Layer("dense2"));
        Assert.Equal(before, output.Weights);

        static void Refused(string rule, Action set) =>
            Assert.Contains(rule, Assert.Throws<ArgumentException>(set).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Training_begins_with_weights_that_are_set_before_it()
    {
        var session = new TrainingSession(new() { Hidden = [2], Optimizer = Optimizer.Sgd(1e-9), Epochs = 1 }, Data, Data);
        session.Model.Layer("dense1").SetWeights([1, 2, 3, 4, 5, 6]);
        session.RunEpoch(TestContext.Current.CancellationToken);
        Assert.Equal([1, 2, 3, 4, 5, 6], session.Model.Layer("dense1").Weights);
    }

    private static Model Trained(MlpSettings settings) =>
        Trainer.Train(settings with { Epochs = 2, BatchSize = 20 }, Data, Data, cancel: TestContext.Current.CancellationToken).Model;
}
