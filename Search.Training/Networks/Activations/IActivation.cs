using System.Numerics;

namespace HyperSearch.Training;

/// <summary>An activation function and its derivative, a vector at a time.</summary>
internal interface IActivation : IMap
{
    /// <summary>Whether <see cref="Derivative"/> takes f(x) rather than x: then the layer can work in place.</summary>
    static abstract bool DerivativeFromOutput { get; }

    /// <summary>f′(x), from f(x) or from x.</summary>
    Vector<float> Derivative(Vector<float> value);
}
