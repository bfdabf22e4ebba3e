using System.CommandLine;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary><c>import</c>: a study of Optuna's as one on record.</summary>
internal static class ImportCommand
{
    /// <param name="code">The study's code, which knows what it wants to go on with; null where it is not at hand.</param>
    /// <param name="output">Where it answers.</param>
    public static Command Create(Study? code, Output output)
    {
        var file = new Argument<string>("file") { Description = "A SQLite file of Optuna. It stays as it is." };
        var study = new Option<string>("--study") { Description = "Which study of the file. Default: the only one.", HelpName = "NAME" };
        var name = new Option<string>("--name") { Description = $"The name on record, which must be free. Default: {(code is null ? "the one in the file" : "the study's own")}.", HelpName = "NAME" };
        var metric = new Option<string>("--metric") { Description = $"What the objective's value is called. Default: as in the file, else {(code is null ? "value" : "as in the study")}.", HelpName = "NAME" };
        var store = StoreOption.Create();
        var command = new Command("import", "Makes a study of one that Optuna has recorded, with all of its trials. It goes on like any other.") { file, study, name, metric, store };
        command.SetAction(async (parsed, cancel) =>
        {
            var definition = code is null ? null : await DefineAsync(code, output);
            var (contents, remarks) = OptunaImport.Convert(OptunaFile.Read(parsed.GetValue(file)!, parsed.GetValue(study)), new()
            {
                Name = parsed.GetValue(name) ?? definition?.Name,
                Metric = parsed.GetValue(metric),
                DefaultMetrics = [.. definition?.Goals.Select(goal => goal.Metric) ?? []],
                Seed = definition?.Seed ?? 0,
                Options = definition?.Options ?? new Dictionary<string, string>(StringComparer.Ordinal),
                Expected = definition?.Space.Parameters.Select(parameter => parameter.Definition).ToList(),
            });
            await using var opened = StoreOption.Open(parsed.GetValue(store));
            await StoreOption.WarnAsync(parsed.GetValue(store), output);
            await opened.ImportAsync(contents, cancel);
            foreach (var remark in remarks)
                await output.Error.WriteLineAsync($"note: {remark}");
            foreach (var difference in definition is null ? [] : contents.Study.DifferencesTo(definition with { Name = contents.Study.Name }))
                await output.Error.WriteLineAsync($"Warning: the study's code differs from what was imported: {SafeText.Line(difference)}");
            var counts = await (await opened.FindAsync(contents.Study.Name, cancel))!.CountAsync(cancel);
            await output.Out.WriteLineAsync($"imported '{SafeText.Line(contents.Study.Name)}' from {parsed.GetValue(file)}: {StateCounts.Describe(counts)}");
            return ExitCodes.Done;
        });
        var program = code is null ? Invocation.OfProgram : Invocation.OfStudyFile;
        return command.WithExamples($"{program} import optuna.db", $"{program} import optuna.db --study mnist --name \"mnist of Optuna\"");
    }

    private static async Task<StudyDefinition> DefineAsync(Study code, Output output)
    {
        using var interruption = new Interruption(TextWriter.Null);
        return new(code.Name, await StudyCode.TraceAsync(code, output.Error, interruption.Token), code.Goal, code.Seed)
        {
            FurtherGoals = [.. code.Goals.Skip(1)],
            Constraints = code.Constraints,
            Options = code.Options.ToDictionary(option => option.Name, option => option.DefaultValue, StringComparer.Ordinal),
        };
    }
}
