namespace HyperSearch.Core;

/// <summary>A space that a study has or had.</summary>
/// <param name="FirstTrial">The number of the first trial that was proposed in it.</param>
/// <param name="Parameters">Its parameters, in order.</param>
public sealed record RecordedSpace(int FirstTrial, IReadOnlyList<ParameterDefinition> Parameters)
{
    /// <summary>The spaces in which trials were proposed, and the present one, in order.</summary>
    /// <param name="earlier">Those that were widened, each with the number of the trial that was the next then.</param>
    /// <param name="present">The present one.</param>
    public static IReadOnlyList<RecordedSpace> Sequence(IEnumerable<(int NextTrial, IReadOnlyList<ParameterDefinition> Parameters)> earlier, IReadOnlyList<ParameterDefinition> present)
    {
        var spaces = new List<RecordedSpace>();
        var first = 0;
        foreach (var (next, parameters) in earlier)
        {
            if (next > first)
                spaces.Add(new(first, parameters));
            first = next;
        }
        return [.. spaces, new(first, present)];
    }
}
