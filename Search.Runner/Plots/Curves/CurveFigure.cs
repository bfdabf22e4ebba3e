using System.Globalization;

namespace HyperSearch.Runner;

/// <summary>The curves of the best trials, one small panel each and the best first, all on the same axes, with another curve beside the goal's.</summary>
/// <remarks>As the course "Deep Learning from Scratch" looks at its search of learning rate and weight decay, section 6.5.</remarks>
/// <param name="Data">The study and its best trials, with the curves of these.</param>
/// <param name="Companion">The metric beside the goal's; null where there is none.</param>
/// <param name="Panels">The best first.</param>
/// <param name="Score">The axis of all values.</param>
/// <param name="FirstStep">The least of all steps.</param>
/// <param name="LastStep">The greatest of all steps.</param>
internal sealed record CurveFigure(StudyPlotData Data, string? Companion, IReadOnlyList<CurvePanel> Panels, LinearAxis Score, int FirstStep, int LastStep)
{
    /// <summary>How many panels there are unless a person says otherwise.</summary>
    public const int Usual = 20;

    private const int LongestName = 10;

    /// <summary>The axis of all steps.</summary>
    public LinearAxis Steps { get; } = new("", FirstStep, LastStep, isTight: true);

    /// <param name="data">The study, with learning curves.</param>
    /// <param name="metric">What to draw beside the goal's own curve; null for what belongs to it.</param>
    /// <exception cref="SelectionException">There is none of the metric that is asked for.</exception>
    /// <exception cref="PlotException">No trial has reported anything.</exception>
    public static CurveFigure Of(StudyPlotData data, string? metric)
    {
        var goal = data.Study.Goal;
        var companion = CompanionCurve.NameFor(goal, data.Extras.CurveNames, metric);
        CurvePanel[] panels = [.. data.Best.Select((trial, i) => new CurvePanel(trial, Head(goal, trial, i + 1), Settings(data.Study.Space, trial), companion is null ? [] : data.Extras.CurveOf(trial, companion)))];
        var score = ScoreAxis.Of(goal, panels.SelectMany(panel => panel.Curve.Concat(panel.Companion)).Select(measured => measured.Value), title: "")
            ?? throw new PlotException($"Learning curves need a complete trial that has reported values while it ran, but none of {data.Trials.Count} is one.");
        var steps = panels.SelectMany(panel => panel.Curve.Concat(panel.Companion)).Select(measured => measured.Step).ToArray();
        return new(data, companion, panels, score.Axis, steps.Min(), steps.Max());
    }

    // "Best-1 (val 0.83)"
    private static string Head(Goal goal, Trial trial, int rank)
    {
        var words = goal.Metric.Split([' ', '_'], StringSplitOptions.RemoveEmptyEntries);
        var name = words.FirstOrDefault() switch { "validation" => "val", "training" => "train", var word => word };
        return $"Best-{rank} ({TextLayout.Truncate(SafeText.Line(name ?? ""), LongestName)} {TickLabels.Short(trial.Value!.Value)})";
    }

    // "lr 0.0092", "weight_decay 3.9e-07"
    private static string[] Settings(SearchSpace space, Trial trial) => [.. trial.ValuesIn(space).Select(pair => SafeText.Line($"{pair.Key} {Rounded(pair.Value)}"))];

    private static string Rounded(ParameterValue value) => value.Number is not { } number ? value.ToString()
        : Math.Abs(number) is >= 10 and < 1e6 || number == Math.Truncate(number) ? number.ToString("0.#", CultureInfo.InvariantCulture)
        : number.ToString("G2", CultureInfo.InvariantCulture).Replace('E', 'e');
}
