using System.Globalization;

namespace HyperSearch.Runner;

/// <summary>What is left of a process group. Known on Linux alone.</summary>
internal static class ProcessGroup
{
    /// <summary>Whether a process of the group runs; false where that is not known.</summary>
    public static bool HasLiving(int group)
    {
        try
        {
            return OperatingSystem.IsLinux()
                && Directory.EnumerateDirectories("/proc").Any(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0]) && IsLivingIn(folder, group));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // Behind the name in parentheses: state, parent, group.
    private static bool IsLivingIn(string folder, int group)
    {
        try
        {
            var status = File.ReadAllText(folder + "/stat");
            return status[(status.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [not ("Z" or "X"), _, var number, ..]
                && number == group.ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
