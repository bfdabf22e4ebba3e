namespace HyperSearch.Training;

/// <summary>y = x · W + b, with W [inputs, outputs] in panels and b [outputs], which may be left out.</summary>
internal sealed unsafe class DenseLayer(string name, int inputs, int outputs, WeightOptions options, Arena arena, VectorWidth vectors)
    : WeightedLayer(name, inputs, outputs, fanIn: inputs, fanOut: outputs, options, arena)
{
    private readonly float* _transposed = arena.Allocate(Panels.Size(outputs, inputs));
    private readonly float* _panelGradient = arena.Allocate(inputs * Panels.Width);

    public override void Forward(Matrix input, Matrix output, in Pass pass) =>
        MatrixProduct.Forward(input, Compose(pass), BiasValue, output, vectors);

    public override void Backward(Matrix input, Matrix output, Matrix outputGradient, Matrix inputGradient, in Pass pass)
    {
        if (Bias is not null)
            Elementwise.SumRows(outputGradient, Bias.Gradient);
        if (!inputGradient.IsEmpty)
        {
            PanelTranspose.Run(Composed, Inputs, Outputs, _transposed, vectors);
            MatrixProduct.InputGradient(outputGradient, _transposed, inputGradient, vectors);
        }
        if (IsPlain && pass.Update is not null)
        {
            BackwardAndUpdate(input, outputGradient, pass.Update);
        }
        else
        {
            MatrixProduct.WeightGradient(input, outputGradient, ComposedGradient, vectors);
            BackwardComposed(pass);
        }
    }

    /// <summary>Panel by panel, so that a panel's gradient is used while it is still in the cache, and never written to memory.</summary>
    private void BackwardAndUpdate(Matrix input, Matrix outputGradient, IWeightUpdate update)
    {
        var length = Inputs * Panels.Width;
        for (var panel = 0; panel < Panels.Count(Outputs); panel++)
        {
            // The product leaves the columns past the padding alone, and those of the panel before must not stay there.
            if (outputGradient.Padded < (panel + 1) * Panels.Width)
                new Span<float>(_panelGradient, length).Clear();
            MatrixProduct.WeightGradientPanel(input, outputGradient, panel * Panels.Width, _panelGradient, vectors);
            update.UpdateWeights(Weights.Offset + panel * length, length, _panelGradient);
        }
    }
}
