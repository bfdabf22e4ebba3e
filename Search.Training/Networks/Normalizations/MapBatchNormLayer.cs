using System.Numerics;
using System.Runtime.CompilerServices;

namespace HyperSearch.Training;

/// <summary>
/// Batch normalization of feature maps: a row is a pixel, so that each map is normalized over all positions of all images of the
/// mini-batch. Ioffe and Szegedy 2015, section 3.2. Works down blocks of rows, as a column does not fit into a cache.
/// </summary>
internal sealed unsafe class MapBatchNormLayer(string name, int maps, double momentum, Arena arena) : BatchNormLayer(name, maps, momentum, arena)
{
    private readonly float* _center = arena.Allocate(Panels.Padded(maps));
    private readonly float* _scale = arena.Allocate(Panels.Padded(maps));
    private readonly float* _sums = arena.Allocate(Panels.Padded(maps));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Forward(Matrix input, Matrix output, in Pass pass)
    {
        if (pass.Training)
            ColumnSums.Moments(input, _center, _sums);
        for (var j = 0; j < input.Padded; j += Vector<float>.Count)
        {
            var (center, inverse) = pass.Training ? Train(j, Vector.Load(_center + j), Vector.Load(_sums + j) * (1f / input.Rows), input.Rows) : Infer(j);
            center.Store(_center + j);
            (inverse * Vector.Load(Gamma.Value + j)).Store(_scale + j);
        }
        for (int first = 0, block = ColumnSums.Block(input); first < input.Rows; first += block)
        {
            var rows = Math.Min(block, input.Rows - first);
            for (var j = 0; j < input.Padded; j += Vector<float>.Count)
            {
                Vector<float> center = Vector.Load(_center + j), scale = Vector.Load(_scale + j), shift = Vector.Load(Beta.Value + j);
                float* x = input.Row(first) + j, y = output.Row(first) + j;
                for (var i = 0; i < rows; i++, x += input.Stride, y += output.Stride)
                    ((Vector.Load(x) - center) * scale + shift).Store(y);
            }
        }
    }

    /// <summary>dβ = Σ dy, dγ = Σ dy x̂, dx = γ / √(σ² + ε) (dy − dβ / n − x̂ dγ / n).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Backward(Matrix input, Matrix output, Matrix outputGradient, Matrix inputGradient, in Pass pass)
    {
        var share = 1f / input.Rows;
        ColumnSums.Gradients(outputGradient, input, Mean, Beta.Gradient, Gamma.Gradient);
        Elementwise.Multiply(Gamma.Gradient, Inverse, Gamma.Gradient, input.Padded);
        for (int first = 0, block = ColumnSums.Block(input); first < input.Rows; first += block)
        {
            var rows = Math.Min(block, input.Rows - first);
            for (var j = 0; j < input.Padded; j += Vector<float>.Count)
            {
                Vector<float> center = Vector.Load(Mean + j), inverse = Vector.Load(Inverse + j), outer = inverse * Vector.Load(Gamma.Value + j);
                Vector<float> meanGradient = Vector.Load(Beta.Gradient + j) * share, slope = Vector.Load(Gamma.Gradient + j) * inverse * share;
                float* x = input.Row(first) + j, dy = outputGradient.Row(first) + j, dx = inputGradient.Row(first) + j;
                for (var i = 0; i < rows; i++, x += input.Stride, dy += outputGradient.Stride, dx += inputGradient.Stride)
                    (outer * (Vector.Load(dy) - meanGradient - (Vector.Load(x) - center) * slope)).Store(dx);
            }
        }
    }
}
