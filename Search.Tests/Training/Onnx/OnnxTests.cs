using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using HyperSearch.Training;

namespace Search.Tests;

public sealed class OnnxTests
{
    private const int Rows = 7;

    private static readonly Dataset Labels = TestNumbers.Data(60, features: 5, classes: 3);
    private static readonly Dataset Targets = Dataset.FromArrays("targets", TestNumbers.Normal(300), TestNumbers.Normal(120, stream: 1), outputs: 2);

    private static readonly Dataset Images = Dataset.FromArrays("images", TestNumbers.Normal(40 * 2 * 12 * 14), [.. Enumerable.Range(0, 40).Select(i => i % 3)], imageSize: (12, 14), channels: 2);

    /// <summary>The format's own checker, with its inference of types and shapes, and a reader that is neither ours nor its makers'.</summary>
    [Fact]
    public void Another_reader_takes_every_network_and_computes_the_same_outputs()
    {
        var python = Python.Require("onnx, cv2", "Debian has both: apt install python3-onnx python3-opencv.");
        using var folder = new TemporaryFolder();
        var expected = new List<string>();
        foreach (var (name, settings) in Networks())
            Export(name, settings, settings.Convolutions.Count > 0 ? Images : settings.Loss == Loss.MeanSquaredError ? Targets : Labels);
        // Numbers to predict that training standardizes come out in their own units.
        File.WriteAllText(folder.File("prices.csv"), "rooms,place,price\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i % 5},{"abc"[i % 3]},{200_000 + 1000 * (i % 5) + 5000 * (i % 3)}\n")));
        var prices = Dataset.OpenCsv(folder.File("prices.csv"), ["price"]);
        Export("prices", new() { Loss = Loss.MeanSquaredError }, Preprocessing.Fit(prices).Apply(prices));
        Assert.Equal(expected.Order(StringComparer.Ordinal), Python.Output(python, Script, folder.File(""), "1e-5").Trim().Split('\n'));

        void Export(string name, MlpSettings settings, Dataset data)
        {
            var model = Trained(settings, data);
            model.ExportOnnx(folder.File($"{name}.onnx"));
            Write(folder.File($"{name}.input"), row => data.Input(row).ToArray());
            Write(folder.File($"{name}.values"), model.Predict, data);
            if (data.HasLabels)
                Write(folder.File($"{name}.probabilities"), row => [.. model.Probabilities(row).Select(p => (float)p)], data);
            expected.Add($"{name}: the same");
        }
    }

    [Fact]
    public void Inputs_and_outputs_have_names_and_as_many_rows_as_there_are_examples()
    {
        var graph = Exported(Trained(new() { Hidden = [4] }, Labels)).Graph;
        Assert.Equal(["input [N, 5]", "logits [N, 3]", "probabilities [N, 3]"], graph.Input.Concat(graph.Output).Select(Signature));
        Assert.Equal(["values [N, 2]"], Exported(Trained(new() { Hidden = [4], Loss = Loss.MeanSquaredError }, Targets)).Graph.Output.Select(Signature));

        static string Signature(ValueInfoProto value) =>
            $"{value.Name} [{string.Join(", ", value.Type.TensorType.Shape.Dim.Select(size => size.HasDimParam ? size.DimParam : size.DimValue.ToString(CultureInfo.InvariantCulture)))}]";
    }

    [Fact]
    public void Dropout_is_left_out_and_weight_normalization_is_a_product_like_any_other()
    {
        var model = Trained(new() { Hidden = [4, 4], Dropout = 0.5, Normalization = Normalization.Weight, Activation = Activation.Silu }, Labels);
        Assert.Equal(
            ["Gemm", "Sigmoid", "Mul", "Gemm", "Sigmoid", "Mul", "Gemm", "Softmax"], Exported(model).Graph.Node.Select(node => node.OpType));
    }

    [Fact]
    public void The_names_of_classes_and_features_and_the_preprocessing_are_in_the_metadata()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("animals.csv"), "x,home,animal\n1,\"in, out\",\"cat, \"\"wild\"\"\"\n2,water,größer\n3,water,dog\n");
        var data = Dataset.OpenCsv(folder.File("animals.csv"), "animal");
        var model = Trained(new(), data);
        var metadata = Exported(model).MetadataProps.ToDictionary(entry => entry.Key, entry => entry.Value);
        Assert.Equal(["classes", "features", "preprocessing"], metadata.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["cat, \"wild\"", "dog", "größer"], JsonSerializer.Deserialize<string[]>(metadata["classes"])!);
        Assert.Equal(model.Preprocessing!.FeatureNames, JsonSerializer.Deserialize<string[]>(metadata["features"]));
        Assert.Contains("in, out", metadata["preprocessing"], StringComparison.Ordinal);
        Assert.Empty(Exported(Trained(new(), Labels)).MetadataProps);
    }

    [Fact]
    public void A_training_that_diverged_is_not_exported_and_leaves_no_file()
    {
        using var folder = new TemporaryFolder();
        var model = Trained(new() { Hidden = [4], Activation = Activation.Identity, Optimizer = Optimizer.Sgd(1e30) }, Labels);
        Assert.Throws<InvalidOperationException>(() => model.ExportOnnx(folder.File("model.onnx")));
        Assert.Empty(Directory.GetFiles(folder.File("")));
    }

    private const string Script = """
        import glob, os, sys
        import cv2, numpy, onnx
        folder, most = sys.argv[1], float(sys.argv[2])
        for path in sorted(glob.glob(os.path.join(folder, "*.onnx"))):
            name = path[:-5]
            def numbers(kind, columns):
                return numpy.fromfile(f"{name}.{kind}", numpy.float32).reshape(-1, columns)
            model = onnx.load(path)
            onnx.checker.check_model(model, full_check=True)
            net = cv2.dnn.readNetFromONNX(path)
            shape = [dim.dim_value for dim in model.graph.input[0].type.tensor_type.shape.dim]
            inputs = numbers("input", shape[1])
            wrong = []
            for output in model.graph.output:
                kind = "probabilities" if output.name == "probabilities" else "values"
                expected = numbers(kind, output.type.tensor_type.shape.dim[1].dim_value)
                for rows in (1, len(inputs)):
                    net.setInput(inputs[:rows], "input")
                    got = net.forward("onnx_node!" + output.name)
                    off = abs(got - expected[:rows]).max() / max(1, abs(expected[:rows]).max())
                    if not off <= most or got.shape != expected[:rows].shape:
                        wrong.append(f"{output.name} of {rows} rows is off by {off}")
            print(f"{os.path.basename(name)}: {'; '.join(wrong) or 'the same'}")
        """;

    private static Dictionary<string, MlpSettings> Networks() => new()
    {
        ["linear"] = new() { Hidden = [] },
        ["identity"] = new() { Activation = Activation.Identity },
        ["sigmoid"] = new() { Activation = Activation.Sigmoid },
        ["tanh"] = new() { Activation = Activation.Tanh },
        ["relu"] = new() { Activation = Activation.Relu, Dropout = 0.3 },
        ["leaky-relu"] = new() { Activation = Activation.LeakyRelu(0.2) },
        ["prelu"] = new() { Activation = Activation.PRelu() },
        ["elu"] = new() { Activation = Activation.Elu(0.7) },
        ["gelu"] = new() { Activation = Activation.Gelu },
        ["silu"] = new() { Activation = Activation.Silu },
        ["batch"] = new() { Normalization = Normalization.Batch() },
        ["batch-after"] = new() { Normalization = Normalization.Batch(NormalizationPlace.AfterActivation, BatchStatistics.Exact) },
        ["layer"] = new() { Normalization = Normalization.Layer() },
        ["layer-after"] = new() { Normalization = Normalization.Layer(NormalizationPlace.AfterActivation), Activation = Activation.Tanh },
        ["group"] = new() { Normalization = Normalization.Group(2), Activation = Activation.PRelu() },
        ["weight"] = new() { Normalization = Normalization.Weight },
        ["convolutions"] = Convolutional(new() { Dropout = 0.2 }),
        ["convolutions-prelu"] = Convolutional(new() { Activation = Activation.PRelu() }),
        ["convolutions-gelu"] = Convolutional(new() { Activation = Activation.Gelu }),
        ["convolutions-batch"] = Convolutional(new() { Normalization = Normalization.Batch() }),
        ["convolutions-batch-after"] = Convolutional(new() { Normalization = Normalization.Batch(NormalizationPlace.AfterActivation), Activation = Activation.Tanh }),
        ["convolutions-layer"] = Convolutional(new() { Normalization = Normalization.Layer() }),
        ["convolutions-group"] = Convolutional(new() { Normalization = Normalization.Group(2) }),
        ["convolutions-instance"] = Convolutional(new() { Normalization = Normalization.Instance() }),
        ["convolutions-weight"] = Convolutional(new() { Normalization = Normalization.Weight, DropConnect = 0.2 }),
        ["yes-or-no"] = new() { Loss = Loss.SigmoidCrossEntropy },
        ["squared"] = new() { Loss = Loss.MeanSquaredError },
    };

    private static MlpSettings Convolutional(MlpSettings settings) => settings with
    {
        Hidden = [10],
        Convolutions = [new(Filters: 4, Size: 3, Padding: 1, Pool: new Pooling(PoolingKind.Max, 2, 2)), new(Filters: 6, Size: 3, Stride: 2, Pool: new Pooling(PoolingKind.Average, 2, 1))],
    };

    private static Model Trained(MlpSettings settings, Dataset data)
    {
        var hidden = settings.Hidden.Count == 1 && settings.Convolutions.Count == 0 ? [34, 6] : settings.Hidden;
        return Trainer.Train(
            settings with { Hidden = hidden, Epochs = 3, BatchSize = 20, Optimizer = settings.Optimizer == new MlpSettings().Optimizer ? Optimizer.Adam(0.01) : settings.Optimizer },
            data, data, cancel: TestContext.Current.CancellationToken).Model;
    }

    private static ModelProto Exported(Model model)
    {
        using var bytes = new MemoryStream();
        model.ExportOnnx(bytes);
        return ModelProto.Parser.ParseFrom(bytes.ToArray());
    }

    private static void Write(string file, Func<ReadOnlySpan<float>, float[]> values, Dataset data) => Write(file, row => values(data.Input(row)));

    private static void Write(string file, Func<int, float[]> values) =>
        File.WriteAllBytes(file, MemoryMarshal.AsBytes<float>([.. Enumerable.Range(0, Rows).SelectMany(values)]).ToArray());
}
