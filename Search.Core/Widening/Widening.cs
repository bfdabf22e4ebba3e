namespace HyperSearch.Core;

/// <summary>Tells a space that was widened from one that was changed otherwise.</summary>
internal static class Widening
{
    /// <summary>
    /// What stands against taking <paramref name="now"/> for <paramref name="recorded"/>, one line each. Nothing, where all values
    /// are there that were there, and all trials are complete points of the new space.
    /// </summary>
    /// <param name="recorded">The space on record.</param>
    /// <param name="now">The space that takes its place.</param>
    /// <param name="trials">The trials on record.</param>
    public static IReadOnlyList<string> Objections(SearchSpace recorded, SearchSpace now, IEnumerable<Trial> trials)
    {
        var objections = recorded.Parameters.Select(parameter => Objection(parameter.Definition, now)).OfType<string>().ToArray();
        return objections.Length > 0 ? objections : [.. Unread(recorded, now, trials)];
    }

    private static string? Objection(ParameterDefinition recorded, SearchSpace now)
    {
        if (now.IndexOf(recorded.Name) is not (>= 0 and var index))
            return $"parameter {recorded} is on record, but no longer in the study";
        var given = now[index].Definition;
        var why = recorded.Kind != given.Kind ? "its kind has changed"
            : recorded.Scale != given.Scale ? "its scale has changed"
            : recorded.Options is { } options ? LeftOut(options, given)
            : Holds(now[index], recorded) ? null
            : "values on record are left out";
        return why is null ? null : $"parameter {recorded.Name}: on record {recorded}, now {given}: {why}";
    }

    private static string? LeftOut(IReadOnlyList<ParameterValue> options, ParameterDefinition now)
    {
        int[] places = [.. options.Select(option => now.Options!.Index().FirstOrDefault(other => other.Item.IsSameAs(option), (-1, default)).Index)];
        if (places.Contains(-1))
            return $"{string.Join(", ", options.Where((_, i) => places[i] < 0))} is left out";
        return now.Kind == "ordinal" && !places.SequenceEqual(places.Order()) ? "its order has changed" : null;
    }

    // Both ends are values of the parameter, and its steps, if it has any, meet those on record.
    private static bool Holds(Parameter now, ParameterDefinition recorded)
    {
        if (now.Definition.Step is { } step && !(recorded.Step / step is { } times && Math.Abs(times - Math.Round(times)) < 1e-9))
            return false;
        try
        {
            now.CodeOf(ParameterValue.Of(recorded.Low!.Value));
            now.CodeOf(ParameterValue.Of(recorded.High!.Value));
            return true;
        }
        catch (SpaceException)
        {
            return false;
        }
    }

    // A line for each parameter that some trial has and should not, or has not and should.
    private static IEnumerable<string> Unread(SearchSpace recorded, SearchSpace now, IEnumerable<Trial> trials)
    {
        var reported = new HashSet<string>(StringComparer.Ordinal);
        foreach (var trial in trials)
        {
            var values = trial.ValuesIn(recorded).ToDictionary(StringComparer.Ordinal);
            var point = now.Complete(values);
            // Of what is rejected by now nobody knows what it would have read.
            if (now.RejectionOf(point) is not null)
                continue;
            for (var i = 0; i < now.Count; i++)
            {
                // A trial that was queued may have more values than it reads; one that ran elsewhere and failed may not have asked for all.
                if (point.IsActive(i) == values.ContainsKey(now[i].Name)
                    || (trial.Observed is null && (!point.IsActive(i) || trial.State == TrialState.Failed))
                    || !reported.Add(now[i].Name))
                {
                    continue;
                }
                yield return !point.IsActive(i) ? $"parameter {now[i]} is no longer read where trial {trial.Number} had it"
                    : recorded.IndexOf(now[i].Name) < 0 ? $"parameter {now[i]} is new, and trial {trial.Number} would have had to read it"
                    : $"parameter {now[i]} is read where trial {trial.Number} did not have it";
            }
        }
    }
}
