using System.CommandLine;

namespace HyperSearch.Runner;

/// <summary>Options that take conditions on trials.</summary>
internal static class ConditionOption
{
    /// <summary>Refuses a text that is no condition.</summary>
    public static void RequireConditions(this Option<string[]> option) => option.Validators.Add(result =>
    {
        foreach (var token in result.Tokens)
        {
            try
            {
                TrialCondition.Parse(token.Value);
            }
            catch (SelectionException exception)
            {
                result.AddError(exception.Message);
            }
        }
    });
}
