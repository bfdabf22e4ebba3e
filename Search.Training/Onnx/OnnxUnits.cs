namespace HyperSearch.Training;

/// <summary>Layers of units as nodes of ONNX, on matrices [N, units].</summary>
internal static class OnnxUnits
{
    public static string Dense(OnnxGraph graph, DenseLayer layer, string name, string x)
    {
        int inputs = layer.Inputs, outputs = layer.Outputs;
        float[] weights = OnnxParameters.Weights(layer), transposed = new float[weights.Length];
        for (var i = 0; i < inputs; i++)
        {
            for (var j = 0; j < outputs; j++)
                transposed[j * inputs + i] = weights[i * outputs + j];
        }
        return graph.Add(
            "Gemm", name, [x, graph.Constant(layer.Weights.Name, transposed, outputs, inputs), .. OnnxParameters.Bias(graph, layer)], OnnxGraph.Attribute("transB", 1));
    }

    /// <summary>
    /// The mean of each group is a product: by P [width, groups], which has 1 / size where a unit is in a group, and by Q [groups, width], which has 1
    /// there and brings the mean back to each of its units. So is the variance, of the squared distances.
    /// </summary>
    public static string GroupNorm(OnnxGraph graph, GroupNormLayer layer, string name, string x)
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
        var scaled = graph.Add("Mul", $"{name}.scaled", [normalized, OnnxParameters.Vector(graph, layer, "gamma")]);
        return graph.Add("Add", name, [scaled, OnnxParameters.Vector(graph, layer, "beta")]);

        string Mean(string what, string of) =>
            graph.Add("MatMul", $"{name}.{what}", [graph.Add("MatMul", $"{name}.{what}s", [of, average]), spread]);
    }
}
