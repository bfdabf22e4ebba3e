namespace HyperSearch.Core;

/// <summary>What went wrong in a settings function, with the values that led there.</summary>
internal static class SettingsError
{
    private const int MostValues = 8, MostFrames = 5;

    private const string OwnFrame = "at HyperSearch.";

    /// <summary>What a settings function threw.</summary>
    /// <param name="exception">What it threw.</param>
    /// <param name="given">The values that it was given before, in order.</param>
    /// <param name="known">The parameters that it asked for in other calls.</param>
    public static SpaceException Threw(Exception exception, IReadOnlyList<KeyValuePair<string, ParameterValue>> given, IEnumerable<Parameter> known)
    {
        var where = given.Count > 0 ? $"\nThe settings function was given {Text(given)}." : "";
        if (exception is SpaceException)
        {
            // A range that is empty here and was not elsewhere.
            var elsewhere = known.FirstOrDefault(parameter => exception.Message.StartsWith($"Parameter '{parameter.Name}': ", StringComparison.Ordinal));
            var depends = elsewhere is null ? "" : $"\nIts range depends on another value: elsewhere it is {elsewhere}. {Advice(elsewhere)}";
            return new(exception.Message + depends + where, exception);
        }
        var frames = exception.StackTrace?.Split('\n')
            .Where(line => !line.TrimStart().StartsWith(OwnFrame, StringComparison.Ordinal)).Take(MostFrames) ?? [];
        return new($"The settings function threw {ErrorText.InOneLine(exception)}{where}{string.Concat(frames.Select(frame => "\n" + frame.TrimEnd()))}", exception);
    }

    /// <summary>A parameter that has one range here and another there.</summary>
    public static SpaceException DependsOnAnother(
        Parameter first, IReadOnlyList<KeyValuePair<string, ParameterValue>> there, Parameter second, IReadOnlyList<KeyValuePair<string, ParameterValue>> here) =>
        new($"Parameter '{first.Name}': its range depends on another value: it is {first}{Where(there)}, and {second}{Where(here)}. {Advice(first)}");

    /// <summary>A parameter whose range is another one in a trial than it was when the space was traced.</summary>
    public static SpaceException DiffersFromTraced(Parameter traced, Parameter now, IReadOnlyList<KeyValuePair<string, ParameterValue>> here) =>
        new($"Parameter '{traced.Name}': its range depends on another value: it was {traced} when the space was traced, and it is {now}{Where(here)}. {Advice(traced)}");

    public static SpaceException DefinedTwice(Parameter first, Parameter second) =>
        new($"Parameter '{first.Name}' is defined twice with different ranges: first {first}, then {second}.");

    /// <summary>A settings function that asks for something else when it is called again.</summary>
    /// <param name="first">What it asked for at first; null for nothing more.</param>
    /// <param name="second">What it asked for then; null for nothing more.</param>
    /// <param name="given">The values that it was given before, both times.</param>
    public static SpaceException NotPure(Parameter? first, Parameter? second, IReadOnlyList<KeyValuePair<string, ParameterValue>> given) =>
        new($"The settings function is not pure: called twice with the same values{(given.Count > 0 ? $" ({Text(given)})" : "")}, " +
            $"it asked for {first?.ToString() ?? "nothing more"} at first, and for {second?.ToString() ?? "nothing more"} then. " +
            "What it asks for may depend on nothing but the values that it was given: not on chance, the clock, files, or what an earlier call has left behind.");

    /// <summary>A settings function that rejects values in one call and not in the other.</summary>
    /// <param name="atFirst">Whether it was the first that rejected them.</param>
    /// <param name="given">The values.</param>
    public static SpaceException RejectsByChance(bool atFirst, IReadOnlyList<KeyValuePair<string, ParameterValue>> given) =>
        new($"The settings function is not pure: called twice with the same values{(given.Count > 0 ? $" ({Text(given)})" : "")}, " +
            $"it {(atFirst ? "rejected them at first, and not then" : "took them at first, and rejected them then")}. " +
            "What it rejects, and what the study forbids, may depend on nothing but the values that it was given.");

    /// <summary>A settings function that rejects whatever it is given.</summary>
    /// <param name="reasons">The reason of each combination that was drawn.</param>
    public static SpaceException RejectsAll(IReadOnlyList<string> reasons) =>
        new($"The study forbids everything: all of {reasons.Count:N0} combinations that were drawn are rejected, most often because of: " +
            $"{reasons.CountBy(reason => reason).MaxBy(pair => pair.Value).Key}. A condition may be the wrong way round, or leave next to nothing.");

    public static SpaceException TooManyParameters(int most, Parameter last) =>
        new($"A space may have {most:N0} parameters, but the settings function goes on to ask for more; the last is '{last.Name}'. Does a loop in it not end?");

    public static SpaceException TooManyReads(int most, Parameter last) =>
        new($"The settings function has asked for {most:N0} values in one call, the last of them '{last.Name}', and has not ended. " +
            "Asked again for the same parameter, it is given the same value: a loop that waits for another one never ends.");

    private static string Advice(Parameter parameter) => parameter.Definition.Options is not null
        ? "A parameter has the same options in every call: give each list of options a name of its own."
        : $"A range must be the same in every call: draw a fraction and scale it instead, low + (high - low) * suggest.Uniform(\"{parameter.Name}\", 0, 1), or give each range a name of its own.";

    private static string Where(IReadOnlyList<KeyValuePair<string, ParameterValue>> given) => given.Count == 0 ? "" : $" where {Text(given)}";

    // The last ones, which are the nearest.
    private static string Text(IReadOnlyList<KeyValuePair<string, ParameterValue>> given) =>
        (given.Count > MostValues ? "…, " : "") + string.Join(", ", given.TakeLast(MostValues).Select(pair => $"{pair.Key}={pair.Value}"));
}
