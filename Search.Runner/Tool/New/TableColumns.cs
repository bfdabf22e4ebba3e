using System.Text.RegularExpressions;
using HyperSearch.Runner;
using HyperSearch.Training;

namespace HyperSearch.Tool;

/// <summary>Which column of a table is predicted, and which ones are no features.</summary>
/// <param name="Target">What is predicted.</param>
/// <param name="Left">What identifies the rows, never varies, or has too many texts to be learned from.</param>
/// <param name="Features">How many columns there are beside these.</param>
internal sealed partial record TableColumns(CsvColumnSummary Target, IReadOnlyList<CsvColumnSummary> Left, int Features)
{
    // A column of so many different texts is rather free text.
    private const int MostTexts = 500, FewTexts = 20;

    /// <exception cref="CommandFailedException">There is no such column, or nothing to learn from or to predict.</exception>
    public static TableColumns Of(string path, string target)
    {
        var table = Summary(path);
        var predicted = table.Columns.FirstOrDefault(column => column.Name == target) ?? throw new CommandFailedException(
            $"{SafeText.Line(path)} has no column '{SafeText.Line(target)}'. It has {string.Join(", ", table.Columns.Select(column => $"'{SafeText.Line(column.Name)}'"))}.");
        if (predicted.Different < 2)
            throw new CommandFailedException($"The column '{SafeText.Line(target)}' has {(predicted.Different == 0 ? "no value" : "the same value")} in each of the {table.Rows} rows that were read: there is nothing to predict.");
        if (predicted.Missing > 0)
            throw new CommandFailedException($"The column '{SafeText.Line(target)}' lacks a value in {predicted.Missing} of {table.Rows} rows. What is learned from must have one: leave those rows out of the file, and predict them later.");
        CsvColumnSummary[] others = [.. table.Columns.Where(column => column != predicted)], left = [.. others.Where(column => TellsNothing(column, table.Rows - column.Missing))];
        return others.Length > left.Length ? new(predicted, left, others.Length - left.Length) : throw new CommandFailedException(
            $"{SafeText.Line(path)} has no column to predict '{SafeText.Line(target)}' from: {(others.Length == 0 ? "there is no other one" : "what else there is identifies the rows or never varies")}.");
    }

    private static CsvSummary Summary(string path)
    {
        try
        {
            return CsvSummary.Of(path);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CommandFailedException($"The table cannot be read: {SafeText.Line(exception.Message)}");
        }
    }

    private static bool TellsNothing(CsvColumnSummary column, int present) =>
        column.Different < 2 || (column.Kind == ColumnKind.Number
            ? column.Different == present && IdentifyingName().IsMatch(column.Name)
            : column.Different > MostTexts || (column.Different > FewTexts && column.Different > present / 2));

    // id, customer_id, CustomerId, "", row, index …
    [GeneratedRegex("^$|^(id|index|row|nr|no|unnamed: 0)$|[_ -](id|nr|no)$|(?-i:[a-z]I[dD])$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IdentifyingName();
}
