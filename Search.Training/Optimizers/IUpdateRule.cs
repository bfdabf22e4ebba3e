using System.Numerics;

namespace HyperSearch.Training;

/// <summary>A rule for one vector of weights.</summary>
internal interface IUpdateRule
{
    /// <summary>Buffers that <see cref="Step"/> keeps: 0, 1 or 2.</summary>
    static abstract int StateCount { get; }

    /// <summary>What is added to w, given the gradient g.</summary>
    Vector<float> Step(Vector<float> g, ref Vector<float> state0, ref Vector<float> state1);
}
