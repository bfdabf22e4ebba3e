using System.Numerics;
using System.Runtime.CompilerServices;

namespace HyperSearch.Training;

/// <summary>Batch normalization of units. Works down strips of units narrow enough for a strip to stay in the first cache through its passes.</summary>
internal sealed unsafe class UnitBatchNormLayer(string name, int width, double momentum, Arena arena) : BatchNormLayer(name, width, momentum, arena)
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Forward(Matrix input, Matrix output, in Pass pass)
    {
        for (var j = 0; j < input.Padded; j += Vector<float>.Count)
        {
            var (center, scale) = pass.Training ? TrainMoments(input, j) : Infer(j);
            scale *= Vector.Load(Gamma.Value + j);
            var shift = Vector.Load(Beta.Value + j);
            float* x = input.Data + j, y = output.Data + j;
            for (var i = 0; i < input.Rows; i++, x += input.Stride, y += output.Stride)
                ((Vector.Load(x) - center) * scale + shift).Store(y);
        }
    }

    /// <summary>dβ = Σ dy, dγ = Σ dy x̂, dx = γ / √(σ² + ε) (dy − dβ / n − x̂ dγ / n).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Backward(Matrix input, Matrix output, Matrix outputGradient, Matrix inputGradient, in Pass pass)
    {
        var share = 1f / input.Rows;
        for (var j = 0; j < input.Padded; j += Vector<float>.Count)
        {
            Vector<float> center = Vector.Load(Mean + j), scale = Vector.Load(Inverse + j), dBeta = default, dGamma = default;
            float* x = input.Data + j, dy = outputGradient.Data + j, dx = inputGradient.Data + j;
            for (var i = 0; i < input.Rows; i++, x += input.Stride, dy += outputGradient.Stride)
            {
                var g = Vector.Load(dy);
                dBeta += g;
                dGamma += g * (Vector.Load(x) - center);
            }
            dGamma *= scale;
            dBeta.Store(Beta.Gradient + j);
            dGamma.Store(Gamma.Gradient + j);

            Vector<float> meanGradient = dBeta * share, slope = dGamma * scale * share, outer = scale * Vector.Load(Gamma.Value + j);
            x = input.Data + j;
            dy = outputGradient.Data + j;
            for (var i = 0; i < input.Rows; i++, x += input.Stride, dy += outputGradient.Stride, dx += inputGradient.Stride)
                (outer * (Vector.Load(dy) - meanGradient - (Vector.Load(x) - center) * slope)).Store(dx);
        }
    }

    private (Vector<float> Center, Vector<float> Inverse) TrainMoments(Matrix input, int j)
    {
        Vector<float> sum = default, squares = default;
        var x = input.Data + j;
        for (var i = 0; i < input.Rows; i++, x += input.Stride)
            sum += Vector.Load(x);
        var center = sum * (1f / input.Rows);
        x = input.Data + j;
        for (var i = 0; i < input.Rows; i++, x += input.Stride)
        {
            var off = Vector.Load(x) - center;
            squares += off * off;
        }
        return Train(j, center, squares * (1f / input.Rows), input.Rows);
    }
}
