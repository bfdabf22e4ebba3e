using System.Globalization;
using System.Text.Json;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>Takes what Optuna keeps of trials as attributes for metrics, where these are numbers, and for notes.</summary>
/// <param name="goal">The study's first goal, whose metric is none beside it.</param>
internal sealed class OptunaAttributeReader(Goal goal)
{
    private readonly List<TrialMetric> _metrics = [];
    private readonly List<TrialNote> _notes = [];

    public IReadOnlyList<TrialMetric> Metrics => _metrics;

    public IReadOnlyList<TrialNote> Notes => _notes;

    /// <summary>How many attributes were too long, or too many.</summary>
    public int Cut { get; private set; }

    /// <summary>Keeps an attribute of a trial, each trial's after those of the one before.</summary>
    public void Keep(OptunaTrial trial, string key, string json)
    {
        JsonElement value;
        try
        {
            using var document = JsonDocument.Parse(json);
            value = document.RootElement.Clone();
        }
        catch (JsonException)
        {
            // Python writes NaN so.
            Note(trial.Number, $"{key}: {json}");
            return;
        }
        var name = OptunaKeys.MetricOf(key);
        if (key == OptunaKeys.Notes && value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String))
        {
            foreach (var note in value.EnumerateArray())
                Note(trial.Number, note.GetString()!);
        }
        else if (key == OptunaKeys.Error && value.ValueKind == JsonValueKind.String && trial.State == "FAIL")
        {
            // It is the trial's error.
        }
        else if (NameRule.Objection("metric", name) is null && name != goal.Metric && MetricsOf(trial.Number, name, value) is { Count: > 0 } metrics)
        {
            _metrics.AddRange(metrics);
        }
        else
        {
            Note(trial.Number, $"{key}: {(value.ValueKind == JsonValueKind.String ? value.GetString() : json)}");
        }
    }

    // Empty where these are no numbers.
    private static IReadOnlyList<TrialMetric> MetricsOf(int trial, string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number)
            return double.IsFinite(value.GetDouble()) ? [new(trial, name, null, value.GetDouble())] : [];
        if (value.ValueKind != JsonValueKind.Object)
            return [];
        var metrics = new SortedDictionary<int, TrialMetric>();
        foreach (var property in value.EnumerateObject())
        {
            var isWhole = property.Name == OptunaKeys.WholeTrial;
            var step = 0;
            if (property.Value.ValueKind != JsonValueKind.Number || !double.IsFinite(property.Value.GetDouble())
                || (!isWhole && !int.TryParse(property.Name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out step)))
            {
                return [];
            }

            metrics[isWhole ? int.MinValue : step] = new(trial, name, isWhole ? null : step, property.Value.GetDouble());
        }
        return [.. metrics.Values];
    }

    /// <summary>Keeps numbers that Optuna has in tables of their own: the values of further objectives, and what a trial misses of constraints.</summary>
    public void Keep(int trial, IEnumerable<(string Name, double Value)> numbers)
    {
        foreach (var (name, value) in numbers)
        {
            if (!_metrics.Exists(metric => metric.Trial == trial && metric.Name == name && metric.Step is null))
                _metrics.Add(new(trial, name, null, value));
        }
    }

    private void Note(int trial, string text)
    {
        var number = _notes is [.., var last] && last.Trial == trial ? last.Number + 1 : 0;
        if (number >= TrialNote.MostNotes || text.Length > TrialNote.MostCharacters)
            Cut++;
        if (number < TrialNote.MostNotes)
            _notes.Add(new(trial, number, text.Length > TrialNote.MostCharacters ? text[..TrialNote.MostCharacters] : text));
    }
}
