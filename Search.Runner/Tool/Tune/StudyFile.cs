using System.Text;
using HyperSearch.Runner;

namespace HyperSearch.Tool;

/// <summary>Study files in YAML or JSON: what <c>tune</c> takes on its command line.</summary>
internal static class StudyFile
{
    /// <summary>How deep its values may be nested.</summary>
    public const int MostDepth = 16;

    private const int MostBytes = ProgramDefinition.MostCharacters;

    private static readonly string[] Yaml = [".yaml", ".yml"], Json = [".json"];

    private static readonly string[] GoalKeys = ["maximize", "minimize"];

    private static readonly string[] Keys =
    [
        "name", "maximize", "minimize", "at-most", "at-least", "command", "parameters", "templates", "result", "strategy", "pruner", "seed", "trials", "time", "total-time",
        "timeout", "retries", "most-failures", "memory", "cpu-time", "slots", "defaults",
    ];

    /// <summary>Whether a word of the command line names one, by its ending.</summary>
    public static bool IsOne(string word) => Yaml.Concat(Json).Contains(Path.GetExtension(word), StringComparer.OrdinalIgnoreCase);

    /// <exception cref="StudyException">It cannot be read, or does not say what it should; the message has the line.</exception>
    public static TuneSource Read(string path)
    {
        try
        {
            var bytes = ReadBytes(path);
            var root = Json.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase) ? JsonNodes.Read(bytes) : YamlNodes.Read(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes));
            return Read(root, Path.GetFileNameWithoutExtension(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new StudyException($"The study file {SafeText.Line(path)} cannot be read: {SafeText.Line(exception.Message)}", exception);
        }
        catch (FileFormatException exception)
        {
            throw new StudyException($"{SafeText.Line(path)}, line {exception.Line}: {SafeText.Line(exception.Message)}", exception);
        }
    }

    private static TuneSource Read(FileNode root, string name)
    {
        var file = new FileMembers(root, "a study file", Keys);
        return new()
        {
            Name = file.Text("name") ?? name,
            // In the order of the file: the first is that of the score.
            Goals = [.. GoalKeys.Where(key => file.Find(key) is not null).OrderBy(file.LineOf)
                .SelectMany(key => file.Texts(key).Select(metric => key == GoalKeys[0] ? Goal.Maximize(metric) : Goal.Minimize(metric)))],
            Constraints = [.. LimitsOf(file, "at-most", Constraint.AtMost), .. LimitsOf(file, "at-least", Constraint.AtLeast)],
            Seed = file.Value("seed", TuneValues.Seed, "a whole number, 0 or more"),
            Command = file.Find("command") is { Text: { } line } node ? WordsOf(line, node.Line) : file.Texts("command"),
            Parameters = file.Find("parameters") is { } parameters ? FileParameters.Read(parameters) : [],
            Templates = file.Texts("templates"),
            Result = file.Text("result"),
            Run = new()
            {
                Strategy = file.Text("strategy"),
                Pruner = file.Text("pruner"),
                Trials = file.Value("trials", TuneValues.Count, "a whole number"),
                Time = file.Value("time", TuneValues.Duration, TuneValues.DurationRule),
                TotalTime = file.Value("total-time", TuneValues.Duration, TuneValues.DurationRule),
                Timeout = file.Value("timeout", TuneValues.Duration, TuneValues.DurationRule),
                Retries = file.Value("retries", TuneValues.Count, "a whole number"),
                MostFailures = file.Value("most-failures", TuneValues.Count, "a whole number"),
                Memory = file.Value("memory", ByteSize.ParseOrNull, TuneValues.SizeRule),
                CpuTime = file.Value("cpu-time", TuneValues.Duration, TuneValues.DurationRule),
                Slots = [.. file.Texts("slots").SelectMany(TuneValues.Slots)],
                Defaults = file.Find("defaults") is { } defaults ? DefaultsOf(defaults) : [],
            },
        };
    }

    // No shell reads it: a word that has white space in it is an item of a list.
    private static string[] WordsOf(string line, int at) => line.AsSpan().ContainsAny('\'', '"')
        ? throw new FileFormatException(at, "The command has quotes in it, which no shell reads here. Write it as a list of words: [python, train.py, \"a word with blanks\"].")
        : line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<Constraint> LimitsOf(FileMembers file, string key, Func<string, double, Constraint> create) => file.Find(key) is not { } limits ? [] : FileMembers.Of(limits, key).Select(member =>
        create(member.Key, member.Value.Text is { } text && GrammarText.NumberOrNull(text) is { } bound && double.IsFinite(bound)
            ? bound
            : throw new FileFormatException(member.Value.Line, $"The limit of {member.Key} is a finite number, but there is {member.Value.Kind}.")));

    private static Setting DefaultsOf(FileNode defaults) => new(FileMembers.Of(defaults, "defaults").Select(member =>
        KeyValuePair.Create(member.Key, TuneValues.Value(member.Value.Text ?? throw new FileFormatException(member.Value.Line, $"The default of {member.Key} is a single value.")))));

    private static byte[] ReadBytes(string path)
    {
        using var stream = File.OpenRead(path);
        var bytes = new byte[MostBytes + 1];
        var count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return count <= MostBytes ? bytes[..count] : throw new IOException($"It has more than {MostBytes} bytes.");
    }
}
