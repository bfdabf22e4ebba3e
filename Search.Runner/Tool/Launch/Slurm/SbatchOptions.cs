using System.Text;
using HyperSearch.Runner;

namespace HyperSearch.Tool;

/// <summary>Lines that begin with <c>#SBATCH</c>, which sbatch reads as a part of its command line.</summary>
internal static class SbatchOptions
{
    // What a launch says itself, and what its workers are found by.
    private static readonly string[] Own = ["--array", "--job-name", "--signal", "--requeue", "--no-requeue", "--open-mode", "--time", "--mem", "--cpus-per-task", "--gpus", "--gres", "--partition", "--account", "--output", "--parsable"];
    private static readonly string[] OwnLetters = ["-a", "-J", "-t", "-c", "-G", "-p", "-A", "-o"];

    /// <summary>An option with its value, whatever stands in that.</summary>
    public static string Line(string option, string value) => $"#SBATCH {option}={Quoted(value)}";

    /// <summary>Options as a person gives them, in sbatch's own words.</summary>
    public static string Line(string options) => $"#SBATCH {options}";

    /// <summary>Why a text cannot stand in such a line as it is; null where it can.</summary>
    public static string? ObjectionTo(string options)
    {
        var words = options.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (SafeText.Line(options) != options || words.Length == 0 || words[0][0] != '-')
            return $"--sbatch takes options of sbatch on one line, such as \"--qos=high\", but it is '{options}'.";
        var own = words.Select(word => word.Split('=')[0]).FirstOrDefault(word => Own.Contains(word, StringComparer.Ordinal)
            || (word.Length > 1 && word[0] == '-' && OwnLetters.Contains(word[..2], StringComparer.Ordinal)));
        return own is null ? null : $"--sbatch takes what `launch slurm` has no option for, but {own} is set by it. `launch slurm --help` lists its options.";
    }

    // sbatch knows quotation marks and backslashes, and takes an unquoted # for a comment.
    private static string Quoted(string value)
    {
        if (value.Length > 0 && value.All(unit => char.IsAsciiLetterOrDigit(unit) || unit is '-' or '_' or '.' or '/' or ':' or ',' or '%' or '@' or '='))
            return value;
        var quoted = new StringBuilder("\"");
        foreach (var unit in value)
        {
            if (unit is '"' or '\\')
                quoted.Append('\\');
            quoted.Append(unit);
        }
        return quoted.Append('"').ToString();
    }
}
