using System.CommandLine;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>The name that a verb gives to a study; to be added after the study's own argument.</summary>
internal static class NewNameArgument
{
    public static Argument<string> Create()
    {
        var name = new Argument<string>("new-name") { Description = "A name that no study in the store has." };
        name.Validators.Add(result =>
        {
            if (NameRule.Objection("study", result.GetValueOrDefault<string>()) is { } objection)
                result.AddError(objection);
        });
        return name;
    }
}
