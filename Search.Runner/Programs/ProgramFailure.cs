using System.Text;

namespace HyperSearch.Runner;

/// <summary>Why a program's trial has failed, as a user should read it: the rule, what was there, and the last lines of the output.</summary>
internal static class ProgramFailure
{
    private const int MostNames = 20, ExceededCpuTime = 24;

    private static readonly string[] OfMemory = ["memory", "bad_alloc", "alloc"];

    private static readonly Dictionary<int, string> Signals = new()
    {
        [1] = "SIGHUP",
        [2] = "SIGINT",
        [3] = "SIGQUIT",
        [4] = "SIGILL",
        [5] = "SIGTRAP",
        [6] = "SIGABRT",
        [8] = "SIGFPE",
        [9] = "SIGKILL",
        [11] = "SIGSEGV",
        [13] = "SIGPIPE",
        [14] = "SIGALRM",
        [15] = "SIGTERM",
        [ExceededCpuTime] = "SIGXCPU",
    };

    /// <summary>It did not end well.</summary>
    public static ProgramException OfEnd(ProcessEnd end, ProgramOutput output, ProgramLimits limits)
    {
        var text = new StringBuilder(end switch
        {
            { ExitCode: { } code } => $"The program ended with exit code {code}.",
            { Signal: { } signal } => $"The program was ended by signal {signal}{(Signals.TryGetValue(signal, out var name) ? $" ({name})" : "")}.",
            _ => "How the program ended could not be found out: its result is not taken.",
        });
        if (end.RanOutOfMemory)
            text.Append($" It needed more memory than its limit of {limits.Memory:N0} bytes: raise --memory, or have it use less.");
        else if (limits.Memory is { } memory && (end.PeakMemory > memory / 10 * 8 || output.LastLines.Any(line => OfMemory.Any(word => line.Contains(word, StringComparison.OrdinalIgnoreCase)))))
            text.Append($" Each of its processes is limited to {memory:N0} bytes of memory, which it seems to have needed: raise --memory, or have it use less.");
        if (limits.CpuTime is { } cpu && (end.Signal == ExceededCpuTime || end.CpuTime >= cpu))
            text.Append($" Each of its processes is limited to {Durations.Format(cpu)} of processor time.");
        return With(text, output);
    }

    /// <summary>It ended well, and its output has no result.</summary>
    public static ProgramException WithoutResult(string metric, ProgramOutput output)
    {
        var text = new StringBuilder($"The output has no `{SafeText.Line(metric)}=NUMBER`, no `{SafeText.Line(metric)}: NUMBER` and no JSON line with this field.");
        if (output.Unread is { } unread)
            text.Append($" Behind the name stands `{SafeText.Line(unread)}`, which is no number by itself.");
        else if (output.Names.Count > 0)
            text.Append($" The names seen: {string.Join(", ", output.Names.Take(MostNames).Select(SafeText.Line))}. Print the result, or name the goal as one of these.");
        else
            text.Append(" Print the result as the last of the program's lines, or have it leave a file (--result FILE).");
        return With(text, output);
    }

    /// <summary>It failed for another reason.</summary>
    public static ProgramException Of(string fault, ProgramOutput output) => With(new(fault), output);

    private static ProgramException With(StringBuilder text, ProgramOutput output)
    {
        if (output.LastLines.Any())
            text.Append("\nThe last lines of its output:");
        else
            text.Append(" It has printed nothing.");
        foreach (var line in output.LastLines)
            text.Append('\n').Append(line);
        return new(text.ToString());
    }
}
