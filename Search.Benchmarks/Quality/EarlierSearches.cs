using HyperSearch;

namespace Search.Benchmarks;

/// <summary>
/// Random searches of other tables, which the search of a table learns from: 100 trials of each table that has the same parameters,
/// never of the table itself.
/// </summary>
/// <param name="tables">The tables to take them from.</param>
/// <param name="isPermuted">Whether the losses of each are shuffled against its points, so that it tells nothing, or misleads.</param>
internal sealed class EarlierSearches(IReadOnlyList<QualityProblem> tables, bool isPermuted)
{
    private const int Trials = 100;

    public bool HasAny(QualityProblem problem) => Relatives(problem).Any();

    /// <summary>The earlier studies of one run; another seed draws other trials.</summary>
    public EarlierStudy[] Of(QualityProblem problem, int seed) => [.. Relatives(problem).Select(table => Search(table, seed))];

    private IEnumerable<QualityProblem> Relatives(QualityProblem problem) =>
        tables.Where(table => table.Name != problem.Name && table.Columns.SequenceEqual(problem.Columns));

    private EarlierStudy Search(QualityProblem table, int seed)
    {
        var random = new RandomStream(Hash(table.Name), seed, StreamPurpose.Setup);
        var points = new HashSet<Point>();
        var losses = new List<double>();
        while (points.Count < Trials)
        {
            var point = table.Space.Complete(RandomSearch.Draw(table.Space, ref random).Codes);
            if (points.Add(point))
                losses.Add(table.Goal.Loss(table.Value(point)));
        }
        // A trial that fails is worth what the worst one is.
        var worst = losses.Where(loss => !double.IsNaN(loss)).Max();
        double[] values = [.. losses.Select(loss => double.IsNaN(loss) ? worst : loss)];
        if (isPermuted)
            random.Shuffle<double>(values);
        return new(table.Name, Trials, [.. table.Space.Parameters.Select(parameter => parameter.Definition)],
            [.. points.Zip(values, (point, loss) => new EarlierTrial([.. table.Space.ValuesOf(point)], loss))]);
    }

    // FNV-1a
    private static ulong Hash(string name) => name.Aggregate(14695981039346656037, (hash, letter) => (hash ^ letter) * 1099511628211);
}
