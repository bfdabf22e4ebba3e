namespace HyperSearch.Training;

/// <summary>Layers of feature maps as nodes of ONNX, on tensors [N, maps, height, width].</summary>
internal static class OnnxMaps
{
    public static string Convolution(OnnxGraph graph, ConvolutionLayer layer, string name, string x)
    {
        int size = layer.Convolution.Size, channels = layer.Image.Channels, filters = layer.Outputs;
        float[] weights = OnnxParameters.Weights(layer), turned = new float[weights.Length];
        // From [down, across, channel, filter] to [filter, channel, down, across].
        for (var place = 0; place < size * size; place++)
        {
            for (var channel = 0; channel < channels; channel++)
            {
                for (var filter = 0; filter < filters; filter++)
                    turned[(filter * channels + channel) * size * size + place] = weights[(place * channels + channel) * filters + filter];
            }
        }
        long padding = layer.Convolution.Padding;
        return graph.Add(
            "Conv",
            name,
            [x, graph.Constant(layer.Weights.Name, turned, filters, channels, size, size), .. OnnxParameters.Bias(graph, layer)],
            [.. Window(size, layer.Convolution.Stride), OnnxGraph.Attribute("pads", [padding, padding, padding, padding])]);
    }

    public static string Pool(OnnxGraph graph, string operation, Pooling pooling, string name, string x) =>
        graph.Add(operation, name, [x], Window(pooling.Size, pooling.Stride));

    /// <summary>Each group in a row of its own is normalized as an instance; then each map has its γ and β.</summary>
    public static string GroupNorm(OnnxGraph graph, MapGroupNormLayer layer, ImageShape maps, string name, string x)
    {
        string ones = graph.Constant($"{name}.ones", Filled(1), layer.Groups), zeros = graph.Constant($"{name}.zeros", Filled(0), layer.Groups);
        var rows = graph.Add("Reshape", $"{name}.groups", [x, graph.Shape($"{name}.groups.shape", 0, layer.Groups, -1)]);
        var normalized = graph.Add("InstanceNormalization", $"{name}.normalized", [rows, ones, zeros], OnnxGraph.Attribute("epsilon", (float)Normalization.Epsilon));
        var back = graph.Add("Reshape", $"{name}.maps", [normalized, graph.Shape($"{name}.maps.shape", 0, maps.Channels, maps.Height, maps.Width)]);
        var scaled = graph.Add("Mul", $"{name}.scaled", [back, OnnxParameters.Vector(graph, layer, "gamma", ofMaps: true)]);
        return graph.Add("Add", name, [scaled, OnnxParameters.Vector(graph, layer, "beta", ofMaps: true)]);

        float[] Filled(float value) => [.. Enumerable.Repeat(value, layer.Groups)];
    }

    private static IEnumerable<AttributeProto> Window(long size, long stride) =>
        [OnnxGraph.Attribute("kernel_shape", [size, size]), OnnxGraph.Attribute("strides", [stride, stride])];
}
