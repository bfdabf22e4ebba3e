using System.CommandLine;

namespace HyperSearch.Runner;

/// <summary>Options that count something.</summary>
internal static class CountOption
{
    /// <summary>How many of the best trials are printed.</summary>
    public static Option<int> CreateBest()
    {
        var best = new Option<int>("--best") { Description = "How many trials.", DefaultValueFactory = _ => 5, HelpName = "N" };
        best.AtLeastOne();
        return best;
    }

    public static void AtLeastOne(this Option option) => option.Validators.Add(result =>
    {
        // From the text: what is no number has an error of its own, which asking for the value would throw.
        if (result.Tokens is [var text] && int.TryParse(text.Value, out var count) && count < 1)
            result.AddError($"`N >= 1` must hold for {option.Name}, but it is {count}.");
    });
}
