using HyperSearch.Training;

namespace Search.Tests;

/// <summary>Tables for tests, in a folder that is gone after the test.</summary>
internal sealed class TableFiles : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private int _written;

    public static CsvOptions InFile { get; } = new() { MostBytesInMemory = 0 };

    public void Dispose() => _folder.Dispose();

    public string File(string name) => _folder.File(name);

    public string Write(string content)
    {
        var path = _folder.File($"table{++_written}.csv");
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    public string Write(string header, IEnumerable<string> rows) => Write($"{header}\n{string.Join('\n', rows)}\n");

    /// <summary>size, colour, weight, kind: with gaps in all but the last, and two kinds that size and colour decide.</summary>
    public string WriteMixed(int count, int from = 0) => Write("size,colour,weight,customer,day,kind", Enumerable.Range(from, count).Select(i =>
    {
        var random = new RandomNumbers(5, RandomPurpose.Split, (ulong)i);
        var size = random.NextNormal();
        var colour = (string[])["red", "green", "blue", "NA"];
        var own = colour[random.NextInt(4)];
        return string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"{(random.NextInt(10) == 0 ? "" : $"{size:F4}")},{own},{(random.NextInt(7) == 0 ? "?" : $"{100 + random.NextInt(50)}")},c{i * 31 % 40},2026-{1 + i * 7 % 12:00}-{1 + i * 11 % 28:00},{(size + (own == "red" ? 1 : 0) > 0.3 ? "big" : "small")}");
    }));

    public Dataset OpenMixed(int count, CsvOptions? options = null, int from = 0) =>
        Dataset.OpenCsv(WriteMixed(count, from), "kind", (options ?? new()) with { Keys = ["customer", "day"] });

    public static float[][] Inputs(Dataset data) => [.. Enumerable.Range(0, data.Count).Select(i => data.Input(i).ToArray())];

    public static int[] Labels(Dataset data) => [.. Enumerable.Range(0, data.Count).Select(data.Label)];
}
