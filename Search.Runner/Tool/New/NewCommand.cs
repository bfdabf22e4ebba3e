using System.CommandLine;
using System.Reflection;
using HyperSearch.Runner;
using HyperSearch.Training;

namespace HyperSearch.Tool;

/// <summary><c>new</c>: writes a study that runs, to be made one's own.</summary>
internal static class NewCommand
{
    private const string Extension = ".cs";

    /// <param name="output">Where it answers.</param>
    public static Command Create(Output output)
    {
        var name = new Argument<string>("name") { Description = "The name of the study, and of its file: letters, digits, - and _, a letter first." };
        var file = new Option<string?>("--output") { Description = "Where to write it. Default: NAME.cs in the current folder. What is there is never overwritten.", HelpName = "FILE" };
        var csv = new Option<string?>("--csv") { Description = "A table to learn from: a CSV file with a header. The study looks for the net that predicts --target best.", HelpName = "FILE" };
        var target = new Option<string?>("--target") { Description = "With --csv: the column that is predicted, a class or a number.", HelpName = "COLUMN" };
        name.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } text && !FileName.IsPlain(text))
                result.AddError($"The name of a new study has letters a to z, digits, - and _, at most 40, and a letter first, but it is '{text}'.");
        });
        var command = new Command("new", "Writes a study that runs, to be made your own.") { name, file, csv, target };
        command.Validators.Add(result =>
        {
            if (result.GetResult(csv) is null != result.GetResult(target) is null)
                result.AddError("--csv and --target go together: a table, and its column that is predicted.");
        });
        command.SetAction(async (parsed, cancel) =>
        {
            var study = parsed.GetValue(name)!;
            var path = parsed.GetValue(file) ?? study + Extension;
            if (parsed.GetValue(csv) is { } table)
                return await WriteTableStudyAsync(study, path, table, parsed.GetValue(target)!, output, cancel);
            await WriteAsync(path, StudyTemplate.Of(study, path, Version), cancel);
            await output.Out.WriteLineAsync($"Wrote {SafeText.Line(path)}. Run it: dotnet run {SafeText.Line(path)} -- run");
            return ExitCodes.Done;
        });
        return command.WithExamples("hypersearch new my-study", "hypersearch new my-study --output studies/my-study.cs", "hypersearch new churn --csv customers.csv --target churn");
    }

    private static async Task<int> WriteTableStudyAsync(string study, string path, string table, string target, Output output, CancellationToken cancel)
    {
        var columns = TableColumns.Of(table, target);
        await WriteAsync(path, TableStudyTemplate.Of(study, path, Version, table, columns), cancel);
        await output.Out.WriteLineAsync($"Wrote {SafeText.Line(path)}. It predicts the {(columns.Target.AsTarget == ColumnKind.Category ? "class" : "number")} '{SafeText.Line(target)}' from {columns.Features} columns of {SafeText.Line(table)}." +
            (columns.Left.Count == 0 ? "" : $" Left out, as they seem to tell nothing of other rows: {string.Join(", ", columns.Left.Select(column => $"'{SafeText.Line(column.Name)}'"))}."));
        await output.Out.WriteLineAsync($"Run it: dotnet run {SafeText.Line(path)} -- run");
        return ExitCodes.Done;
    }

    // Without the commit that it was built from.
    private static string Version =>
        typeof(NewCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private static async Task WriteAsync(string path, string text, CancellationToken cancel)
    {
        try
        {
            await using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            await using var writer = new StreamWriter(stream);
            await writer.WriteAsync(text.AsMemory(), cancel);
        }
        catch (IOException) when (Path.Exists(path))
        {
            throw new CommandFailedException($"There is '{SafeText.Line(path)}' already, and it stays as it is. Choose another name, or --output FILE.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CommandFailedException($"The study cannot be written: {SafeText.Line(exception.Message)}");
        }
    }
}
