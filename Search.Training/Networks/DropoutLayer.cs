namespace HyperSearch.Training;

/// <summary>
/// Inverted dropout: in training each number is dropped with probability p and the others divided by 1 − p; in inference
/// nothing happens. Srivastava et al. 2014. The mask is not stored: it is a function of (seed, step, layer),
/// drawn again in the backward pass.
/// </summary>
internal sealed unsafe class DropoutLayer(int width, double probability, ulong seed, int number) : Layer(width, width)
{
    public override bool ReadsInput => false;

    public override bool ReadsOutput => false;

    public override bool InPlaceForward => true;

    public override void Forward(Matrix input, Matrix output, in Pass pass)
    {
        if (pass.Training)
            Mask(input, output, pass.Step);
        else if (input.Data != output.Data)
            Buffer.MemoryCopy(input.Data, output.Data, output.Span * sizeof(float), input.Span * sizeof(float));
    }

    public override void Backward(Matrix input, Matrix output, Matrix outputGradient, Matrix inputGradient, in Pass pass) =>
        Mask(outputGradient, inputGradient, pass.Step);

    private void Mask(Matrix from, Matrix to, long step) =>
        DropoutMask.Apply(from.Data, to.Data, from.Span, probability, seed, ((ulong)step << 8) | (uint)number);
}
