using HyperSearch.Strategies;

namespace HyperSearch;

/// <summary>
/// Points of an Owen-scrambled Sobol sequence: as random as <see cref="RandomSearch"/>, but spread evenly, over the whole
/// space and over each pair of parameters. The trial's number is the point's index, so that it needs no memory; where the study
/// rejects some points, trial n has the n-th of the others.
/// </summary>
/// <remarks>There are direction numbers for 101 parameters; further ones are drawn uniformly.</remarks>
public sealed class SobolSearch : IStrategy
{
    /// <inheritdoc/>
    public Proposal? Propose(History history, ref RandomStream random)
    {
        var (space, seed) = (history.Space, history.Problem.Seed);
        var index = (uint)history.Number;
        // What is drawn beside the sequence is another in each trial.
        if (space.HasRejections && space.Count <= SobolSequence.Dimensions)
        {
            var unused = random;
            index = AllowedIndices.Of(space, seed)[history.Number, place => space.Allows(space.Complete(CodesAt(place, space, seed, ref unused)))];
        }
        return new(new Point(CodesAt(index, space, seed, ref random)));
    }

    /// <summary>The codes of a point of the sequence.</summary>
    internal static double[] CodesAt(uint index, SearchSpace space, ulong seed, ref RandomStream random)
    {
        var scramble = new RandomStream(seed, 0, StreamPurpose.Setup);
        var codes = new double[space.Count];
        for (var i = 0; i < codes.Length; i++)
        {
            var u = i < SobolSequence.Dimensions
                ? ToUnit(OwenScramble.Scramble(SobolSequence.Coordinate(index, i), scramble.NextUInt32()))
                : random.NextDouble();
            codes[i] = space[i].IsCategorical ? Math.Floor(u * space[i].Levels!.Value) : u;
        }
        return codes;
    }

    // The middle of the interval of 2⁻³² that x stands for: inside (0,1).
    private static double ToUnit(uint x) => (x + 0.5) * (1.0 / (1UL << 32));
}
