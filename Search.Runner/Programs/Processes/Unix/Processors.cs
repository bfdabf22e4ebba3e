namespace HyperSearch.Runner;

/// <summary>Which processors a process may use. Known on Linux alone.</summary>
internal static unsafe class Processors
{
    private const int MostProcessors = 1 << 13;

    /// <summary>Those that this process may use, by number; empty where that is not known.</summary>
    public static IReadOnlyList<int> Allowed
    {
        get
        {
            if (!OperatingSystem.IsLinux())
                return [];
            var mask = stackalloc byte[MostProcessors / 8];
            new Span<byte>(mask, MostProcessors / 8).Clear();
            return UnixCalls.GetAffinity(0, MostProcessors / 8, mask) < 0 ? [] : Numbers(new(mask, MostProcessors / 8));
        }
    }

    /// <summary>Has a process, and what it will start, use these and no others. Where the system does not allow it, it uses all.</summary>
    public static void Give(int process, IReadOnlyList<int> cores)
    {
        if (!OperatingSystem.IsLinux() || cores.Count == 0)
            return;
        var mask = stackalloc byte[MostProcessors / 8];
        new Span<byte>(mask, MostProcessors / 8).Clear();
        foreach (var core in cores)
            mask[core / 8] |= (byte)(1 << (core % 8));
        _ = UnixCalls.SetAffinity(process, MostProcessors / 8, mask);
    }

    private static List<int> Numbers(ReadOnlySpan<byte> mask)
    {
        var numbers = new List<int>();
        for (var core = 0; core < mask.Length * 8; core++)
        {
            if ((mask[core / 8] >> (core % 8) & 1) != 0)
                numbers.Add(core);
        }
        return numbers;
    }
}
