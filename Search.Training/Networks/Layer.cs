namespace HyperSearch.Training;

/// <summary>
/// One step of a network, from a matrix [rows, Inputs] to a matrix [rows, Outputs]. A row is an example, or a position (a pixel) of
/// one in the layers that work on images: see <see cref="OutputPositions"/>. A layer owns its parameters
/// and whatever it must remember from forward to backward; the network owns the activations.
/// Past the last column, outputs may hold anything finite; gradients must be zero there.
/// </summary>
internal abstract class Layer(int inputs, int outputs)
{
    public int Inputs { get; } = inputs;

    public int Outputs { get; } = outputs;

    /// <summary>Rows of the output for each example, where the input has so many: 1, or the positions of a feature map.</summary>
    public virtual int OutputPositions(int inputPositions) => inputPositions;

    public virtual IReadOnlyList<Parameter> Parameters => [];

    /// <summary>Whether <see cref="Backward"/> reads the layer's input: then no later layer may overwrite it.</summary>
    public abstract bool ReadsInput { get; }

    /// <summary>Whether <see cref="Backward"/> reads the layer's output.</summary>
    public abstract bool ReadsOutput { get; }

    /// <summary>Whether <see cref="Forward"/> can write the output where the input was.</summary>
    public abstract bool InPlaceForward { get; }

    /// <summary>Whether <see cref="Backward"/> can write the input gradient where the output gradient was.</summary>
    public virtual bool InPlaceBackward => true;

    /// <summary>Sets the parameters' first values.</summary>
    public virtual void Initialize(ref RandomNumbers random)
    {
    }

    public abstract void Forward(Matrix input, Matrix output, in Pass pass);

    /// <summary>From the gradient of the loss by the output to that by the input, adding nothing: both the input
    /// gradient and the parameters' gradients are overwritten.</summary>
    /// <param name="inputGradient">Without data (<see cref="Matrix.IsEmpty"/>) where nobody needs it.</param>
    public abstract void Backward(Matrix input, Matrix output, Matrix outputGradient, Matrix inputGradient, in Pass pass);
}
