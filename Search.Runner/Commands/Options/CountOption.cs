using System.CommandLine;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>Options that count something.</summary>
internal static class CountOption
{
    /// <summary>How many of the best trials are printed.</summary>
    public static Option<int> CreateBest()
    {
        var best = new Option<int>("--best") { Description = "How many trials. Where a study has several goals, all of the front unless this is said.", DefaultValueFactory = _ => 5, HelpName = "N" };
        best.AtLeastOne();
        return best;
    }

    /// <summary>How many are printed of a study: a front is whole unless somebody has said how many.</summary>
    public static int BestOf(ParseResult parsed, Option<int> best, StudyDefinition study) =>
        study.FurtherGoals.Count > 0 && parsed.GetResult(best) is not { Implicit: false } ? int.MaxValue : parsed.GetValue(best);

    public static void AtLeastOne(this Option option) => option.Validators.Add(result =>
    {
        // From the text: what is no number has an error of its own, which asking for the value would throw.
        if (result.Tokens is [var text] && int.TryParse(text.Value, out var count) && count < 1)
            result.AddError($"`N >= 1` must hold for {option.Name}, but it is {count}.");
    });
}
