namespace HyperSearch.Runner;

/// <summary>Starts programs by the means of this system.</summary>
internal static class ProgramProcess
{
    /// <exception cref="ProgramException">It cannot be started.</exception>
    public static IProgramProcess Start(ProcessStart start) => OperatingSystem.IsWindows() ? new WindowsProgram(start) : UnixProgram.Start(start);
}
