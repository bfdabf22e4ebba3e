using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HyperSearch.Runner;

/// <summary>What Optuna keeps of a trial as attributes.</summary>
internal static class OptunaAttributes
{
    /// <summary>What people read: a trial's metrics, its notes, and why it failed.</summary>
    public static Func<Trial, JsonObject> ForPeople(StudyContents contents)
    {
        var metrics = contents.Metrics.ToLookup(metric => metric.Trial);
        var notes = contents.Notes.ToLookup(note => note.Trial);
        return trial =>
        {
            var attributes = new JsonObject();
            foreach (var metric in metrics[trial.Number].GroupBy(metric => metric.Name, StringComparer.Ordinal))
                attributes[OptunaKeys.OfMetric(metric.Key)] = ToJson([.. metric]);
            if (notes[trial.Number].Any())
                attributes[OptunaKeys.Notes] = new JsonArray([.. notes[trial.Number].Select(note => JsonValue.Create(note.Text))]);
            if (trial is { State: TrialState.Failed, Error: { } error })
                attributes[OptunaKeys.Error] = error;
            return attributes;
        };
    }

    /// <summary>What lets it come back as it was, and, where it waits, what Optuna takes its setting from.</summary>
    public static JsonObject OfSystem(SearchSpace space, Trial trial)
    {
        var attributes = new JsonObject { [OptunaKeys.Attempt] = trial.Attempt };
        if (trial.FinishOrder is { } place)
            attributes[OptunaKeys.FinishOrder] = place;
        if (trial.Excesses.Count > 0)
            attributes[OptunaKeys.Constraints] = new JsonArray([.. trial.Excesses.Select(excess => JsonValue.Create(excess))]);
        if (trial.ReplicateOf is { } repeated)
            attributes[OptunaKeys.ReplicateOf] = repeated;
        if (trial.Note is { } note)
            attributes[OptunaKeys.Proposal] = note;
        if (trial.State == TrialState.Waiting)
            attributes[OptunaKeys.FixedValues] = new JsonObject(trial.ValuesIn(space).Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)ValueOf(space, pair))));
        return attributes;
    }

    /// <summary>What an attribute says; null where there is none of that name, or it is another's.</summary>
    public static T? Read<T>(IReadOnlyDictionary<string, string> attributes, string key) => Read(attributes, key, json => JsonSerializer.Deserialize<T>(json));

    /// <inheritdoc cref="Read{T}(IReadOnlyDictionary{string, string}, string)"/>
    /// <param name="attributes">The attributes as JSON.</param>
    /// <param name="key">Its name.</param>
    /// <param name="parse">Reads the JSON.</param>
    public static T? Read<T>(IReadOnlyDictionary<string, string> attributes, string key, Func<string, T?> parse)
    {
        try
        {
            return attributes.TryGetValue(key, out var json) ? parse(json) : default;
        }
        catch (Exception exception) when (exception is JsonException or FormatException or NotSupportedException)
        {
            return default;
        }
    }

    private static JsonNode ValueOf(SearchSpace space, KeyValuePair<string, ParameterValue> pair) =>
        space[space.IndexOf(pair.Key)].Definition is var definition && definition.Options is null
            ? JsonValue.Create(pair.Value.Number!.Value)
            : OptunaDistribution.ToJson(definition, pair.Value);

    // A number, or numbers by their steps.
    private static JsonNode ToJson(IReadOnlyList<TrialMetric> metric) => metric is [{ Step: null } whole]
        ? JsonValue.Create(whole.Value)
        : new JsonObject(metric.Select(one => KeyValuePair.Create(one.Step?.ToString(CultureInfo.InvariantCulture) ?? OptunaKeys.WholeTrial, (JsonNode?)JsonValue.Create(one.Value))));
}
