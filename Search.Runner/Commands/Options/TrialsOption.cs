using System.CommandLine;

namespace HyperSearch.Runner;

/// <summary><c>--trials</c> of the verbs that hand out trials.</summary>
internal static class TrialsOption
{
    public static Option<int?> Create()
    {
        var trials = new Option<int?>("--trials") { Description = "The study's total of trials, those on record included. Default: what it began with.", HelpName = "N" };
        trials.AtLeastOne();
        return trials;
    }
}
