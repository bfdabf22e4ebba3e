using HyperSearch.Strategies;

namespace HyperSearch;

/// <summary>
/// A start for those who have no earlier studies: settings for the trainer that did well on many small tasks together, as if an earlier
/// study had tried them. <c>Search.Benchmarks -- portfolio</c> makes them.
/// </summary>
public static class ShippedPortfolio
{
    /// <summary>The name under which a study has it on record.</summary>
    public const string Name = "trainer portfolio (shipped)";

    // The file has more, for spaces with few optimizers.
    private const int Most = 10;

    private const string Resource = "TrainerPortfolio.csv";

    private static readonly Lazy<IReadOnlyList<IReadOnlyDictionary<string, string>>> Settings = new(Read);

    /// <summary>
    /// The portfolio in the parameters of a space, each value the nearest that its parameter can take: the trials in the order in which to
    /// try them, with losses that rise evenly from 0. Null where the space does not look like that of a training: a learning rate and one
    /// more of the trainer's settings must be there, by one of their usual names, with a range that makes sense.
    /// </summary>
    /// <remarks>A setting with an optimizer that the space does not have is left out, since its learning rate is of no use without it.</remarks>
    public static EarlierStudy? For(SearchSpace space)
    {
        var recognised = TrainerParameter.In(space);
        if (recognised.Select(pair => pair.Is).Distinct().Count() < 2 || !recognised.Any(pair => pair.Is.Name == TrainerParameter.LearningRate))
            return null;
        // What is right for a net with normalization is not for one without.
        var spaces = recognised.Any(pair => pair.Is.Name == TrainerParameter.Normalization) ? "normalized" : "plain";
        KeyValuePair<string, ParameterValue>[][] trials =
        [
            .. Settings.Value.Where(setting => setting["for"] == spaces).Select(setting => ValuesIn(space, recognised, setting)).OfType<KeyValuePair<string, ParameterValue>[]>()
                .DistinctBy(values => string.Join(' ', values.Select(pair => $"{pair.Key}={pair.Value}")), StringComparer.Ordinal)
                .Take(Most),
        ];
        return trials.Length == 0
            ? null
            : new(Name, trials.Length, [.. recognised.Select(pair => pair.Parameter.Definition)], [.. trials.Select((values, i) => new EarlierTrial(values, (double)i / trials.Length))]) { IsPortfolio = true };
    }

    private static KeyValuePair<string, ParameterValue>[]? ValuesIn(
        SearchSpace space, IReadOnlyList<(Parameter Parameter, TrainerParameter Is)> recognised, IReadOnlyDictionary<string, string> setting)
    {
        var values = new Dictionary<string, ParameterValue>(StringComparer.Ordinal);
        foreach (var (parameter, trainers) in recognised)
        {
            var text = setting[trainers.Name];
            if (text.Length > 0 && trainers.Nearest(parameter, text) is { } value)
                values[parameter.Name] = value;
            else if (trainers.Name == TrainerParameter.Optimizer)
                return null;
        }

        // What is not active has no value; what is active and unknown is free.
        return [.. space.ValuesOf(space.Complete(values)).Where(pair => values.ContainsKey(pair.Key))];
    }

    private static IReadOnlyList<IReadOnlyDictionary<string, string>> Read()
    {
        using var reader = new StreamReader(typeof(ShippedPortfolio).Assembly.GetManifestResourceStream(Resource)!);
        string[][] lines = [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(line => !line.StartsWith('#')).Select(line => line.Split(','))];
        return [.. lines.Skip(1).Select(line => lines[0].Zip(line).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal))];
    }
}
