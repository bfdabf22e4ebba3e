using System.Reflection;

namespace HyperSearch.Training;

/// <summary>
/// A network in inference as a model of ONNX, for opset 13. Matrix products are Gemm with the weights transposed, as other programs write
/// them; nothing is broadcast but constants along the rows: that is what every reader gets right.
/// </summary>
internal static class OnnxExport
{
    private const long IrVersion = 7, Opset = 13;

    /// <param name="scales">Of the numbers that are predicted, from standardized ones to their own units; empty where they are in these.</param>
    /// <param name="metadata">What a reader may want to know, under names of its own.</param>
    public static ModelProto Of(Network network, MlpSettings settings, IReadOnlyList<TargetScale> scales, IEnumerable<(string Key, string Value)> metadata)
    {
        var graph = new OnnxGraph();
        int features = network.Layers[0].Inputs, outputs = network.Layers[^1].Outputs;
        var last = settings.Loss.HasProbabilities ? "logits" : "values";
        var value = "input";
        graph.Graph.Input.Add(OnnxGraph.Rows(value, features, "A row of inputs for each example, preprocessed as in training."));
        var image = settings.Convolutions.Count > 0 ? settings.Image : null;
        if (image is not null)
            value = graph.Add("Reshape", "image", [value, graph.Shape("image.shape", 0, image.Channels, image.Height, image.Width)]);
        for (var i = 0; i < network.Layers.Count; i++)
            value = Append(graph, network.Layers[i], settings, ref image, i < network.Layers.Count - 1 ? $"layer{i + 1}" : scales.Count == 0 ? last : "standardized", value);
        if (scales.Count > 0)
        {
            var scaled = graph.Add("Mul", "scaled", [value, graph.Constant("deviations", [.. scales.Select(scale => (float)scale.Deviation)], scales.Count)]);
            graph.Add("Add", last, [scaled, graph.Constant("means", [.. scales.Select(scale => (float)scale.Mean)], scales.Count)]);
        }
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

    /// <param name="image">The shape of the feature maps that come and go; null from the flattening on.</param>
    private static string Append(OnnxGraph graph, Layer layer, MlpSettings settings, ref ImageShape? image, string name, string x)
    {
        switch (layer)
        {
            case ConvolutionLayer convolution:
                image = convolution.Convolution.Maps(convolution.Image);
                return OnnxMaps.Convolution(graph, convolution, name, x);
            case MaxPoolLayer pool:
                image = pool.Pooling.Output(pool.Image);
                return OnnxMaps.Pool(graph, "MaxPool", pool.Pooling, name, x);
            case AveragePoolLayer pool:
                image = pool.Pooling.Output(pool.Image);
                return OnnxMaps.Pool(graph, "AveragePool", pool.Pooling, name, x);
            case MapGroupNormLayer groups:
                return OnnxMaps.GroupNorm(graph, groups, image!, name, x);
            case FlattenLayer:
                image = null;
                return graph.Add("Flatten", name, [x], OnnxGraph.Attribute("axis", 1));
            case DenseLayer dense:
                return OnnxUnits.Dense(graph, dense, name, x);
            case GroupNormLayer groups:
                return OnnxUnits.GroupNorm(graph, groups, name, x);
            case BatchNormLayer:
                string[] vectors = [.. new[] { "gamma", "beta", "mean", "variance" }.Select(own => OnnxParameters.Vector(graph, layer, own))];
                return graph.Add("BatchNormalization", name, [x, .. vectors], OnnxGraph.Attribute("epsilon", (float)Normalization.Epsilon));
            case PReluLayer:
                return graph.Add("PRelu", name, [x, OnnxParameters.Vector(graph, layer, "alpha", ofMaps: image is not null)]);
            case DropoutLayer:
                return x;
            case var activation when activation.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ActivationLayer<>):
                return OnnxActivations.Append(graph, settings.Activation, name, x);
            default:
                throw new NotSupportedException($"{layer.GetType().Name} has no form in ONNX here.");
        }
    }
}
