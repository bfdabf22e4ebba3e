namespace HyperSearch.Strategies;

/// <summary>A process for each earlier study that says something of the present space.</summary>
internal sealed class EarlierProcesses
{
    private static readonly EarlierStudy[] Nothing = [];

    private readonly SearchProblem _problem;
    private readonly FeatureMap _map;
    private readonly GaussianProcess[] _processes;
    private readonly double[] _shared;

    private EarlierProcesses(SearchProblem problem)
    {
        _problem = problem;
        _map = new(problem.Space);
        _shared = new double[problem.Space.Count];
        Fits = [.. problem.Earlier.Select(study => EarlierFit.Of(study, problem.Space)).Where(fit => fit.IsUsable)];
        Settings = [.. problem.Earlier.Where(study => study.IsPortfolio).Select(study => EarlierFit.Of(study, problem.Space))];
        var hyperparameters = Hyperparameters.For(_map, problem.Space);
        _processes = [.. Fits.Select(fit => fit.Process(_map, hyperparameters))];
    }

    /// <summary>The processes of a problem: those from before where it is the same problem.</summary>
    public static EarlierProcesses Of(SearchProblem problem, EarlierProcesses? before) =>
        before is not null && ReferenceEquals(before._problem.Space, problem.Space) && ReferenceEquals(before._problem.Earlier, problem.Earlier)
            ? before
            : new(problem);

    /// <summary>None at all, for what earlier studies say nothing of.</summary>
    public static EarlierProcesses None(SearchProblem problem, EarlierProcesses? before) => Of(problem with { Earlier = Nothing }, before);

    public int Count => Fits.Length;

    public EarlierFit[] Fits { get; }

    /// <summary>Settings that are no studies, only points in the order in which to try them.</summary>
    public EarlierFit[] Settings { get; }

    /// <summary>Their trials in the order in which to try them anew.</summary>
    public Portfolio.Entry[] ToTry => field ??= Portfolio.Of(this);

    /// <summary>The loss that one study leads to expect, in deviations of its own losses from their mean.</summary>
    public double Mean(int study, ReadOnlySpan<double> codes)
    {
        Fits[study].CopyShared(codes, _shared);
        return _processes[study].Mean(_shared);
    }

    /// <summary>The same, and its derivatives by the codes of the numbers.</summary>
    /// <param name="study">Which study.</param>
    /// <param name="codes">One code per parameter.</param>
    /// <param name="byNumber">(numbers): dμ/dx.</param>
    public double Mean(int study, ReadOnlySpan<double> codes, Span<double> byNumber)
    {
        Fits[study].CopyShared(codes, _shared);
        var mean = _processes[study].Mean(_shared, byNumber);
        for (var f = 0; f < _map.Numbers; f++)
        {
            if (double.IsNaN(_shared[_map.ParameterOf(f)]))
                byNumber[f] = 0;
        }
        return mean;
    }
}
