using System.Numerics;

namespace HyperSearch.Training;

/// <summary>exp(x − origin)</summary>
internal readonly struct ExponentialFrom(float origin) : IMap
{
    private readonly Vector<float> _origin = new(origin);

    public Vector<float> Apply(Vector<float> x) => Vector.Exp(x - _origin);
}
