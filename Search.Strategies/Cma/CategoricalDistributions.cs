namespace HyperSearch.Strategies;

/// <summary>
/// A categorical distribution for each parameter with options, moved towards what the better half of a generation has. Baluja:
/// "Population-Based Incremental Learning", 1994; no probability falls below the margin (Hamano et al., "CatCMA", GECCO 2024).
/// </summary>
internal sealed class CategoricalDistributions
{
    private const double LearningRate = 0.2;

    private readonly int[] _parameters;
    private readonly double[][] _probabilities;

    public CategoricalDistributions(SearchSpace space)
    {
        _parameters = [.. Enumerable.Range(0, space.Count).Where(i => space[i].IsCategorical)];
        _probabilities = [.. _parameters.Select(i => Enumerable.Repeat(1.0 / space[i].Levels!.Value, space[i].Levels!.Value).ToArray())];
    }

    /// <summary>Draws the options.</summary>
    public void Sample(Span<double> codes, ref RandomStream random)
    {
        for (var p = 0; p < _parameters.Length; p++)
        {
            var u = random.NextDouble();
            var option = 0;
            for (; option < _probabilities[p].Length - 1 && (u -= _probabilities[p][option]) >= 0;)
                option++;
            codes[_parameters[p]] = option;
        }
    }

    /// <summary>Learns from the better half of a generation.</summary>
    public void Update(IReadOnlyList<Point> elite, int lambda)
    {
        for (var p = 0; p < _parameters.Length; p++)
        {
            var probabilities = _probabilities[p];
            var least = 1.0 / (lambda * probabilities.Length);
            var active = elite.Count(point => point.IsActive(_parameters[p]));
            if (active == 0)
                continue;
            for (var option = 0; option < probabilities.Length; option++)
            {
                var share = elite.Count(point => point[_parameters[p]] == option) / (double)active;
                probabilities[option] = Math.Max(least, probabilities[option] + LearningRate * (share - probabilities[option]));
            }
            var sum = probabilities.Sum();
            for (var option = 0; option < probabilities.Length; option++)
                probabilities[option] /= sum;
        }
    }
}
