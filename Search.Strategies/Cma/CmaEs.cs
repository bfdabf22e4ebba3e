using System.Diagnostics.CodeAnalysis;
using HyperSearch.Core;
using HyperSearch.Strategies;

namespace HyperSearch;

/// <summary>
/// CMA-ES (Hansen, arXiv 1604.00772) on the codes of the numeric parameters, with a margin for discrete ones (Hamano, Saito,
/// Nomura, Shirakawa: "CMA-ES with Margin", GECCO 2022) and restarts with a doubled population (Auger and Hansen: "A Restart
/// CMA Evolution Strategy With Increasing Population Size", CEC 2005).
/// </summary>
/// <remarks>
/// Nothing is kept of what was drawn: each λ results, in the order of their arrival, are a generation, and the updates are
/// replayed on the points as they were evaluated. A point that the state itself did not draw (queued, of another strategy, of an
/// earlier generation) is injected: see <see cref="CmaState.Update"/>. Options are drawn apart, see <see cref="OptionShares"/>.
/// </remarks>
public sealed class CmaEs : IStrategy
{
    private const int Draws = 20;
    // Generations without a better result after which it restarts, times 1 + n/λ.
    private const int Patience = 20;
    // How far a code on record may be from the one that was drawn: a value has twelve digits at least.
    private const double SameCode = 1e-9;

    private readonly SeenPoints _seen = new();
    private readonly FinishedPrefix _prefix = new();
    private SearchProblem? _problem;
    private Replay _replay = null!;

    /// <summary>How many results of the last history were taken as injected.</summary>
    internal int Injected => _replay.Injected;

    /// <inheritdoc/>
    public Proposal? Propose(History history, ref RandomStream random)
    {
        var domain = SearchDomain.Of(history.Space);
        _seen.Update(history);
        var shared = _prefix.Update(history.Finished);
        if (!ReferenceEquals(_problem, history.Problem) || _replay.Observed > shared)
            (_problem, _replay) = (history.Problem, new(history.Problem));
        _replay.Advance(history, domain);

        var codes = new double[domain.Count];
        for (var draw = 0; draw < Draws; draw++)
        {
            _replay.Sample(domain, codes, ref random);
            if (!_seen.Contains(domain.Complete(codes)))
                return new(new Point(codes)) { Note = _replay.Note };
        }
        var unseen = _seen.DrawUnseen(domain, ref random);
        return new(new Point(domain.Fill(unseen, ref random))) { Note = "random" };
    }

    /// <summary>The state after the generations of a history.</summary>
    private sealed class Replay
    {
        private readonly SearchProblem _problem;
        private readonly int[] _numbers; // the numeric parameters
        private readonly OptionShares _options;
        private readonly List<double> _complete = []; // the losses of the complete trials, rising
        private CmaState _state;
        private double _tail; // of the normal distribution, for the margin
        private int _restarts, _stale;
        private double _best = double.PositiveInfinity;

        public Replay(SearchProblem problem)
        {
            _problem = problem;
            _numbers = [.. Enumerable.Range(0, problem.Space.Count).Where(i => !problem.Space[i].IsCategorical)];
            _options = new(problem.Space);
            Start([.. _numbers.Select(_ => 0.5)]);
        }

        /// <summary>How many results the state is made of.</summary>
        public int Observed { get; private set; }

        /// <summary>How many of them the state of their time had not drawn.</summary>
        public int Injected { get; private set; }

        public string Note => $"σ {_state.Sigma:G2}, population {_state.Lambda}, restart {_restarts}";

        public void Advance(History history, SearchDomain domain)
        {
            for (; Observed + _state.Lambda <= history.Finished.Count;)
            {
                Trial[] arrived = [.. Enumerable.Range(Observed, _state.Lambda).Select(i => history.Finished[i])];
                foreach (var loss in arrived.Where(trial => trial.State == TrialState.Complete).Select(trial => history.Goal.Loss(trial.Value!.Value)))
                    _complete.Insert(_complete.BinarySearch(loss) is var place && place >= 0 ? place : ~place, loss);
                Trial[] generation = [.. Observations.Of(history.Goal, arrived, Observations.Median(_complete)).Ranking().Select(i => arrived[i])];
                bool[] isInjected = [.. generation.Select(trial => _numbers.Length > 0 && !IsOwn(domain, trial))];
                Observed += generation.Length;
                Injected += isInjected.Count(one => one);
                _options.Update([.. generation[..(generation.Length / 2)].Select(trial => trial.Point)], generation.Length);
                if (_numbers.Length == 0)
                    continue;
                _state.Update([.. generation.Select(trial => _numbers.Select((p, i) => trial.Point.IsActive(p) ? trial.Point[p] : _state.Mean[i]).ToArray())], isInjected);
                var lowest = new TrialRanking(history.Goal).Best(generation)?.Value is { } best ? history.Goal.Loss(best) : double.PositiveInfinity;
                _stale = lowest < _best ? 0 : _stale + 1;
                _best = Math.Min(_best, lowest);
                if (_state.IsSpent || _stale > Patience * (1 + _numbers.Length / (double)_state.Lambda))
                    Restart();
            }
        }

        public void Sample(SearchDomain domain, double[] codes, ref RandomStream random)
        {
            _options.Sample(codes, ref random);
            var z = new double[_numbers.Length];
            for (var i = 0; i < z.Length; i++)
                z[i] = random.NextNormal();
            var y = _state.Step(z);
            for (var i = 0; i < z.Length; i++)
                codes[_numbers[i]] = Math.Clamp(_state.Mean[i] + _state.Sigma * y[i] * Widening(domain, i), 0, 1);
        }

        // Whether this state drew the trial's point: the trial's own random numbers draw it again.
        private bool IsOwn(SearchDomain domain, Trial trial)
        {
            if (trial.Observed is null)
                return false;
            var random = new RandomStream(_problem.Seed, trial.Number, StreamPurpose.Propose);
            var codes = new double[domain.Count];
            for (var draw = 0; draw < Draws; draw++)
            {
                Sample(domain, codes, ref random);
                if (Enumerable.Range(0, codes.Length).All(p => !trial.Point.IsActive(p) || IsSame(domain.Space[p], codes[p], trial.Point[p])))
                    return true;
            }
            return false;
        }

        private static bool IsSame(Parameter parameter, double drawn, double recorded) =>
            Math.Abs(drawn - recorded) <= SameCode || Math.Abs(parameter.Snap(drawn) - recorded) <= SameCode;

        // A in x = m + σ A y (Hamano 2022, section 4): so wide that on either side of the mean's own value the next one keeps a
        // chance of α/2, with α = 1/(λ n).
        private double Widening(SearchDomain domain, int i)
        {
            if (domain.LevelCodes(_numbers[i]) is not { Length: > 1 } levels)
                return 1;
            var (m, level) = (_state.Mean[i], domain.Space[_numbers[i]].LevelOf(_state.Mean[i]));
            // The edge between two values, taken in their middle.
            var left = level > 0 ? m - (levels[level - 1] + levels[level]) / 2 : 0;
            var right = level < levels.Length - 1 ? (levels[level] + levels[level + 1]) / 2 - m : 0;
            return Math.Max(1, Math.Max(left, right) / (_tail * _state.Deviation(i)));
        }

        private void Restart()
        {
            _restarts++;
            _stale = 0;
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
}
