using System.CommandLine;
using System.Globalization;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary><c>artifact</c>: gets a file out that a trial has left.</summary>
internal static class ArtifactCommand
{
    private const string Best = "best";

    public static Command Create(StudyArgument study, Output output)
    {
        var trial = new Argument<string>("trial") { Description = $"The trial's number, or `{Best}` for the best of those that have one of this name, by the first goal where there are several." };
        var name = new Argument<string>("artifact") { Description = "The artifact's name, as `artifacts` prints it." };
        var file = new Option<string>("--output", "-o") { Description = "The file that is written. One that is there is replaced once the new one is whole.", HelpName = "FILE", Required = true };
        var command = new Command("artifact", "Writes a file that a trial has left to a file of yours.") { file };
        StudyVerb.SetAction(command, study, async (parsed, record) =>
        {
            var artifact = await FindAsync(record, parsed.GetValue(trial)!, parsed.GetValue(name)!);
            var place = parsed.GetValue(file)!;
            await using var content = await record.OpenArtifactAsync(artifact);
            ReportTarget.Write(place, content.CopyTo);
            await output.Out.WriteLineAsync($"wrote '{SafeText.Line(artifact.Name)}' of trial {artifact.Trial} to {SafeText.Line(place)}: {artifact.Size} bytes");
        });
        // After the study's own argument, which comes first where there is one.
        command.Arguments.Add(trial);
        command.Arguments.Add(name);
        return command.WithExamples(study.Example("artifact", "best model -o model.bin"), study.Example("artifact", "17 model -o model-17.bin"));
    }

    private static async Task<TrialArtifact> FindAsync(IStudyRecord record, string trial, string name)
    {
        var artifacts = await record.ReadArtifactsAsync();
        var named = artifacts.Where(artifact => artifact.Name == name).ToDictionary(artifact => artifact.Trial);
        if (named.Count == 0)
        {
            var names = artifacts.Select(artifact => artifact.Name).Distinct().ToArray();
            throw new CommandFailedException($"No trial of '{SafeText.Line(record.Study.Name)}' has an artifact '{SafeText.Line(name)}'. " +
                (names.Length == 0 ? "None has any: an objective keeps one with trial.SaveArtifact." : $"There are: {string.Join(", ", names.Select(SafeText.Line))}."));
        }
        if (trial == Best)
        {
            var ranking = new TrialRanking(record.Study.Goal);
            return ranking.Best((await record.ReadWithoutMeasurementsAsync()).Where(one => named.ContainsKey(one.Number))) is { } best
                ? named[best.Number]
                : throw new CommandFailedException($"No trial with an artifact '{SafeText.Line(name)}' is complete. Trials with one: {string.Join(", ", named.Keys)}.");
        }
        if (!int.TryParse(trial, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            throw new CommandFailedException($"'{SafeText.Line(trial)}' is no trial: give its number, or `{Best}`.");
        return named.GetValueOrDefault(number)
            ?? throw new CommandFailedException($"Trial {number} has no artifact '{SafeText.Line(name)}'. These have: {string.Join(", ", named.Keys)}.");
    }
}
