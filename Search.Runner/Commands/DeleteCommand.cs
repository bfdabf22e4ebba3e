using System.CommandLine;
using System.Globalization;

namespace HyperSearch.Runner;

/// <summary><c>delete</c>: removes a study, after a question.</summary>
internal static class DeleteCommand
{
    public static Command Create(StudyArgument study, Output output)
    {
        var yes = new Option<bool>("--yes") { Description = "Do not ask." };
        var command = new Command("delete", "Removes a study with all that is on record of it, and its checkpoints. It asks first.") { yes };
        StudyVerb.SetAction(command, study, async (parsed, stored) =>
        {
            var content = await DescribeAsync(stored);
            if (!parsed.GetValue(yes))
            {
                await output.Error.WriteLineAsync($"'{SafeText.Line(stored.Name)}' would go, with all that is on record of it: {content}.");
                await output.Error.WriteAsync("Delete it? y/N ");
                if (await output.In.ReadLineAsync() is not { } answer)
                {
                    await output.Error.WriteLineAsync("\nThere is nobody to ask, since standard input has ended. Nothing was deleted; --yes deletes it without a question.");
                    return ExitCodes.WrongUsage;
                }
                if (answer.Trim().ToUpperInvariant() is not ("Y" or "YES"))
                {
                    await output.Error.WriteLineAsync("Nothing was deleted.");
                    return ExitCodes.Failed;
                }
            }
            await stored.Store.DeleteAsync(stored.Name);
            if (stored.CheckpointFiles is { } files && DeleteFiles(files, stored.Name) is { } left)
                await output.Error.WriteLineAsync($"Warning: {left}");
            await output.Out.WriteLineAsync($"deleted '{SafeText.Line(stored.Name)}': {content}");
            return ExitCodes.Done;
        });
        return command.WithExamples(study.Example("delete", ""), study.Example("delete", "--yes --store experiments.db"));
    }

    private static string? DeleteFiles(CheckpointFolder files, string study)
    {
        string? left = null;
        StudyVerb.ChangeFiles(() => left = files.Delete(study), $"'{study}' was deleted, but not all of its checkpoints in {files.PathOf(study)}");
        return left;
    }

    private static async Task<string> DescribeAsync(StoredStudy stored)
    {
        var report = await StudyReport.ReadAsync(stored.Record, 1);
        var best = report.Best.Count > 0 ? string.Create(CultureInfo.InvariantCulture, $", best {SafeText.Line(report.Study.Goal.Metric)} {report.Best[0].Value:G5}") : "";
        return StateCounts.Describe(report.Counts) + best;
    }
}
