using Search.Core;

namespace Search.Strategies;

/// <summary>
/// CMA-ES (Hansen, arXiv 1604.00772) on the codes of the numeric parameters, with a margin for discrete ones (Hamano, Saito,
/// Nomura, Shirakawa: "CMA-ES with Margin", GECCO 2022) and restarts with a doubled population (Auger and Hansen: "A Restart
/// CMA Evolution Strategy With Increasing Population Size", CEC 2005).
/// </summary>
/// <remarks>
/// Nothing is kept of what was drawn: each λ results, in the order of their arrival, are a generation, and the updates are
/// replayed on the points as they were evaluated (Hansen: "Injecting External Solutions Into CMA-ES", arXiv 1110.4181). Options
/// are drawn apart, see <see cref="OptionShares"/>.
/// </remarks>
public sealed class CmaEs : IStrategy
{
    private const int Draws = 20;
    // Generations without a better result after which it restarts, times 1 + n/λ.
    private const int Patience = 20;

    private readonly SeenPoints _seen = new();
    private readonly FinishedPrefix _prefix = new();
    private StudyDefinition? _study;
    private Replay _replay = null!;

    /// <inheritdoc/>
    public Proposal? Propose(History history, ref RandomStream random)
    {
        var domain = Domain.Of(history.Space);
        _seen.Update(history);
        var shared = _prefix.Update(history.Finished);
        if (!ReferenceEquals(_study, history.Study) || _replay.Observed > shared)
            (_study, _replay) = (history.Study, new(history.Study));
        _replay.Advance(history);

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
        private readonly StudyDefinition _study;
        private readonly int[] _numbers; // the numeric parameters
        private readonly OptionShares _options;
        private CmaState _state;
        private int _restarts, _stale;
        private (int Lambda, double Length) _tail; // of the normal distribution, for the margin
        private double _best = double.PositiveInfinity;

        public Replay(StudyDefinition study)
        {
            _study = study;
            _numbers = [.. Enumerable.Range(0, study.Space.Count).Where(i => !study.Space[i].IsCategorical)];
            _options = new(study.Space);
            _state = NewState([.. _numbers.Select(_ => 0.5)]);
        }

        /// <summary>How many results the state is made of.</summary>
        public int Observed { get; private set; }

        public string Note => $"σ {_state.Sigma:G2}, population {_state.Lambda}, restart {_restarts}";

        public void Advance(History history)
        {
            for (; Observed + _state.Lambda <= history.Finished.Count;)
            {
                Trial[] generation = [.. Enumerable.Range(Observed, _state.Lambda).Select(i => history.Finished[i]).OrderBy(Loss)];
                Observed += generation.Length;
                _options.Update([.. generation[..(generation.Length / 2)].Select(trial => trial.Point)], generation.Length);
                if (_numbers.Length == 0)
                    continue;
                _state.Update([.. generation.Select(trial => _numbers.Select((p, i) => trial.Point.IsActive(p) ? trial.Point[p] : _state.Mean[i]).ToArray())]);
                _stale = Loss(generation[0]) < _best ? 0 : _stale + 1;
                _best = Math.Min(_best, Loss(generation[0]));
                if (_state.IsSpent || _stale > Patience * (1 + _numbers.Length / (double)_state.Lambda))
                    Restart();
            }
        }

        public void Sample(Domain domain, double[] codes, ref RandomStream random)
        {
            _options.Sample(codes, ref random);
            var z = new double[_numbers.Length];
            for (var i = 0; i < z.Length; i++)
                z[i] = random.NextNormal();
            var y = _state.Step(z);
            for (var i = 0; i < z.Length; i++)
                codes[_numbers[i]] = Math.Clamp(_state.Mean[i] + _state.Sigma * y[i] * Widening(domain, i), 0, 1);
        }

        // A in x = m + σ A y (Hamano 2022, section 4): so wide that on either side of the mean's own value the next one keeps a
        // chance of α/2, with α = 1/(λ n).
        private double Widening(Domain domain, int i)
        {
            if (domain.LevelCodes(_numbers[i]) is not { Length: > 1 } levels)
                return 1;
            if (_tail.Lambda != _state.Lambda)
                _tail = (_state.Lambda, -Normal.Quantile(0.5 / (_state.Lambda * _numbers.Length)));
            var (m, level) = (_state.Mean[i], domain.Space[_numbers[i]].LevelOf(_state.Mean[i]));
            // The edge between two values, taken in their middle.
            var left = level > 0 ? m - (levels[level - 1] + levels[level]) / 2 : 0;
            var right = level < levels.Length - 1 ? (levels[level] + levels[level + 1]) / 2 - m : 0;
            return Math.Max(1, Math.Max(left, right) / (_tail.Length * _state.Deviation(i)));
        }

        private void Restart()
        {
            _restarts++;
            _stale = 0;
            _best = double.PositiveInfinity;
            var random = new RandomStream(_study.Seed, _restarts, StreamPurpose.Study);
            var mean = new double[_numbers.Length];
            for (var i = 0; i < mean.Length; i++)
                mean[i] = random.NextDouble();
            _state = NewState(mean);
        }

        private CmaState NewState(double[] mean) => new(mean, (4 + (int)(3 * PortableMath.Log(Math.Max(1, _numbers.Length)))) << Math.Min(_restarts, 8));

        private double Loss(Trial trial) =>
            trial.State != TrialState.Failed && trial.Value is { } value ? _study.Goal.Loss(value) : double.PositiveInfinity;
    }
}
