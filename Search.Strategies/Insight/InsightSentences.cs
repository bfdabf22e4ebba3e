using System.Globalization;

namespace HyperSearch.Strategies;

/// <summary>A study's insight in words. Names and metrics are text and nothing else: whoever prints them makes them safe.</summary>
internal sealed class InsightSentences
{
    // What is said of parameters one by one.
    private const int MostParameters = 3;

    // A share below this is not worth a sentence.
    private const double LeastShare = 0.05;

    private readonly StudyInsight _insight;
    private readonly InsightTrials _trials;
    private readonly Goal _goal;
    private readonly bool _isPoints;
    private readonly List<string> _sentences = [];

    /// <param name="goal">What is looked for.</param>
    /// <param name="insight">What was found.</param>
    /// <param name="trials">Of which trials.</param>
    public InsightSentences(Goal goal, StudyInsight insight, InsightTrials trials)
    {
        (_goal, _insight, _trials) = (goal, insight, trials);
        // A share of hits is spoken of in points.
        _isPoints = goal.Metric.Contains("accuracy", StringComparison.OrdinalIgnoreCase) && trials.Best?.Value is >= 0 and <= 1;
    }

    /// <summary>The sentences, importance first.</summary>
    public IReadOnlyList<string> All()
    {
        AddImportance();
        if (_insight.Pairs is [{ Importance: >= LeastShare } pair, ..])
            _sentences.Add($"`{pair.First}` and `{pair.Second}` explain {Percent(pair.Importance)} together beyond what each does alone.");
        if (_insight.Tunability.Count > 0)
            AddTunability();
        if (_insight.Ablation.Count > 1)
            AddAblation();
        if (_trials.Count < Math.Max(20, 4 * _insight.Importance.Count))
            _sentences.Add($"With {_trials.Count} trials this is uncertain.");
        return _sentences;
    }

    private void AddImportance()
    {
        var of = _insight.Method == ImportanceMethod.Fanova ? "of the differences between settings" : "of what sets the best settings apart";
        if (_insight.Importance is [var only])
        {
            _sentences.Add($"`{only.Parameter}` is the only parameter.");
            return;
        }
        var first = _insight.Importance[0];
        _sentences.Add($"`{first.Parameter}` matters most: {Percent(first.Importance)} {of} ({Percent(first.Low)} to {Percent(first.High)}).");
        string[] others = [.. _insight.Importance.Skip(1).Take(MostParameters - 1).Where(one => one.Importance >= LeastShare).Select(one => $"`{one.Parameter}` ({Percent(one.Importance)})")];
        if (others.Length > 0)
            _sentences.Add($"Then {(others.Length == 1 ? "comes" : "come")} {string.Join(" and ", others)}.");
        if (_insight.Importance[1].High > first.Low)
            _sentences.Add($"`{_insight.Importance[1].Parameter}` may matter as much: the trials do not tell them apart yet.");
    }

    private void AddTunability()
    {
        var singles = _insight.Tunability.Take(MostParameters).Where(one => one.Parameter is not null && one.Gain > 0).ToArray();
        foreach (var one in singles)
            _sentences.Add($"Tuning `{one.Parameter}` alone{(one.Tuned is { } tuned ? $", to {Short(tuned)}," : "")} {Brought(one)}.");
        if (singles.Length == 0)
            _sentences.Add("No parameter alone is expected to do better than at its default.");
        var all = _insight.Tunability[^1];
        _sentences.Add(all.Gain > 0 ? $"Tuning all parameters {Brought(all)}." : "No trial is expected to do better than the default.");
    }

    private void AddAblation()
    {
        var (start, end) = (_insight.Ablation[0].Value, _insight.Ablation[^1].Value);
        var step = _insight.Ablation[1];
        var (gain, whole) = (_trials.Scale.Gain(start, step.Value), _trials.Scale.Gain(start, end));
        if (gain > 0 && whole > 0)
            _sentences.Add($"On the way from the default to trial {_trials.Best!.Number}, `{step.Parameter}` from {Short(step.From)} to {Short(step.To)} comes first, with {Amount(gain)} of {Amount(whole)}{Unit}.");
    }

    private string Brought(TuningGain one)
    {
        var interval = $"({Amount(one.Low)} to {Amount(one.High)})";
        return _goal.IsMaximize ? $"gave +{Amount(one.Gain)}{Unit} of {_goal.Metric} {interval}" : $"lowered {_goal.Metric} by {Amount(one.Gain)}{Unit} {interval}";
    }

    private string Unit => _isPoints ? " points" : "";

    // Two digits, and of larger numbers those before the point and one behind it.
    private string Amount(double gain)
    {
        var number = _isPoints ? 100 * gain : gain;
        return number == 0 ? "0" : number.ToString(Math.Abs(number) is >= 1 and < 10_000 ? "0.0" : "G2", CultureInfo.InvariantCulture);
    }

    private static string Short(ParameterValue? value) => value?.Number is { } number ? number.ToString("G5", CultureInfo.InvariantCulture) : $"{value}";

    private static string Percent(double share) => $"{(100 * share).ToString("0", CultureInfo.InvariantCulture)} %";
}
