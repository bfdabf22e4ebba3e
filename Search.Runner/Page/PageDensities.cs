namespace HyperSearch.Runner;

/// <summary>How the values of all finished trials of a study are spread, for pictures that cannot show them one by one.</summary>
internal sealed class PageDensities
{
    private const int HistoryColumns = 120, HistoryRows = 60;
    private const int SliceColumns = 40, SliceRows = 30, MostSliceCells = 30_000;

    private readonly PageDensity[] _slices;

    private PageDensities(PageDensity history, PageDensity[] slices) => (History, _slices) = (history, slices);

    /// <summary>By finishing order and value.</summary>
    public PageDensity History { get; }

    /// <summary>By parameter, in their order: by its code and value. Where it has few values, evenly spaced, each has a column.</summary>
    public IReadOnlyList<PageDensity> Slices => _slices;

    /// <summary>Counts; null where no trial has a value.</summary>
    public static PageDensities? Of(PageStudy study)
    {
        var space = study.Study.Space;
        var values = new List<double>(study.Trials.Count);
        var last = 0;
        foreach (var trial in study.Trials)
        {
            if (trial is not { IsFinished: true, Value: { } value })
                continue;
            values.Add(value);
            last = Math.Max(last, trial.FinishOrder ?? 0);
        }
        if (values.Count == 0)
            return null;
        var range = RangeOf(values, study.Study.Goal);
        var cells = Math.Clamp(MostSliceCells / Math.Max(1, space.Count), 16, SliceColumns * SliceRows);
        var (columns, rows) = ((int)Math.Sqrt(cells * SliceColumns / SliceRows), (int)Math.Sqrt(cells * SliceRows / SliceColumns));
        var densities = new PageDensities(
            new(HistoryColumns, HistoryRows, (-0.5, last + 0.5), range),
            [.. space.Parameters.Select(parameter => new PageDensity(ColumnsOf(parameter, columns), rows, CodesOf(parameter, columns), range))]);
        foreach (var trial in study.Trials)
        {
            if (trial is not { IsFinished: true, Value: { } value })
                continue;
            densities.History.Add(trial.FinishOrder ?? 0, value);
            var codes = trial.Point.Codes;
            for (var i = 0; i < codes.Length; i++)
            {
                if (!double.IsNaN(codes[i]))
                    densities._slices[i].Add(codes[i], value);
            }
        }
        return densities;
    }

    private static int ColumnsOf(Parameter parameter, int most) => HasColumnPerLevel(parameter, most) || parameter.IsCategorical ? Math.Min(parameter.Levels!.Value, most) : most;

    // The codes are in the middles of the columns where each stands for one.
    private static (double Low, double High) CodesOf(Parameter parameter, int columns)
    {
        if (parameter.IsCategorical)
            return (-0.5, parameter.Levels!.Value - 0.5);
        var margin = !HasColumnPerLevel(parameter, columns) ? 0 : 0.5 / Math.Max(1, parameter.Levels!.Value - 1);
        return (-margin, 1 + margin);
    }

    private static bool HasColumnPerLevel(Parameter parameter, int columns) => parameter.Levels <= columns && parameter.Definition.Scale == Scale.Linear;

    // From the best value on. Far worse ones than most (beyond Tukey's outer fence) would leave no room for the others.
    private static (double Low, double High) RangeOf(List<double> values, Goal goal)
    {
        values.Sort();
        var (low, high) = (values[0], values[^1]);
        var (first, third) = (values[values.Count / 4], values[values.Count * 3 / 4]);
        var far = 3 * (third - first);
        if (far > 0 && goal.IsMaximize)
            low = Math.Max(low, first - far);
        else if (far > 0)
            high = Math.Min(high, third + far);
        if (high > low && double.IsFinite(high - low))
            return (low, high);
        var margin = Math.Max(0.5, Math.Abs(low) * 1e-3);
        return high > low ? (Math.Max(low, double.MinValue / 4), Math.Min(high, double.MaxValue / 4)) : (low - margin, high + margin);
    }
}
