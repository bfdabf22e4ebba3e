using HyperSearch.Strategies;
using SharpLearning.Optimization;

namespace HyperSearch;

/// <summary>
/// The optimizers of SharpLearning.Optimization 0.31.8 over the encoded space. Compiled only where the property SharpLearning is true.
/// </summary>
/// <remarks>An optimizer is made anew for each proposal, from a seed and the history, and forgotten after it. Where it has no new point,
/// the proposal is a random one.</remarks>
public sealed class SharpLearningSearch : IStrategy
{
    private readonly Func<SharpLearningProblem, double[]?> _next;

    private SharpLearningSearch(Func<SharpLearningProblem, double[]?> next) => _next = next;

    /// <summary>A model of extremely randomized trees and expected improvement.</summary>
    /// <param name="randomStart">How many trials are random before the first model; 1 or more.</param>
    public static SharpLearningSearch Bayesian(int randomStart = 5)
    {
        Require.That(randomStart >= 1, "1 <= randomStart", randomStart, nameof(randomStart));
        return new(problem => new BayesianOptimizer(problem.Specs, iterations: 1, randomStartingPointCount: randomStart, seed: problem.TrialSeed)
            .ProposeParameterSets(1, problem.Results).FirstOrDefault());
    }

    /// <summary>SMAC: a random forest, expected improvement and local search.</summary>
    /// <param name="randomStart">How many trials are random before the first model; 1 or more.</param>
    public static SharpLearningSearch Smac(int randomStart = 20)
    {
        Require.That(randomStart >= 1, "1 <= randomStart", randomStart, nameof(randomStart));
        return new(problem => new SmacOptimizer(problem.Specs, iterations: 1, randomStartingPointCount: randomStart, seed: problem.TrialSeed)
            .ProposeParameterSets(1, problem.Results).FirstOrDefault());
    }

    /// <summary>Particle swarm, replayed from the study's first trial.</summary>
    /// <param name="particles">How many particles there are; 1 or more.</param>
    public static SharpLearningSearch ParticleSwarm(int particles = 10)
    {
        Require.That(particles >= 1, "1 <= particles", particles, nameof(particles));
        return new(problem => problem.Replay(new ParticleSwarmOptimizer(
            problem.Specs, maxIterations: int.MaxValue, numberOfParticles: particles, seed: problem.StudySeed, maxDegreeOfParallelism: 1)));
    }

    /// <summary>Nelder and Mead's simplex with restarts, replayed from the study's first trial.</summary>
    public static SharpLearningSearch NelderMead() => new(problem => problem.Replay(new GlobalizedBoundedNelderMeadOptimizer(
        problem.Specs, maxRestarts: int.MaxValue, seed: problem.StudySeed, maxDegreeOfParallelism: 1)));

    /// <inheritdoc/>
    public Proposal? Propose(History history, ref RandomStream random)
    {
        var problem = new SharpLearningProblem(history, (int)(random.NextUInt32() >> 1));
        var drawn = RandomSearch.Draw(history.Space, ref random);
        return new(problem.Specs.Length > 0 && _next(problem) is { } answer ? problem.PointOf(answer, drawn) : drawn);
    }
}
