using System.Text.Json;
using System.Text.Json.Nodes;

namespace HyperSearch.Training;

/// <summary>What tells a training from the one that a checkpoint was saved by: a sentence for each difference.</summary>
internal static class TrainingDifferences
{
    public static IEnumerable<string> Between(ModelHeader saved, SessionState state, MlpSettings settings, Dataset training, Dataset validation) =>
        [
            .. Settings(saved.Settings, settings, state.Reports.Count),
            .. Value("Features", saved.Features, training.Features),
            .. Value("Outputs", saved.Outputs, training.Outputs),
            .. Value("Labels", saved.HasLabels, training.HasLabels),
            .. Preprocessings(saved.Preprocessing, training.Preprocessing),
            .. Value("Class names", Names(saved.ClassNames), Names(training.ClassNames)),
            .. Value("Training examples", state.TrainingRows, training.Count),
            .. Value("Validation examples", state.ValidationRows, validation.Count),
        ];

    private static IEnumerable<string> Preprocessings(Preprocessing? saved, Preprocessing? given)
    {
        if (saved is null || given is null)
            return Value("Preprocessing", saved is null ? "none" : "one", given is null ? "none" : "one");
        if (saved.SameAs(given))
            return [];
        string[] others = [.. saved.Columns.Select(Text).Except(given.Columns.Select(Text)).Concat(given.Columns.Select(Text).Except(saved.Columns.Select(Text))).Select(pair => $"\"{pair.Name}\"").Distinct()];
        return [others.Length == 0 ? "Preprocessing: other targets, or other texts that stand for missing values" : $"Preprocessing: fitted to something else, or in another way, in {string.Join(", ", others)}"];

        static (string Name, string Json) Text(FittedColumn column) => (column.Name, JsonSerializer.Serialize(column, ModelHeader.Json));
    }

    private static IEnumerable<string> Settings(MlpSettings saved, MlpSettings given, int trained)
    {
        if (given.Epochs < trained)
            yield return $"Epochs: {trained} are trained there, {given.Epochs} are asked for here";
        // As a whole they are compared as they are written down, so that none can be forgotten.
        var alike = given.Schedule.ReadsTotal ? given : given with { Epochs = saved.Epochs };
        foreach (var difference in Nodes(Json(saved), Json(alike), ""))
            yield return difference;
    }

    private static IEnumerable<string> Nodes(JsonNode? saved, JsonNode? given, string name)
    {
        if (JsonNode.DeepEquals(saved, given))
            return [];
        if (saved is not JsonObject there || given is not JsonObject here)
            return Value(name, Text(saved), Text(given));
        const string Kind = "$type";
        if (Text(there[Kind]) != Text(here[Kind]))
            return Value(name, Text(there[Kind]), Text(here[Kind]));
        return there.Select(pair => pair.Key).Union(here.Select(pair => pair.Key))
            .SelectMany(key => Nodes(there[key], here[key], name.Length == 0 ? key : $"{name}.{key}"));
    }

    private static IEnumerable<string> Value<T>(string name, T saved, T given) =>
        EqualityComparer<T>.Default.Equals(saved, given) ? [] : [$"{name}: {saved} there, {given} here"];

    private static JsonNode? Json(MlpSettings settings) => JsonSerializer.SerializeToNode(settings, ModelHeader.Json);

    private static string Text(JsonNode? node) => node?.ToJsonString().Trim('"') ?? "none";

    private static string Names(IReadOnlyList<string>? names) => names is null ? "none" : string.Join(", ", names);
}
