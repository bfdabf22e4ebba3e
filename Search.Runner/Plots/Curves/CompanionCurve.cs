using System.Text.RegularExpressions;

namespace HyperSearch.Runner;

/// <summary>Which metric is drawn beside the goal's own: what training scores where the goal is what validation does, so that overfitting can be seen.</summary>
internal static partial class CompanionCurve
{
    private static readonly string[] ForValidation = ["training", "train", ""], ForTraining = ["validation", "val", "test"];

    /// <summary>The name of the metric; null where no trial recorded any step by step.</summary>
    /// <param name="goal">The study's.</param>
    /// <param name="metrics">All that trials recorded step by step.</param>
    /// <param name="asked">Which one a person wants; null for the one that belongs to the goal, else the first.</param>
    /// <exception cref="SelectionException">There is none of the name that is asked for.</exception>
    public static string? NameFor(Goal goal, IReadOnlyList<string> metrics, string? asked)
    {
        if (asked is null)
            return CounterpartsOf(goal.Metric).FirstOrDefault(metrics.Contains) ?? (metrics is [var first, ..] ? first : null);
        if (metrics.Contains(asked))
            return asked;
        throw new SelectionException($"No trial has recorded '{SafeText.Line(asked)}' step by step. " +
            (metrics.Count == 0 ? "None recorded anything so." : $"There are: {string.Join(", ", metrics.Select(SafeText.Line))}."));
    }

    /// <summary>Whether trials recorded the one that belongs to the goal.</summary>
    public static bool IsKnown(Goal goal, IReadOnlyList<string> metrics) => CounterpartsOf(goal.Metric).Any(metrics.Contains);

    // "validation accuracy" → "training accuracy", "val_loss" → "train_loss" or, as Keras has it, "loss"; and the other way round.
    private static IEnumerable<string> CounterpartsOf(string metric) =>
        Validation().IsMatch(metric) ? ForValidation.Select(word => Validation().Replace(metric, word.Length > 0 ? $"{word}${{gap}}" : "", 1))
        : Training().IsMatch(metric) ? ForTraining.Select(word => Training().Replace(metric, $"{word}${{gap}}", 1))
        : [];

    [GeneratedRegex(@"\b(?:validation|valid|val|test)(?<gap>[ _-])", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Validation();

    [GeneratedRegex(@"\b(?:training|train)(?<gap>[ _-])", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Training();
}
