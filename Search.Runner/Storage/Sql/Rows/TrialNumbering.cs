namespace HyperSearch.Runner;

/// <summary>Trials are numbered from 0, and so is the order in which their results arrived.</summary>
internal static class TrialNumbering
{
    /// <summary>The trials of a study, if their numbers and the places of their results have no gap.</summary>
    /// <exception cref="RowException">They have.</exception>
    public static List<Trial> Require(string study, List<Trial> trials)
    {
        RequireSequence(trials.Select(trial => trial.Number), "the numbers of the trials");
        var places = trials.SelectMany(trial => trial.Results).Select(trial => trial.FinishOrder ?? -1).Order().ToList();
        RequireSequence(places, "the places of the results");
        if (trials.Find(trial => trial.Observed < 0 || trial.Observed > places.Count) is { } foresighted)
            throw new RowException($"Trial {foresighted.Number} of study '{study}' cannot be read: it has observed {foresighted.Observed} results, of {places.Count}");
        return trials;

        void RequireSequence(IEnumerable<int> numbers, string what)
        {
            foreach (var (index, number) in numbers.Index())
            {
                if (number != index)
                    throw new RowException($"Study '{study}' cannot be read: {what} have no gap and none stands twice, but where {index} should be there is {number}");
            }
        }
    }
}
