namespace HyperSearch.Training;

/// <summary>Predicts rows as they come, as many at once as the network takes. What a row's outputs are does not depend on those beside it.</summary>
internal static class Predictions
{
    public static IEnumerable<RowPrediction> Of(Model model, Dataset data)
    {
        if (data.Features != model.Features)
            throw new ArgumentException($"The model takes {model.Features} inputs, but {data.Name} has {data.Features}.");
        return Each();

        IEnumerable<RowPrediction> Each()
        {
            var most = model.Network.BatchSize;
            var cursor = data.OpenCursor();
            for (var first = 0; first < data.Count; first += most)
            {
                var rows = Math.Min(most, data.Count - first);
                for (var row = 0; row < rows; row++)
                {
                    cursor.Move(first + row);
                    cursor.Input.CopyTo(model.InputRow(row));
                }
                var outputs = model.Forward(rows);
                for (var row = 0; row < rows; row++)
                    yield return model.PredictionOf(first + row + 1, id: null, outputs[row]);
            }
        }
    }

    public static IEnumerable<RowPrediction> OfCsv(Model model, Preprocessing preprocessing, string path, string? id, CsvOptions options)
    {
        using var reader = CsvLayout.Reopen(path, preprocessing, labels: null, withTargets: false, options);
        int? idPlace = id is null ? null : reader.Source.ColumnOf(id);
        var encoder = new RowEncoder(preprocessing, path, [.. reader.Features.Select(column => new DataColumn(column.Name, column.Kind, column.Texts))]);
        var raw = new float[reader.Features.Count];
        var ids = new string?[model.Network.BatchSize];
        long before = 0;
        int rows;
        do
        {
            for (rows = 0; rows < ids.Length && reader.Read(raw, [], []); rows++)
            {
                encoder.Encode(raw, model.InputRow(rows), (int)Math.Min(before + rows, int.MaxValue - 1));
                ids[rows] = idPlace is { } place ? reader.Source.Text(place) : null;
            }
            var outputs = rows == 0 ? [] : model.Forward(rows);
            for (var row = 0; row < rows; row++)
                yield return model.PredictionOf(before + row + 1, ids[row], outputs[row]);
            before += rows;
        }
        while (rows == ids.Length);
    }
}
