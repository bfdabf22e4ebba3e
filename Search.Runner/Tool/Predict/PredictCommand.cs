using System.CommandLine;
using System.Globalization;
using System.Text;
using HyperSearch.Runner;
using HyperSearch.Training;

namespace HyperSearch.Tool;

/// <summary><c>predict</c>: what a saved model says of the rows of a table.</summary>
internal static class PredictCommand
{
    private const string StandardOutput = "-";

    /// <param name="output">Where it answers.</param>
    public static Command Create(Output output)
    {
        var model = new Argument<string>("model") { Description = "The model's file, as `hypersearch artifact STUDY best model -o FILE` gets it out." };
        var data = new Argument<string>("data") { Description = "A CSV file with the columns that the model was trained on, in any order, among others; it need not have the target." };
        var file = new Option<string?>("--output", "-o") { Description = "The file that is written. One that is there is replaced once the new one is whole. Default: standard output.", HelpName = "FILE" };
        var id = new Option<string?>("--id") { Description = "A column of the data that tells the rows apart: it comes first, as it is.", HelpName = "COLUMN" };
        var parts = new Option<PredictedParts?>("--write") { Description = "Of a class: its label, the probabilities of all classes (under their names), or both. Default: both.", HelpName = "both|label|probabilities" };
        var probabilityOf = new Option<string?>("--probability-of") { Description = "Writes the probability of this class under the target's name, and nothing else, as leaderboards want it that rank by it.", HelpName = "CLASS" };
        var command = new Command("predict", "Reads a table and writes what a saved model predicts for each row. Where the table has the target too, it says how well that does.")
        {
            model, data, file, id, parts, probabilityOf,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(parts) is not null && result.GetResult(probabilityOf) is not null)
                result.AddError("--write and --probability-of are two ways to say what is written: choose one.");
        });
        command.SetAction(async (parsed, _) =>
        {
            var place = parsed.GetValue(file) is { } named && named != StandardOutput ? named : null;
            if (place is not null)
                CommandFailedException.ThrowIf(OutputFile.ObjectionTo(place));
            using var interruption = new Interruption(TextWriter.Null);
            var path = parsed.GetValue(data)!;
            try
            {
                var loaded = Load(parsed.GetValue(model)!);
                var column = parsed.GetValue(id);
                var table = new PredictionTable(loaded, column, parsed.GetValue(parts), parsed.GetValue(probabilityOf));
                var rows = Write(table, loaded.PredictCsv(path, column), place, output, interruption.Token);
                await output.Error.WriteLineAsync(place is null ? $"Predicted {rows} rows." : $"Wrote the predictions of {rows} rows to {SafeText.Line(place)}.");
                if (ScoresOf(loaded, path, interruption.Token) is { } scores)
                    await output.Error.WriteLineAsync(scores);
                return ExitCodes.Done;
            }
            catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException)
            {
                throw new CommandFailedException(SafeText.Line(exception.Message));
            }
        });
        return command.WithExamples(
            "hypersearch artifact churn best model -o model.bin",
            "hypersearch predict model.bin new-customers.csv -o predictions.csv --id customer",
            "hypersearch predict model.bin new-customers.csv --id customer --probability-of yes -o submission.csv");
    }

    private static Model Load(string path)
    {
        var model = Model.Load(path);
        return model.Preprocessing is not null ? model : throw new CommandFailedException(
            $"{SafeText.Line(path)}: this model was trained on numbers that the study made itself, so it does not know which columns to read. A study that opens its data with Dataset.OpenCsv has models that do.");
    }

    private static long Write(PredictionTable table, IEnumerable<RowPrediction> predictions, string? place, Output output, CancellationToken cancel)
    {
        if (place is null)
            return table.Write(output.Data, predictions, cancel);
        long rows = 0;
        ReportTarget.Write(place, target =>
        {
            using var text = new StreamWriter(target, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
            rows = table.Write(text, predictions, cancel);
        });
        return rows;
    }

    // Every digit, so that it can be compared with what is on record.
    private static string? ScoresOf(Model model, string path, CancellationToken cancel)
    {
        // Its names tell: to read a table of new rows once more would come to nothing.
        var columns = CsvSummary.Of(path, rows: 1).Columns;
        if (model.Preprocessing!.Targets.Count == 0 || !model.Preprocessing.Targets.All(target => columns.Any(column => column.Name == target)))
            return null;
        var scores = model.Evaluate(model.OpenCsv(path), cancel).Scores;
        var score = model.HasLabels ? $"accuracy {Text(scores.Accuracy)}" : $"R2 {Text(scores.RSquared)}";
        var units = model.Preprocessing.TargetScales.Count > 0 ? " (of standardized numbers)" : "";
        return $"The table has {string.Join(", ", model.Preprocessing.Targets.Select(name => $"'{SafeText.Line(name)}'"))} too. How well that is predicted: {score}, loss {Text(scores.Loss)}{units}.";
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
