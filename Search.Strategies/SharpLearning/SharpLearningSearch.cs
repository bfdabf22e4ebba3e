using HyperSearch.Core;
using HyperSearch.Strategies;
using SharpLearning.Optimization;

namespace HyperSearch;

/// <summary>
/// The optimizers of SharpLearning.Optimization 0.31.8 over the encoded space. Compiled only with <c>-p:SharpLearning=true</c>.
/// </summary>
/// <remarks>An optimizer is made anew for each proposal, from a seed and the history, and forgotten after it.</remarks>
public sealed class SharpLearningSearch : IStrategy
{
    private readonly Func<Asked, double[]?> _next;

    private SharpLearningSearch(Func<Asked, double[]?> next) => _next = next;

    /// <summary>A model of extremely randomized trees and expected improvement.</summary>
    /// <param name="randomStart">How many trials are random before the first model; 1 or more.</param>
    public static SharpLearningSearch Bayesian(int randomStart = 5)
    {
        Require.That(randomStart >= 1, "1 <= randomStart", randomStart, nameof(randomStart));
        return new(asked => First(new BayesianOptimizer(asked.Specs, iterations: 1, randomStartingPointCount: randomStart, seed: asked.TrialSeed)
            .ProposeParameterSets(1, asked.Results)));
    }

    /// <summary>SMAC: a random forest, expected improvement and local search.</summary>
    /// <param name="randomStart">How many trials are random before the first model; 1 or more.</param>
    public static SharpLearningSearch Smac(int randomStart = 20)
    {
        Require.That(randomStart >= 1, "1 <= randomStart", randomStart, nameof(randomStart));
        return new(asked => First(new SmacOptimizer(asked.Specs, iterations: 1, randomStartingPointCount: randomStart, seed: asked.TrialSeed)
            .ProposeParameterSets(1, asked.Results)));
    }

    /// <summary>Particle swarm, replayed from the study's first trial.</summary>
    /// <param name="particles">How many particles there are; 1 or more.</param>
    public static SharpLearningSearch ParticleSwarm(int particles = 10)
    {
        Require.That(particles >= 1, "1 <= particles", particles, nameof(particles));
        return new(asked => asked.Replay(new ParticleSwarmOptimizer(asked.Specs, maxIterations: asked.Number / particles + 2,
            numberOfParticles: particles, seed: asked.StudySeed, maxDegreeOfParallelism: 1)));
    }

    /// <summary>Nelder and Mead's simplex with restarts, replayed from the study's first trial.</summary>
    public static SharpLearningSearch NelderMead() => new(asked =>
        asked.Replay(new GlobalizedBoundedNelderMeadOptimizer(asked.Specs, maxRestarts: asked.Number + 2,
            seed: asked.StudySeed, maxDegreeOfParallelism: 1)));

    /// <inheritdoc/>
    public Proposal? Propose(History history, ref RandomStream random) =>
        _next(new(history, (int)(random.NextUInt32() >> 1))) is { } codes ? new(new Point(codes)) : null;

    private static double[]? First(double[][] proposed) => proposed.Length > 0 ? proposed[0] : null;

    /// <summary>What an optimizer is asked with.</summary>
    private sealed class Asked(History history, int trialSeed)
    {
        public int Number => history.Number;

        public int TrialSeed => trialSeed;

        public int StudySeed => (int)(history.Problem.Seed & int.MaxValue);

        public IParameterSpec[] Specs { get; } = [.. history.Space.Parameters.Select(SpecOf)];

        /// <summary>All results.</summary>
        public OptimizerResult[] Results
        {
            get
            {
                var observations = Observations.Of(history);
                return [.. observations.Points.Zip(observations.Losses, (point, loss) => new OptimizerResult([.. point.Codes.ToArray().Select(ImputedCode)], loss))];
            }
        }

        /// <summary>Runs an optimizer through what is known, until it asks for a point that is not; null where it ends before.</summary>
        public double[]? Replay(IOptimizer optimizer)
        {
            var observations = Observations.Of(history);
            var losses = new Dictionary<Point, double>();
            // A trial that runs counts as a mean one until its result is there.
            foreach (var trial in history.Running)
                losses[trial.Point] = observations.Losses.DefaultIfEmpty(0).Average();
            foreach (var (point, loss) in observations.Points.Zip(observations.Losses))
                losses[point] = loss;
            double[]? unknown = null;
            try
            {
                optimizer.Optimize(codes => losses.TryGetValue(history.Space.Complete(codes), out var loss)
                    ? new([.. codes], loss)
                    : throw new OperationCanceledException(Keep(codes)));
            }
            catch (Exception exception) when (unknown is not null && exception is OperationCanceledException or AggregateException)
            {
                // It asked for the point that is wanted.
            }
            return unknown;

            string Keep(double[] codes)
            {
                unknown = [.. codes];
                return "The point is not known.";
            }
        }

        // Trees take no NaN: an inactive parameter lies outside of the range.
        private static double ImputedCode(double code) => double.IsNaN(code) ? -1 : code;

        private static IParameterSpec SpecOf(Parameter parameter) => parameter.IsCategorical
            ? new MinMaxParameterSpec(0, Math.Max(1, parameter.Levels!.Value - 1), Transform.Linear, ParameterType.Discrete)
            : new MinMaxParameterSpec(0, 1);
    }
}
