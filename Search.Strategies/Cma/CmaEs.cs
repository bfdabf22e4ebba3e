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
/// earlier generation) is injected: see <see cref="CmaState.Update"/>. Options are drawn apart, see <see cref="CategoricalDistributions"/>.
/// </remarks>
public sealed class CmaEs : IStrategy
{
    private readonly TriedPoints _tried = new();
    private readonly CommonPrefix _prefix = new();
    private SearchProblem? _problem;
    private GenerationReplay _replay = null!;

    /// <summary>How many results of the last history were taken as injected.</summary>
    internal int Injected => _replay.Injected;

    /// <inheritdoc/>
    public Proposal? Propose(History history, ref RandomStream random)
    {
        var domain = SearchDomain.Of(history.Space);
        _tried.Update(history);
        var shared = _prefix.Update(history.Finished);
        if (!ReferenceEquals(_problem, history.Problem) || _replay.Observed > shared)
            (_problem, _replay) = (history.Problem, new(history.Problem));
        _replay.Advance(history);

        var codes = new double[domain.Count];
        for (var draw = 0; draw < GenerationReplay.DrawsIn(domain); draw++)
        {
            _replay.Sample(codes, ref random);
            var point = domain.Complete(codes);
            if (!_tried.Contains(point) && domain.Allows(point))
                return new(new Point(codes)) { Note = _replay.Note };
        }
        return new(domain.ImputeInactive(_tried.DrawUntried(domain, ref random), ref random)) { Note = "random" };
    }
}
