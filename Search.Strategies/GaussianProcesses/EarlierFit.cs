using System.Runtime.CompilerServices;

namespace HyperSearch.Strategies;

/// <summary>
/// An earlier study as the present space sees it: where its trials were, how good each one was, and the hyperparameters of a
/// process of them.
/// </summary>
/// <remarks>Made once per study and space, as the fit costs n³ many times; what is in it never changes.</remarks>
internal sealed class EarlierFit
{
    // More of them cost more per proposal, and say little more of where the good ones are.
    private const int MostTrials = 200;

    private const int Evaluations = 30;
    private const double KeptShare = 0.75;

    // Where a study's trials cannot be predicted from each other, what its process has of peaks and valleys is chance. Of 100
    // random trials of real tables 0.05 to 0.31 stay unexplained; with the losses shuffled it is 0.54 to 0.99.
    private const double MostUnexplained = 0.5;

    private static readonly ConditionalWeakTable<EarlierStudy, ConditionalWeakTable<SearchSpace, EarlierFit>> Fits = [];

    private readonly bool[] _isShared;

    private EarlierFit(EarlierStudy study, SearchSpace space)
    {
        Name = study.Name;
        _isShared = new bool[space.Count];
        foreach (var i in study.SharedWith(space))
            _isShared[i] = true;
        (double[]? Codes, double Loss)[] ranked =
        [
            .. study.Trials
                .Select(trial => (Codes: CodesOf(trial, space), trial.Loss))
                .Where(trial => trial.Codes is not null && double.IsFinite(trial.Loss))
                .OrderBy(trial => trial.Loss),
        ];
        var trials = RankSample.Places(ranked.Length, MostTrials / 2, MostTrials).Select(place => ranked[place]).ToArray();
        Points = [.. trials.Select(trial => new Point(trial.Codes))];
        if (study.IsPortfolio || trials.Length < FitSchedule.FewestResults || trials[0].Loss == trials[^1].Loss || !Array.Exists(_isShared, shared => shared))
            return;

        // Arithmetic on them stays finite.
        var largest = trials.Max(trial => Math.Abs(trial.Loss));
        Losses = PowerTransform.Apply([.. trials.Select(trial => largest > 0 ? trial.Loss / largest : 0)], KeptShare);
        var map = new FeatureMap(space);
        var hyperparameters = Hyperparameters.For(map, space);
        Theta = MarginalLikelihood.Fit(map, hyperparameters, Points, Losses, Evaluations, hyperparameters.Mode());
        IsUsable = Process(map, hyperparameters).MeanSquaredLeaveOneOutError() < MostUnexplained;
    }

    public static EarlierFit Of(EarlierStudy study, SearchSpace space) =>
        Fits.GetValue(study, static _ => []).GetValue(space, s => new EarlierFit(study, s));

    /// <summary>The name of the study.</summary>
    public string Name { get; }

    /// <summary>Where the trials were, the best first; a parameter that the study did not have, or not there, is NaN.</summary>
    public Point[] Points { get; }

    /// <summary>How they came out, with mean 0 and deviation 1.</summary>
    public double[] Losses { get; } = [];

    public double[] Theta { get; } = [];

    /// <summary>Whether there is something to learn from it.</summary>
    public bool IsUsable { get; }

    /// <summary>The process of the trials.</summary>
    public GaussianProcess Process(FeatureMap map, Hyperparameters hyperparameters)
    {
        var process = GaussianProcess.Of(Points, map, hyperparameters, Theta);
        process.Condition(Losses);
        return process;
    }

    /// <summary>Copies the codes that the study had parameters for; the others become NaN.</summary>
    public void CopyShared(ReadOnlySpan<double> codes, Span<double> shared)
    {
        for (var i = 0; i < codes.Length; i++)
            shared[i] = _isShared[i] ? codes[i] : double.NaN;
    }

    // Null where a value that both have lies outside of the space.
    private double[]? CodesOf(EarlierTrial trial, SearchSpace space)
    {
        var codes = new double[space.Count];
        Array.Fill(codes, double.NaN);
        foreach (var (name, value) in trial.Values)
        {
            var i = space.IndexOf(name);
            if (i < 0 || !_isShared[i])
                continue;
            if (!space[i].Definition.Covers(value))
                return null;
            codes[i] = space[i].CodeOf(value);
        }
        return codes;
    }
}
