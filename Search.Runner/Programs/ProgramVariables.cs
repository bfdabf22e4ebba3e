using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace HyperSearch.Runner;

/// <summary>The environment of a program that runs as a trial: that of this process, and what it is told of the trial.</summary>
internal static class ProgramVariables
{
    /// <summary>The variable with where the result is to be left.</summary>
    public const string Result = "HYPERSEARCH_RESULT";

    /// <summary>The variable that is 1 where the test part is to be scored, and is missing else.</summary>
    private const string Test = "HYPERSEARCH_TEST";

    private const string OfParameter = "HYPERSEARCH_PARAM_";

    // A terminal's own ways to show things are none that are read here, and Python keeps lines back where it does not print to one.
    private static readonly KeyValuePair<string, string>[] Always = [new("TERM", "dumb"), new("PYTHONUNBUFFERED", "1")];

    /// <summary>All variables.</summary>
    /// <param name="study">The study's name.</param>
    /// <param name="trial">The trial.</param>
    /// <param name="parameters">Its active parameters.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="slot">What it may use.</param>
    /// <exception cref="ArgumentException">Two parameters would be one variable.</exception>
    public static Dictionary<string, string> Of(string study, ITrial trial, IReadOnlyList<KeyValuePair<string, string>> parameters, ProgramFolder folder, ProgramSlot slot)
    {
        var variables = new Dictionary<string, string>(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach (DictionaryEntry entry in System.Environment.GetEnvironmentVariables())
        {
            // Of a trial that this process may be part of.
            if (!((string)entry.Key).StartsWith(OfParameter, StringComparison.OrdinalIgnoreCase))
                variables[(string)entry.Key] = (string?)entry.Value ?? "";
        }
        foreach (var (name, value) in Always)
            variables[name] = value;
        variables["HYPERSEARCH_STUDY"] = study;
        variables["HYPERSEARCH_TRIAL"] = trial.Number.ToString(CultureInfo.InvariantCulture);
        // No language has a generator that does not take it.
        variables["HYPERSEARCH_SEED"] = (trial.Seed >> 33).ToString(CultureInfo.InvariantCulture);
        variables["HYPERSEARCH_SPLIT"] = (trial.Split >> 33).ToString(CultureInfo.InvariantCulture);
        if (trial.IsTest)
            variables[Test] = "1";
        else
            variables.Remove(Test);
        variables["HYPERSEARCH_CHECKPOINT"] = folder.Checkpoint;
        variables["HYPERSEARCH_ARTIFACTS"] = folder.Artifacts;
        variables["HYPERSEARCH_PARAMS"] = Json(parameters);
        foreach (var (name, value) in parameters)
        {
            if (!variables.TryAdd(NameOf(name), value))
                throw new ArgumentException($"Two parameters would be the variable {NameOf(name)}, which has no letters of both cases on this system. Rename '{SafeText.Line(name)}'.", nameof(parameters));
        }
        if (slot.Devices is { } devices)
            variables["CUDA_VISIBLE_DEVICES"] = devices;
        if (slot.Threads is { } threads)
            variables.TryAdd("OMP_NUM_THREADS", threads.ToString(CultureInfo.InvariantCulture));
        return variables;
    }

    /// <summary>
    /// The variable of a parameter: its name behind HYPERSEARCH_PARAM_, where each byte of its UTF-8 that is no ASCII letter, digit or
    /// underscore becomes _xHH_ with its two hexadecimal digits, and so does an underscore before an x. No two names are one variable.
    /// </summary>
    public static string NameOf(string parameter)
    {
        var name = new StringBuilder(OfParameter);
        var bytes = Encoding.UTF8.GetBytes(parameter);
        for (var i = 0; i < bytes.Length; i++)
        {
            if (char.IsAsciiLetterOrDigit((char)bytes[i]) || (bytes[i] == '_' && (i + 1 == bytes.Length || bytes[i + 1] != 'x')))
                name.Append((char)bytes[i]);
            else
                name.Append(CultureInfo.InvariantCulture, $"_x{bytes[i]:X2}_");
        }
        return name.ToString();
    }

    // What reads as a number is one.
    private static string Json(IEnumerable<KeyValuePair<string, string>> parameters) => JsonText.Object(json =>
    {
        foreach (var (name, value) in parameters)
        {
            json.WritePropertyName(name);
            if (IsJsonNumber(value))
                json.WriteRawValue(value);
            else
                json.WriteStringValue(value);
        }
    });

    private static bool IsJsonNumber(string text)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
            return text.Length > 0 && !char.IsWhiteSpace(text[0]) && !char.IsWhiteSpace(text[^1]) && reader.Read() && reader.TokenType == JsonTokenType.Number && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
