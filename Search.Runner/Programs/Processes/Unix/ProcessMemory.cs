using System.Globalization;

namespace HyperSearch.Runner;

/// <summary>How much memory processes have held. Known on Linux alone.</summary>
internal static class ProcessMemory
{
    private const int MostProcesses = 1000;

    /// <summary>The most bytes that a process has held at once so far.</summary>
    /// <param name="process">Its number.</param>
    /// <param name="withChildren">Whether those that it has started, and that run, count as well: the one that has held the most.</param>
    /// <returns>0 where that is not known.</returns>
    public static long PeakOf(int process, bool withChildren)
    {
        if (!OperatingSystem.IsLinux())
            return 0;
        var peak = 0L;
        var waiting = new Queue<string>([process.ToString(CultureInfo.InvariantCulture)]);
        for (var seen = 0; seen < MostProcesses && waiting.TryDequeue(out var number); seen++)
        {
            peak = Math.Max(peak, PeakOf(number));
            foreach (var child in withChildren ? Read($"/proc/{number}/task/{number}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries) : [])
                waiting.Enqueue(child);
        }
        return peak;
    }

    private static long PeakOf(string process)
    {
        const string name = "VmHWM:", unit = "kB";
        var status = Read($"/proc/{process}/status").AsSpan();
        var at = status.IndexOf(name);
        if (at < 0)
            return 0;
        var line = status[(at + name.Length)..];
        var end = line.IndexOf(unit);
        return end >= 0 && long.TryParse(line[..end], NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var kilobytes) ? kilobytes << 10 : 0;
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
