using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>Writes a study's definition and its counts.</summary>
internal static class StudyDetailsWriter
{
    public static void Write(StudyDefinition study, IReadOnlyList<RecordedSpace> spaces, TrialCounts counts, EarlierReport? earlier, bool json, TextWriter output)
    {
        if (json)
        {
            JsonReports.Write(study, spaces, counts, earlier, output);
            return;
        }
        output.WriteLine($"study     {SafeText.Line(study.Name)}");
        foreach (var goal in study.Goals)
            output.WriteLine($"goal      {SafeText.Line(goal.ToString())}");
        foreach (var constraint in study.Constraints)
            output.WriteLine($"limit     {SafeText.Line(constraint.ToString())}");
        output.WriteLine($"strategy  {SafeText.Line(study.Strategy)}");
        output.WriteLine($"seed      {study.Seed}");
        if (study.PlannedTrials is { } planned)
            output.WriteLine($"planned   {planned} trials");
        if (study.Program is { } program && ProgramJson.CommandOf(program) is { Count: > 0 } words)
            output.WriteLine($"command   {SafeText.Line(string.Join(' ', words))}");
        foreach (var (name, value) in study.Options)
            output.WriteLine($"option    {SafeText.Line($"--{name} {value}")}");
        foreach (var parameter in study.Space.Parameters)
            output.WriteLine($"parameter {SafeText.Line(parameter.ToString()!)}");
        foreach (var space in spaces.Skip(1))
            output.WriteLine($"widened   from trial {space.FirstTrial} on");
        foreach (var one in study.Earlier)
            output.WriteLine($"learnt    from {SafeText.Line(EarlierReport.Describe(one))}, {one.SharedWith(study.Space).Count} of {study.Space.Count} parameters");
        output.WriteLine(StateCounts.Describe(counts));
        if (earlier is not null)
            output.WriteLine(earlier.DescribeOutcome());
    }
}
