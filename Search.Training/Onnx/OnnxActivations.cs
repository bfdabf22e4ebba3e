namespace HyperSearch.Training;

/// <summary>Activation functions as nodes of ONNX.</summary>
internal static class OnnxActivations
{
    /// <param name="name">Of the output, and of what is computed on the way.</param>
    public static string Append(OnnxGraph graph, Activation activation, string name, string x) => activation switch
    {
        SigmoidActivation => graph.Add("Sigmoid", name, [x]),
        TanhActivation => graph.Add("Tanh", name, [x]),
        ReluActivation => graph.Add("Relu", name, [x]),
        LeakyReluActivation leaky => graph.Add("LeakyRelu", name, [x], OnnxGraph.Attribute("alpha", (float)leaky.Alpha)),
        EluActivation elu => graph.Add("Elu", name, [x], OnnxGraph.Attribute("alpha", (float)elu.Alpha)),
        SiluActivation => graph.Add("Mul", name, [x, graph.Add("Sigmoid", $"{name}.sigmoid", [x])]),
        GeluActivation => Gelu(graph, name, x),
        _ => throw new NotSupportedException($"{activation} has no form in ONNX here."),
    };

    /// <summary>½ x (1 + erf(x / √2))</summary>
    private static string Gelu(OnnxGraph graph, string name, string x)
    {
        var scaled = graph.Add("Mul", $"{name}.scaled", [x, graph.Constant($"{name}.root", [(float)Math.Sqrt(0.5)])]);
        var erf = graph.Add("Erf", $"{name}.erf", [scaled]);
        var twice = graph.Add("Add", $"{name}.twice", [erf, graph.Constant($"{name}.one", [1])]);
        var distribution = graph.Add("Mul", $"{name}.distribution", [twice, graph.Constant($"{name}.half", [0.5f])]);
        return graph.Add("Mul", name, [x, distribution]);
    }
}
