using System.Globalization;
using CsvHelper;
using HyperSearch.Runner;
using HyperSearch.Strategies;
using HyperSearch.Training;

namespace HyperSearch.Tool;

/// <summary>Predictions as CSV: a row for each row of the data, under the columns that are wanted of it.</summary>
internal sealed class PredictionTable
{
    private readonly Model _model;
    private readonly string? _id;
    private readonly bool _hasLabel, _hasProbabilities;
    private readonly int? _probabilityOf;

    /// <param name="model">What predicts.</param>
    /// <param name="id">The column that comes first, as it is in the data; null for none.</param>
    /// <param name="parts">Whether a class, its probabilities or both are written.</param>
    /// <param name="probabilityOf">A class: its probability alone stands under the target's name.</param>
    /// <exception cref="CommandFailedException">The model predicts numbers, or does not know the class.</exception>
    public PredictionTable(Model model, string? id, PredictedParts? parts, string? probabilityOf)
    {
        (_model, _id) = (model, id);
        if (!model.HasLabels && (parts is not null || probabilityOf is not null))
            throw new CommandFailedException("This model predicts numbers, which have no classes: leave --write and --probability-of out.");
        _hasLabel = probabilityOf is null && parts is not PredictedParts.Probabilities;
        _hasProbabilities = probabilityOf is null && model.HasLabels && parts is not PredictedParts.Label;
        if (probabilityOf is null)
            return;
        var place = Classes.IndexOf(probabilityOf);
        _probabilityOf = place >= 0 ? place : throw new CommandFailedException(
            $"The model knows no class '{SafeText.Line(probabilityOf)}'. It knows {string.Join(", ", Classes.Select(name => $"'{SafeText.Line(name)}'"))}.");
    }

    private List<string> Classes => [.. _model.ClassNames ?? [.. Enumerable.Range(0, _model.Outputs).Select(number => number.ToString(CultureInfo.InvariantCulture))]];

    private IReadOnlyList<string> Targets => _model.Preprocessing!.Targets;

    /// <returns>How many rows there were.</returns>
    /// <exception cref="InvalidDataException">The data are damaged or lack a column.</exception>
    public long Write(TextWriter target, IEnumerable<RowPrediction> predictions, CancellationToken cancel)
    {
        // Data that cannot be read are told before anything is written.
        using var rows = predictions.GetEnumerator();
        var more = rows.MoveNext();
        using var csv = CsvWriter.Create(target, new CsvWriterOptions(), leaveOpen: true);
        csv.WriteRecord([.. Header().Select(CsvText.Protect)]);
        long count = 0;
        for (; more; more = rows.MoveNext(), count++)
        {
            cancel.ThrowIfCancellationRequested();
            csv.WriteRecord([.. CellsOf(rows.Current).Select(CsvText.Protect)]);
        }
        return count;
    }

    private IEnumerable<string> Header()
    {
        if (_id is not null)
            yield return _id;
        if (!_model.HasLabels || _hasLabel || _probabilityOf is not null)
        {
            foreach (var name in Targets)
                yield return name;
        }
        if (_hasProbabilities)
        {
            // Alone they are called as the classes are.
            foreach (var name in Classes)
                yield return _hasLabel ? $"probability of {name}" : name;
        }
    }

    private IEnumerable<string> CellsOf(RowPrediction prediction)
    {
        if (_id is not null)
            yield return prediction.Id ?? "";
        if (_probabilityOf is { } place)
            yield return Text(prediction.Values[place]);
        else if (_model.HasLabels && _hasLabel)
            yield return prediction.ClassName!;
        if (!_model.HasLabels || _hasProbabilities)
        {
            foreach (var value in prediction.Values)
                yield return Text(value);
        }
    }

    private static string Text(float value) => value.ToString(CultureInfo.InvariantCulture);
}
