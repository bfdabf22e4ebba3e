using HyperSearch.Core;

namespace HyperSearch.Strategies;

/// <summary>
/// What runs say of the true means of some finalists, as draws from the posterior of a model with three levels. Run r of finalist i is
/// μᵢ + bᵣ + ε: ε is normal with variance σ²; bᵣ, what the seed and the split of the r-th run do to all finalists alike, with variance ωσ²; and
/// the means μᵢ are normal around an m that is not known, with variance λσ² (Gelman et al.: "Bayesian Data Analysis", 3rd edition 2013,
/// sections 5.4 and 15.7).
/// </summary>
/// <remarks>
/// The priors: flat for m and log σ; √λ and √ω are half-Cauchy with the scales 3 and 1 (Gelman: "Prior Distributions for Variance Parameters in
/// Hierarchical Models", Bayesian Analysis 1, 2006). Given λ and ω all else is conjugate; these two are summed over a grid. So what is
/// optimistic about the best of several averages is taken back by as much as the data say that they differ by chance alone, and the answer
/// may be looked at after each run without getting too sure.
/// </remarks>
internal sealed class RacePosterior
{
    private const int Draws = 4096;

    // √λ from 1/32 to 64, and √ω from 1/8 to 2048.
    private const int MeanLevels = 23, SplitLevels = 8;

    // How many runs the common variance counts for in that of a finalist.
    private const int PriorRuns = 4;

    // How many finalists at least come out alike where two of their runs are the same.
    private const int FewestAlike = 4;

    // Finalists that came out exactly alike in so many runs are taken to be the same.
    private const int RunsOfTwins = 3;

    private readonly double[] _means;   // (finalists)
    private readonly double[][] _draws; // [finalist](Draws)
    private readonly int[] _lowest;     // (finalists): in how many draws it is the lowest

    private readonly bool[,] _twins;    // (finalists, finalists)

    private RacePosterior(int finalists)
    {
        _twins = new bool[finalists, finalists];
        (_means, _lowest, _draws) = (new double[finalists], new int[finalists], new double[finalists][]);
        for (var i = 0; i < finalists; i++)
            _draws[i] = new double[Draws];
    }

    /// <summary>Whether each finalist came to the same in all of its runs: without noise, as far as these tell.</summary>
    public bool IsExact { get; private set; }

    /// <summary>The finalist with the lowest expected mean.</summary>
    public int Lowest { get; private set; }

    /// <summary>The expected true mean of a finalist.</summary>
    public double Mean(int finalist) => _means[finalist];

    /// <summary>How likely its true mean is the lowest, or that of one which came out exactly alike in every run that both had.</summary>
    public double ProbabilityOfLowest(int finalist) => (double)_lowest[finalist] / Draws;

    /// <summary>Where its true mean lies with 9 chances in 10.</summary>
    public (double Low, double High) Interval(int finalist) => Strategies.Interval.Around((double[])_draws[finalist].Clone(), _means[finalist]);

    /// <summary>How many deviations of what is not known of the difference the means of two finalists are apart; ∞ for those that are taken to be the same.</summary>
    public double Separation(int one, int other)
    {
        if (_twins[one, other])
            return double.PositiveInfinity;
        var (sum, squares) = (0.0, 0.0);
        for (var draw = 0; draw < Draws; draw++)
        {
            var difference = _draws[one][draw] - _draws[other][draw];
            sum += difference;
            squares += difference * difference;
        }
        var variance = squares / Draws - sum / Draws * (sum / Draws);
        return variance > 0 ? Math.Abs(_means[one] - _means[other]) / Math.Sqrt(variance) : double.PositiveInfinity;
    }

    /// <param name="losses">[finalist](replicates): NaN where it has no value. Each has a value, and one has two.</param>
    /// <param name="random">Draws.</param>
    public static RacePosterior Of(double[][] losses, ref RandomStream random)
    {
        var k = losses.Length;
        var posterior = new RacePosterior(k);
        if (Array.TrueForAll(losses, IsConstant))
            posterior.SetExactly(losses);
        else
            posterior.Draw(losses, ref random);
        for (var i = 1; i < k; i++)
        {
            if (posterior._means[i] < posterior._means[posterior.Lowest])
                posterior.Lowest = i;
        }
        posterior.Count(losses);
        return posterior;
    }

    // Without any noise the values are the means.
    private void SetExactly(double[][] losses)
    {
        IsExact = true;
        for (var i = 0; i < losses.Length; i++)
        {
            _means[i] = Array.Find(losses[i], loss => !double.IsNaN(loss));
            Array.Fill(_draws[i], _means[i]);
        }
    }

    private void Draw(double[][] losses, ref RandomStream random)
    {
        var k = losses.Length;
        var all = losses.SelectMany(own => own).Where(loss => !double.IsNaN(loss)).ToArray();
        // In a unit of its own, so that neither squares of the largest nor of the smallest losses leave the range of numbers.
        var (low, high) = (all.Min(), all.Max());
        var (center, unit) = (low / 2 + high / 2, high / 2 - low / 2);
        double[][] y = [.. losses.Select(own => Array.ConvertAll(own, loss => (loss - center) / unit))];
        DropRepeated(y);
        var runs = y.Sum(own => own.Count(loss => !double.IsNaN(loss)));
        var equal = new double[k];
        Array.Fill(equal, 1);
        var first = Fits(y, equal);
        var fits = Fits(y, Variances(y, first.MaxBy(fit => fit.LogLikelihood)!));
        var largest = fits.Max(fit => fit.LogLikelihood);
        double[] weights = [.. fits.Select(fit => PortableMath.Exp(fit.LogLikelihood - largest))];
        var sum = weights.Sum();
        for (var i = 0; i < k; i++)
            _means[i] = center + unit * (fits.Select((fit, f) => weights[f] * fit.Means[i]).Sum() / sum);
        var (at, place) = (0, 0.0); // of the grid, each point of which has its share of the draws
        Span<double> means = stackalloc double[k];
        for (var draw = 0; draw < Draws; draw++)
        {
            while (at < fits.Count - 1 && (draw + 0.5) / Draws * sum > place + weights[at])
                place += weights[at++];
            fits[at].Draw(runs - 1, means, ref random);
            for (var i = 0; i < k; i++)
                _draws[i][draw] = center + unit * means[i];
        }
    }

    // Runs that came out exactly alike for many finalists had the same seed in effect, such as one that stands for the same split: they say what one says.
    private static void DropRepeated(double[][] y)
    {
        var replicates = y.Max(own => own.Length);
        for (var r = 1; r < replicates; r++)
        {
            if (!Enumerable.Range(0, r).Any(earlier => AreRepeated(y, earlier, r)))
                continue;
            foreach (var own in y)
            {
                if (r < own.Length)
                    own[r] = double.NaN;
            }
        }
    }

    private static bool AreRepeated(double[][] y, int earlier, int r)
    {
        double[][] both = [.. y.Where(own => r < own.Length && !double.IsNaN(own[r]))];
        return both.Length >= FewestAlike && Array.TrueForAll(both, own => own[earlier] == own[r]);
    }

    private static List<RaceFit> Fits(double[][] y, double[] variances)
    {
        var fits = new List<RaceFit>(MeanLevels * SplitLevels);
        for (var a = 0; a < MeanLevels; a++)
        {
            for (var b = 0; b < SplitLevels; b++)
                fits.Add(new RaceFit(y, PortableMath.Power(2, a) / 1024, PortableMath.Power(16, b) / 64, variances));
        }
        return fits;
    }

    // What the residuals of a finalist say of its variance, with those of all others counting as so many of its own.
    private static double[] Variances(double[][] y, RaceFit fit)
    {
        var (squares, runs) = (new double[y.Length], new int[y.Length]);
        for (var i = 0; i < y.Length; i++)
        {
            for (var r = 0; r < y[i].Length; r++)
            {
                if (double.IsNaN(y[i][r]))
                    continue;
                var residual = fit.Residual(i, r);
                squares[i] += residual * residual;
                runs[i]++;
            }
        }
        var all = squares.Sum() / runs.Sum();
        return [.. squares.Select((own, i) => all > 0 ? (own / all + PriorRuns) / (runs[i] + PriorRuns) : 1)];
    }

    private void Count(double[][] losses)
    {
        var k = losses.Length;
        for (var i = 0; i < k; i++)
        {
            for (var j = 0; j < k; j++)
                _twins[i, j] = i == j || AreTwins(losses[i], losses[j]);
        }
        for (var draw = 0; draw < Draws; draw++)
        {
            var lowest = 0;
            for (var i = 1; i < k; i++)
            {
                if (_draws[i][draw] < _draws[lowest][draw])
                    lowest = i;
            }
            for (var i = 0; i < k; i++)
            {
                if (_twins[lowest, i])
                    _lowest[i]++;
            }
        }
    }

    private static bool IsConstant(double[] own)
    {
        var first = Array.Find(own, loss => !double.IsNaN(loss));
        return Array.TrueForAll(own, loss => double.IsNaN(loss) || loss == first);
    }

    private static bool AreTwins(double[] one, double[] other)
    {
        var same = 0;
        for (var r = 0; r < Math.Min(one.Length, other.Length); r++)
        {
            if (double.IsNaN(one[r]) || double.IsNaN(other[r]))
                continue;
            if (one[r] != other[r])
                return false;
            same++;
        }
        return same >= RunsOfTwins;
    }
}
