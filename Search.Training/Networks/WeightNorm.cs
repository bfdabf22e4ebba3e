using System.Numerics;
using System.Runtime.CompilerServices;

namespace HyperSearch.Training;

/// <summary>
/// w[:, j] = g[j] v[:, j] / ‖v[:, j]‖. Backward, from dw: dg = dw · v / ‖v‖ and
/// dv = g / ‖v‖ (dw − dg v / ‖v‖). Salimans and Kingma 2016, equations 2 and 3.
/// </summary>
internal sealed unsafe class WeightNorm
{
    private readonly Parameter _direction;   // v, in panels
    private readonly float* _inverse;        // 1 / ‖v[:, j]‖

    public WeightNorm(string name, Parameter direction, Arena arena)
    {
        _direction = direction;
        Lengths = Parameter.Vector($"{name}.lengths", direction.Outputs, ParameterKind.NoDecay);
        Composed = arena.Allocate(direction.Length);
        ComposedGradient = arena.Allocate(direction.Length);
        _inverse = arena.Allocate(Panels.Count(direction.Outputs) * Panels.Width);
    }

    /// <summary>g</summary>
    public Parameter Lengths { get; }

    /// <summary>w, in panels, as of the last <see cref="Compose"/></summary>
    public float* Composed { get; }

    /// <summary>dw, in panels: where the weight gradient's product goes.</summary>
    public float* ComposedGradient { get; }

    /// <summary>g = ‖v‖, so that training begins with w = v.</summary>
    public void Initialize()
    {
        new Span<float>(Lengths.Value, Lengths.Outputs).Fill(1);
        Compose();
        for (var j = 0; j < Lengths.Outputs; j++)
            Lengths.Value[j] = 1 / _inverse[j];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float* Compose()
    {
        for (var j = 0; j < Lengths.Length; j += Vector<float>.Count)
        {
            nint first = Panels.Index(_direction.Inputs, 0, j);
            Vector<float> squares = default;
            for (var i = 0; i < _direction.Inputs; i++)
            {
                var v = Vector.Load(_direction.Value + first + i * Panels.Width);
                squares += v * v;
            }
            // Padding has length zero; it stays zero.
            var reciprocal = Vector<float>.One / Vector.SquareRoot(Vector.Max(squares, new Vector<float>(1e-30f)));
            reciprocal.Store(_inverse + j);
            var scale = reciprocal * Vector.Load(Lengths.Value + j);
            for (var i = 0; i < _direction.Inputs; i++)
                (Vector.Load(_direction.Value + first + i * Panels.Width) * scale).Store(Composed + first + i * Panels.Width);
        }
        return Composed;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Backward()
    {
        for (var j = 0; j < Lengths.Length; j += Vector<float>.Count)
        {
            nint first = Panels.Index(_direction.Inputs, 0, j);
            Vector<float> reciprocal = Vector.Load(_inverse + j), dot = default;
            for (var i = 0; i < _direction.Inputs; i++)
                dot += Vector.Load(ComposedGradient + first + i * Panels.Width) * Vector.Load(_direction.Value + first + i * Panels.Width);
            Vector<float> dg = dot * reciprocal, scale = Vector.Load(Lengths.Value + j) * reciprocal, back = dg * reciprocal;
            dg.Store(Lengths.Gradient + j);
            for (var i = 0; i < _direction.Inputs; i++)
            {
                Vector<float> dw = Vector.Load(ComposedGradient + first + i * Panels.Width), v = Vector.Load(_direction.Value + first + i * Panels.Width);
                (scale * (dw - back * v)).Store(_direction.Gradient + first + i * Panels.Width);
            }
        }
    }
}
