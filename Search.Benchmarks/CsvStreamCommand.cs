using System.Diagnostics;
using System.Globalization;
using HyperSearch.Training;

namespace Search.Benchmarks;

/// <summary><c>csv-stream [--mb N] [--columns N] [--epochs N] [--csv FILE]</c>: trains a small net on a table that is too large for
/// memory, one epoch after the other, and prints seconds, rows a second and the most memory that the process had; then what is said of
/// the file when a line of it is damaged. Without <c>--columns</c>, a wide table of long numbers, then a narrow one of single digits.</summary>
internal static class CsvStreamCommand
{
    private const double Megabyte = 1 << 20;

    public static int Run(string[] args)
    {
        var flags = new Flags(args);
        var lines = new List<string> { "columns,megabytes,what,figure" };
        int[] widths = flags.Text("--columns") is null ? [40, 4] : [flags.Number("--columns", 0)];
        foreach (var columns in widths)
            Measure(columns, flags.Number("--mb", 1024), flags.Number("--epochs", 1), lines);
        if (flags.Text("--csv") is { } csv)
            File.WriteAllLines(csv, lines);
        return 0;
    }

    private static void Measure(int columns, int megabytes, int epochs, List<string> lines)
    {
        var path = Path.Combine(Path.GetTempPath(), $"hypersearch-{Guid.NewGuid():N}.csv");
        try
        {
            Write(path, columns, (long)(megabytes * Megabyte));
            var begin = Stopwatch.GetTimestamp();
            var data = Dataset.OpenCsv(path, "y", new() { Target = ColumnKind.Category });
            Print("rows", data.Count);
            Print("seconds to read the file", Stopwatch.GetElapsedTime(begin).TotalSeconds);
            var (training, validation, _) = data.Split(validation: 0.1, test: 0, seed: 1);
            Print("seconds until the split is drawn", Stopwatch.GetElapsedTime(begin).TotalSeconds);
            var settings = new MlpSettings { Hidden = [8], Epochs = epochs, BatchSize = 512, Optimizer = Optimizer.Adam(0.005) };
            var result = Trainer.Train(settings, training, validation, epoch =>
            {
                Print($"rows trained a second, epoch {epoch.Epoch}", epoch.ImagesPerSecond);
                Print($"seconds of epoch {epoch.Epoch}, validation included", epoch.Seconds);
                return true;
            });
            Print("validation accuracy", result.ValidationAccuracy);
            Print("seconds in all", Stopwatch.GetElapsedTime(begin).TotalSeconds);
            using var process = Process.GetCurrentProcess();
            Print("megabytes of memory at most, so far", process.PeakWorkingSet64 / Megabyte);
            Console.WriteLine(ErrorAfterBadLine(path, columns));
        }
        finally
        {
            File.Delete(path);
        }

        void Print(string what, double figure)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{columns,4} columns, {megabytes,5} MB  {what,-48} {figure,14:F2}"));
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{columns},{megabytes},\"{what}\",{figure:R}"));
        }
    }

    /// <summary>What is said of the file when a text stands in the last column but one of a further row.</summary>
    private static string ErrorAfterBadLine(string path, int columns)
    {
        File.AppendAllText(path, string.Concat(Enumerable.Repeat("0,", columns - 2)) + "oops,1\n");
        try
        {
            Dataset.OpenCsv(path, "y", new() { Target = ColumnKind.Category });
            throw new InvalidOperationException("A damaged line was read.");
        }
        catch (InvalidDataException error)
        {
            return error.Message;
        }
    }

    /// <summary>A class that the first two columns decide. Wide tables have long numbers, narrow ones 0 and 1.</summary>
    private static void Write(string path, int columns, long bytes)
    {
        using var file = new StreamWriter(path, append: false, System.Text.Encoding.ASCII, bufferSize: 1 << 20) { NewLine = "\n" };
        var random = new RandomNumbers(1, RandomPurpose.Split);
        var features = columns - 1;
        file.WriteLine(string.Join(',', Enumerable.Range(1, features).Select(number => $"x{number}").Append("y")));
        Span<char> text = stackalloc char[32];
        while (file.BaseStream.Position < bytes)
        {
            double sum = 0;
            for (var i = 0; i < features; i++)
            {
                var value = columns > 8 ? random.NextDouble() : random.NextInt(2);
                sum += i < 2 ? value : 0;
                value.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
                file.Write(text[..length]);
                file.Write(',');
            }
            file.WriteLine(sum > 1 ? '1' : '0');
        }
    }
}
