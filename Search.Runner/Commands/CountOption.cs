using System.CommandLine;

namespace HyperSearch.Runner;

/// <summary>Options that count something.</summary>
internal static class CountOption
{
    public static void AtLeastOne(this Option option) => option.Validators.Add(result =>
    {
        // From the text: what is no number has an error of its own, which asking for the value would throw.
        if (result.Tokens is [var text] && int.TryParse(text.Value, out var count) && count < 1)
            result.AddError($"`N >= 1` must hold for {option.Name}, but it is {count}.");
    });
}
