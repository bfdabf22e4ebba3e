using System.Reflection;

namespace HyperSearch.Training;

/// <summary>
/// A network in inference as a model of ONNX, for opset 13. Matrix products are Gemm with the weights transposed, as other programs write
/// them; nothing is broadcast but constants along the rows: that is what every reader gets right.
/// </summary>
internal static class OnnxExport
{
    private const long IrVersion = 7, Opset = 13;

    /// <param name="metadata">What a reader may want to know, under names of its own.</param>
    public static ModelProto Of(Network network, MlpSettings settings, IEnumerable<(string Key, string Value)> metadata)
    {
        var graph = new OnnxGraph();
        int features = network.Layers[0].Inputs, outputs = network.Layers[^1].Outputs;
        var last = settings.Loss.HasProbabilities ? "logits" : "values";
        var value = "input";
        graph.Graph.Input.Add(OnnxGraph.Rows(value, features, "A row of inputs for each example, preprocessed as in training."));
        for (var i = 0; i < network.Layers.Count; i++)
            value = Append(graph, network.Layers[i], settings, i == network.Layers.Count - 1 ? last : $"layer{i + 1}", value);
        graph.Graph.Output.Add(OnnxGraph.Rows(last, outputs, "The network's outputs."));
        if (settings.Loss.HasProbabilities)
        {
            _ = settings.Loss.ReadsLabels
                ? graph.Add("Softmax", "probabilities", [last], OnnxGraph.Attribute("axis", 1))
                : graph.Add("Sigmoid", "probabilities", [last]);
            graph.Graph.Output.Add(OnnxGraph.Rows("probabilities", outputs, settings.Loss.ReadsLabels ? "Of each class." : "Of each output's yes."));
        }
        GC.KeepAlive(network);
        return new ModelProto
        {
            IrVersion = IrVersion,
            OpsetImport = { new OperatorSetIdProto { Domain = "", Version = Opset } },
            ProducerName = "HyperSearch",
            ProducerVersion = typeof(OnnxExport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "",
            Graph = graph.Graph,
            MetadataProps = { metadata.Select(entry => new StringStringEntryProto { Key = entry.Key, Value = entry.Value }) },
        };
    }

    private static string Append(OnnxGraph graph, Layer layer, MlpSettings settings, string name, string x) => layer switch
    {
        DenseLayer dense => Dense(graph, dense, name, x),
        BatchNormLayer => graph.Add(
            "BatchNormalization",
            name,
            [x, Vector(graph, layer, "gamma"), Vector(graph, layer, "beta"), Vector(graph, layer, "mean"), Vector(graph, layer, "variance")],
            OnnxGraph.Attribute("epsilon", (float)Normalization.Epsilon)),
        GroupNormLayer groups => GroupNorm(graph, groups, name, x),
        PReluLayer => graph.Add("PRelu", name, [x, Vector(graph, layer, "alpha")]),
        DropoutLayer => x,
        _ => OnnxActivations.Append(graph, settings.Activation, name, x),
    };

    private static string Dense(OnnxGraph graph, DenseLayer layer, string name, string x)
    {
        var weights = layer.Weights.ToArray();
        if (layer.WeightLengths is { } lengths)
            Compose(weights, lengths.ToArray());
        var transposed = graph.Constant(layer.Weights.Name, Transposed(weights, layer.Inputs, layer.Outputs), layer.Outputs, layer.Inputs);
        string[] bias = layer.Bias is null ? [] : [Vector(graph, layer, "bias")];
        return graph.Add("Gemm", name, [x, transposed, .. bias], OnnxGraph.Attribute("transB", 1));
    }

    /// <summary>w[:, j] = g[j] v[:, j] / ‖v[:, j]‖</summary>
    private static void Compose(float[] v, float[] g)
    {
        for (var j = 0; j < g.Length; j++)
        {
            double squares = 0;
            for (var i = j; i < v.Length; i += g.Length)
                squares += (double)v[i] * v[i];
            for (var i = j; i < v.Length; i += g.Length)
                v[i] = squares > 0 ? (float)(v[i] * g[j] / Math.Sqrt(squares)) : 0;
        }
    }

    /// <summary>
    /// The mean of each group is a product: by P [width, groups], which has 1 / size where a unit is in a group, and by Q [groups, width], which has 1
    /// there and brings the mean back to each of its units. So is the variance, of the squared distances.
    /// </summary>
    private static string GroupNorm(OnnxGraph graph, GroupNormLayer layer, string name, string x)
    {
        int width = layer.Outputs, groups = layer.Groups, size = width / groups;
        float[] p = new float[width * groups], q = new float[width * groups];
        for (var unit = 0; unit < width; unit++)
        {
            p[unit * groups + unit / size] = 1f / size;
            q[unit / size * width + unit] = 1;
        }
        string average = graph.Constant($"{name}.average", p, width, groups), spread = graph.Constant($"{name}.spread", q, groups, width);
        var centered = graph.Add("Sub", $"{name}.centered", [x, Mean("mean", x)]);
        var variance = Mean("variance", graph.Add("Mul", $"{name}.squared", [centered, centered]));
        var moved = graph.Add("Add", $"{name}.moved", [variance, graph.Constant($"{name}.epsilon", [(float)Normalization.Epsilon])]);
        var normalized = graph.Add("Div", $"{name}.normalized", [centered, graph.Add("Sqrt", $"{name}.deviation", [moved])]);
        var scaled = graph.Add("Mul", $"{name}.scaled", [normalized, Vector(graph, layer, "gamma")]);
        return graph.Add("Add", name, [scaled, Vector(graph, layer, "beta")]);

        string Mean(string what, string of) =>
            graph.Add("MatMul", $"{name}.{what}", [graph.Add("MatMul", $"{name}.{what}s", [of, average]), spread]);
    }

    private static string Vector(OnnxGraph graph, Layer layer, string name)
    {
        var parameter = layer.Parameters.Single(own => own.Name.EndsWith($".{name}", StringComparison.Ordinal));
        return graph.Constant(parameter.Name, parameter.ToArray(), parameter.Count);
    }

    private static float[] Transposed(float[] matrix, int rows, int columns)
    {
        var transposed = new float[matrix.Length];
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
                transposed[j * rows + i] = matrix[i * columns + j];
        }
        return transposed;
    }
}
