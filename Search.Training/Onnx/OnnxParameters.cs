namespace HyperSearch.Training;

/// <summary>The numbers of layers as constants of ONNX.</summary>
internal static class OnnxParameters
{
    /// <param name="ofMaps">Whether it has a number for each feature map, to be used at all its positions.</param>
    public static string Vector(OnnxGraph graph, Layer layer, string name, bool ofMaps = false)
    {
        var parameter = layer.Parameters.Single(own => own.Name.EndsWith($".{name}", StringComparison.Ordinal));
        long[] shape = ofMaps ? [parameter.Count, 1, 1] : [parameter.Count];
        return graph.Constant(parameter.Name, parameter.ToArray(), shape);
    }

    /// <summary>Nothing where the layer has none.</summary>
    public static IEnumerable<string> Bias(OnnxGraph graph, WeightedLayer layer) => layer.Bias is null ? [] : [Vector(graph, layer, "bias")];

    /// <summary>What inference multiplies by: [rows, outputs]; with weight normalization w[:, j] = g[j] v[:, j] / ‖v[:, j]‖.</summary>
    public static float[] Weights(WeightedLayer layer)
    {
        var v = layer.Weights.ToArray();
        if (layer.WeightLengths is not { } lengths)
            return v;
        var g = lengths.ToArray();
        for (var j = 0; j < g.Length; j++)
        {
            double squares = 0;
            for (var i = j; i < v.Length; i += g.Length)
                squares += (double)v[i] * v[i];
            for (var i = j; i < v.Length; i += g.Length)
                v[i] = squares > 0 ? (float)(v[i] * g[j] / Math.Sqrt(squares)) : 0;
        }
        return v;
    }
}
