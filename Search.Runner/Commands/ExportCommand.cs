using System.CommandLine;

namespace HyperSearch.Runner;

/// <summary><c>export</c>: a study as a file of Optuna, or as a folder of TensorBoard.</summary>
internal static class ExportCommand
{
    public static Command Create(StudyArgument study, Output output)
    {
        var to = new Option<string>("--to") { Description = "The SQLite file of Optuna to make, for Optuna 5 and optuna-dashboard. It must not exist yet.", HelpName = "FILE" };
        var tensorBoard = new Option<string>("--tensorboard") { Description = "The folder in which curves, metrics and hyperparameters of trials that have ended are written for TensorBoard.", HelpName = "FOLDER" };
        var command = new Command("export", "Writes a study for other programs, also while it runs. The record stays as it is.") { to, tensorBoard };
        command.Validators.Add(result =>
        {
            if (result.GetResult(to) is null && result.GetResult(tensorBoard) is null)
                result.AddError("Say what to write: --to FILE for Optuna, --tensorboard FOLDER for TensorBoard.");
        });
        StudyVerb.SetAction(command, study, async (parsed, record) =>
        {
            var name = SafeText.Line(record.Study.Name);
            if (parsed.GetValue(to) is { } file)
            {
                OptunaExport.Write(await StudyContents.ReadAsync(record), file);
                await output.Out.WriteLineAsync($"exported '{name}' to {file}: {StateCounts.Describe(await record.CountAsync())}");
                await output.Error.WriteLineAsync($"Optuna opens it with storage=\"sqlite:///{SafeText.Line(Path.GetFullPath(file))}\".");
            }
            if (parsed.GetValue(tensorBoard) is { } folder)
            {
                using var board = await TensorBoardRecord.OpenAsync(record, folder);
                CommandFailedException.ThrowIf(board.Warning);
                await output.Out.WriteLineAsync($"exported '{name}' for TensorBoard: tensorboard --logdir {SafeText.Line(board.Path)}");
            }
        });
        return command.WithExamples(study.Example("export", "--to optuna.db"), study.Example("export", "--tensorboard runs"));
    }
}
