namespace HyperSearch.Runner;

/// <summary>Refuses defaults that do not fit the space, before anything is started.</summary>
internal static class DefaultsCheck
{
    /// <param name="study">The study.</param>
    /// <param name="strategy">What proposes; null where nothing does.</param>
    /// <param name="space">The study's space.</param>
    /// <exception cref="StudyException">A name is unknown, or a value is none of its parameter's.</exception>
    public static void Require(Study study, IStrategy? strategy, SearchSpace space)
    {
        Require("Defaults of the study", study.Defaults, space);
        if (strategy is ManualSearch manual)
            Require("Defaults of its list of settings", manual.Defaults, space);
    }

    /// <param name="what">What is given, in the plural.</param>
    /// <param name="defaults">The values.</param>
    /// <param name="space">The study's space.</param>
    /// <exception cref="StudyException">A name is unknown, or a value is none of its parameter's.</exception>
    public static void Require(string what, Setting defaults, SearchSpace space)
    {
        foreach (var (name, value) in defaults)
        {
            if (space.IndexOf(name) is not (>= 0 and var index))
                throw new StudyException($"The {what} name a parameter '{SafeText.Line(name)}', but there is none.{Known(name, space)}");
            try
            {
                space[index].CodeOf(value);
            }
            catch (SpaceException exception)
            {
                throw new StudyException($"The {what} do not fit. {SafeText.Line(exception.Message)}", exception);
            }
        }
    }

    private static string Known(string name, SearchSpace space)
    {
        var names = space.Parameters.Select(parameter => parameter.Name);
        return space.Count == 0 ? " The space has no parameters." : $"{SafeText.Line($"{EditDistance.Suggestion(name, names)} There are {string.Join(", ", names)}.")}";
    }
}
