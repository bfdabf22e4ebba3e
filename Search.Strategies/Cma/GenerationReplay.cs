using System.Diagnostics.CodeAnalysis;
using HyperSearch.Core;

namespace HyperSearch.Strategies;

/// <summary>The state of CMA-ES after the generations of a history, found again by updating it with each of them.</summary>
internal sealed class GenerationReplay
{
    private const int Draws = 20, DrawsWithRejections = 200;

    // Generations without a better result after which it restarts, times 1 + n/λ.
    private const int Patience = 20;

    // How far a code on record may be from the one that was drawn: a value has twelve digits at least.
    private const double SameCode = 1e-9;

    private readonly SearchProblem _problem;
    private readonly SearchDomain _domain;
    private readonly int[] _numbers; // the numeric parameters
    private readonly CategoricalDistributions _choices;
    private readonly List<double> _complete = []; // the losses of the complete trials, rising
    private CmaState _state;
    private double _tail; // of the normal distribution, for the margin
    private int _restarts, _stagnation;
    private double _best = double.PositiveInfinity;

    public GenerationReplay(SearchProblem problem)
    {
        (_problem, _domain) = (problem, SearchDomain.Of(problem.Space));
        _numbers = [.. Enumerable.Range(0, problem.Space.Count).Where(i => !problem.Space[i].IsCategorical)];
        _choices = new(problem.Space);
        Start([.. _numbers.Select(_ => 0.5)]);
    }

    /// <summary>How often a trial draws until it has a point that was not tried and is allowed.</summary>
    public static int DrawsIn(SearchDomain domain) => domain.Space.HasRejections ? DrawsWithRejections : Draws;

    /// <summary>How many results the state is made of.</summary>
    public int Observed { get; private set; }

    /// <summary>How many of them the state of their time had not drawn.</summary>
    public int Injected { get; private set; }

    /// <summary>What a proposal from the state is noted with.</summary>
    public string Note => $"σ {_state.Sigma:G2}, population {_state.Lambda}, restart {_restarts}";

    /// <summary>Takes in the generations that have become complete.</summary>
    public void Advance(History history)
    {
        while (Observed + _state.Lambda <= history.Finished.Count)
        {
            Trial[] arrived = [.. Enumerable.Range(Observed, _state.Lambda).Select(i => history.Finished[i])];
            foreach (var loss in arrived.Where(trial => trial.State == TrialState.Complete).Select(trial => history.Goal.Loss(trial.Value!.Value)))
                _complete.Insert(_complete.BinarySearch(loss) is var place && place >= 0 ? place : ~place, loss);
            Trial[] generation = [.. Observations.Of(history.Problem, arrived, Observations.Median(_complete)).Ranking().Select(i => arrived[i])];
            bool[] isInjected = [.. generation.Select(trial => _numbers.Length > 0 && !WasSampled(trial))];
            Observed += generation.Length;
            Injected += isInjected.Count(one => one);
            _choices.Update([.. generation[..(generation.Length / 2)].Select(trial => trial.Point)], generation.Length);
            if (_numbers.Length == 0)
                continue;
            _state.Update([.. generation.Select(trial => _numbers.Select((p, i) => trial.Point.IsActive(p) ? trial.Point[p] : _state.Mean[i]).ToArray())], isInjected);
            var lowest = new TrialRanking(history.Goal).Best(generation)?.Value is { } best ? history.Goal.Loss(best) : double.PositiveInfinity;
            _stagnation = lowest < _best ? 0 : _stagnation + 1;
            _best = Math.Min(_best, lowest);
            if (_state.ShouldRestart || _stagnation > Patience * (1 + _numbers.Length / (double)_state.Lambda))
                Restart();
        }
    }

    /// <summary>Draws a code for each parameter.</summary>
    public void Sample(double[] codes, ref RandomStream random)
    {
        _choices.Sample(codes, ref random);
        var z = new double[_numbers.Length];
        for (var i = 0; i < z.Length; i++)
            z[i] = random.NextNormal();
        var y = _state.Step(z);
        for (var i = 0; i < z.Length; i++)
            codes[_numbers[i]] = Math.Clamp(_state.Mean[i] + _state.Sigma * y[i] * MarginScale(i), 0, 1);
    }

    // Whether this state drew the trial's point: the trial's own random numbers draw it again.
    private bool WasSampled(Trial trial)
    {
        if (trial.Observed is null)
            return false;
        var random = new RandomStream(_problem.Seed, trial.Number, StreamPurpose.Propose);
        var codes = new double[_domain.Count];
        for (var draw = 0; draw < DrawsIn(_domain); draw++)
        {
            Sample(codes, ref random);
            if (Enumerable.Range(0, codes.Length).All(p => !trial.Point.IsActive(p) || IsSame(_domain.Space[p], codes[p], trial.Point[p])))
                return true;
        }
        return false;
    }

    private static bool IsSame(Parameter parameter, double drawn, double recorded) =>
        Math.Abs(drawn - recorded) <= SameCode || Math.Abs(parameter.Snap(drawn) - recorded) <= SameCode;

    // A in x = m + σ A y (Hamano 2022, section 4): so wide that on either side of the mean's own value the next one keeps a
    // chance of α/2, with α = 1/(λ n).
    private double MarginScale(int i)
    {
        if (_domain.LevelCodes(_numbers[i]) is not { Length: > 1 } levels)
            return 1;
        var (m, level) = (_state.Mean[i], _domain.Space[_numbers[i]].LevelOf(_state.Mean[i]));
        // The edge between two values, taken in their middle.
        var left = level > 0 ? m - (levels[level - 1] + levels[level]) / 2 : 0;
        var right = level < levels.Length - 1 ? (levels[level] + levels[level + 1]) / 2 - m : 0;
        return Math.Max(1, Math.Max(left, right) / (_tail * _state.Deviation(i)));
    }

    private void Restart()
    {
        _restarts++;
        _stagnation = 0;
        _best = double.PositiveInfinity;
        var random = new RandomStream(_problem.Seed, _restarts, StreamPurpose.Setup);
        var mean = new double[_numbers.Length];
        for (var i = 0; i < mean.Length; i++)
            mean[i] = random.NextDouble();
        Start(mean);
    }

    [MemberNotNull(nameof(_state))]
    private void Start(double[] mean)
    {
        _state = new(mean, (4 + (int)(3 * PortableMath.Log(Math.Max(1, _numbers.Length)))) << Math.Min(_restarts, 8));
        _tail = -Normal.Quantile(0.5 / (_state.Lambda * Math.Max(1, _numbers.Length)));
    }
}
