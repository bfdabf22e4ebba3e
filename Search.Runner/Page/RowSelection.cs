using System.Text;

namespace HyperSearch.Runner;

/// <summary>Which trials the page has rows of: all where there is room, else a choice.</summary>
/// <param name="Places">Their places among all trials, rising.</param>
/// <param name="Rule">In words, which they are; null for all.</param>
internal sealed record RowSelection(IReadOnlyList<int> Places, string? Rule)
{
    /// <summary>The longest text of a row, in UTF-16 code units: a note, or the first line of an error.</summary>
    public const int MostCharacters = 300;

    // Bytes: of what every row has, with an attempt, and of a number with its comma.
    private const int Fixed = 130, Number = 18;

    /// <summary>Whether all trials have rows.</summary>
    public bool IsAll => Rule is null;

    /// <summary>Chooses.</summary>
    public static RowSelection Of(PageStudy study, PageLimits limits)
    {
        var bytes = BytesOf(study);
        if (bytes <= limits.BytesOfAllRows)
            return new([.. Enumerable.Range(0, study.Trials.Count)], null);
        var count = (int)Math.Max(limits.Best, (double)limits.BytesOfChosenRows / bytes * study.Trials.Count);
        return count >= study.Trials.Count ? new([.. Enumerable.Range(0, study.Trials.Count)], null) : Choose(study, limits, count);
    }

    private static RowSelection Choose(PageStudy study, PageLimits limits, int count)
    {
        var trials = study.Trials;
        var best = study.Ranking.Best;
        var isChosen = new bool[trials.Count];
        var left = count;
        // The points of the line of the best so far as well, which can be pointed at: they are few, unless somebody sorted the trials.
        var leading = Take(best[..Math.Min(best.Length, limits.Best)], limits.Best);
        leading += Take([.. study.Ranking.Improvements().Reverse()], count / 10);
        leading += Take(best, count * 4 / 10 - leading);
        var open = new List<int>();
        for (var i = trials.Count - 1; i >= 0; i--)
        {
            if (!trials[i].IsFinished)
                open.Add(i);
        }
        var unfinished = Take([.. open], count / 8);
        var newest = 0;
        for (var i = trials.Count - 1; i >= 0 && newest < count / 4; i--)
            newest += Take([i], 1);
        var others = new List<int>();
        for (var i = 0; i < trials.Count; i++)
        {
            if (!isChosen[i])
                others.Add(i);
        }
        var spread = Math.Min(left, others.Count);
        for (var i = 0; i < spread; i++)
            isChosen[others[(int)((i + 0.5) * others.Count / spread)]] = true;
        var places = new List<int>(count);
        for (var i = 0; i < isChosen.Length; i++)
        {
            if (isChosen[i])
                places.Add(i);
        }
        return new(places, $"the {leading} best, {(unfinished == 0 ? "" : $"{unfinished} that run or wait, ")}the {newest} newest, and {spread} spread evenly over the others");

        int Take(ReadOnlySpan<int> from, int most)
        {
            var taken = 0;
            foreach (var place in from)
            {
                if (taken >= most || left == 0)
                    break;
                if (isChosen[place])
                    continue;
                isChosen[place] = true;
                taken++;
                left--;
            }
            return taken;
        }
    }

    // What all rows would take.
    private static long BytesOf(PageStudy study)
    {
        long row = Fixed + Number * study.Extras.MetricNames.Count;
        foreach (var parameter in study.Study.Space.Parameters)
            row += parameter.Definition.Options is { Count: > 0 } options ? (long)options.Average(option => Encoding.UTF8.GetByteCount(option.ToString()) + 3) : Number;
        var text = 0L;
        foreach (var trial in study.Trials)
            text += BytesOf(trial.Note) + BytesOf(trial.Error);
        return row * study.Trials.Count + text;
    }

    private static int BytesOf(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text.AsSpan(0, Math.Min(text.Length, MostCharacters)));
}
