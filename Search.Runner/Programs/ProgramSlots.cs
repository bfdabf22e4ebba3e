namespace HyperSearch.Runner;

/// <summary>
/// The machine, divided among the programs that run at once: processors in equal parts, as far as there is one for each, and
/// accelerators one each, or several where there are more than programs. Safe for use by several threads.
/// </summary>
internal sealed class ProgramSlots
{
    private readonly Lock _lock = new();
    private readonly ProgramSlot[] _slots;
    private readonly SortedSet<int> _free;

    /// <param name="count">How many programs run at once; at least 1.</param>
    /// <param name="cores">The processors that there are; empty where that is not known.</param>
    /// <param name="devices">The accelerators that there are.</param>
    public ProgramSlots(int count, IReadOnlyList<int> cores, IReadOnlyList<string> devices)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        int? threads = count == 1 ? null : Math.Max(1, (cores.Count > 0 ? cores.Count : Environment.ProcessorCount) / count);
        _slots = [.. Enumerable.Range(0, count).Select(slot => new ProgramSlot(slot, CoresOf(slot), threads, DevicesOf(slot)))];
        _free = [.. Enumerable.Range(0, count)];

        // With one program, or more of them than processors, the system divides better.
        IReadOnlyList<int> CoresOf(int slot) => count == 1 || count > cores.Count
            ? []
            : [.. cores.Take((slot + 1) * cores.Count / count).Skip(slot * cores.Count / count)];

        string? DevicesOf(int slot) => devices.Count == 0 ? null
            : string.Join(',', count <= devices.Count ? devices.Where((_, device) => device % count == slot) : [devices[slot % devices.Count]]);
    }

    /// <summary>Those of a run.</summary>
    public static ProgramSlots Of(ProgramLimits limits) =>
        new(limits.Workers, Processors.Allowed, limits.Devices.Count > 0 ? limits.Devices : OwnDevices());

    /// <summary>Takes one that is free; where more programs run than was said, one that another has.</summary>
    public ProgramSlot Take()
    {
        lock (_lock)
        {
            var index = _free.Min;
            return _slots[_free.Remove(index) ? index : 0];
        }
    }

    public void Return(ProgramSlot slot)
    {
        lock (_lock)
            _free.Add(slot.Index);
    }

    private static string[] OwnDevices() =>
        System.Environment.GetEnvironmentVariable("CUDA_VISIBLE_DEVICES") is { } devices ? devices.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [];
}
