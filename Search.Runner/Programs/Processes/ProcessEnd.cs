namespace HyperSearch.Runner;

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">What it returned; null where a signal ended it, or where it is not known.</param>
/// <param name="Signal">The number of the signal that ended it; null for none.</param>
/// <param name="CpuTime">The processor time of it and of what it has started and waited for.</param>
/// <param name="PeakMemory">The most bytes of memory that one of these processes held at once; null where it ended before that was measured.</param>
/// <param name="RanOutOfMemory">Whether the system is known to have ended one of its processes for the memory limit.</param>
internal sealed record ProcessEnd(int? ExitCode, int? Signal, TimeSpan CpuTime, long? PeakMemory, bool RanOutOfMemory)
{
    public bool IsSuccess => ExitCode == 0;
}
