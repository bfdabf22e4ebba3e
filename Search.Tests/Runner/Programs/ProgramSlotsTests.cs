using HyperSearch.Runner;

namespace Search.Tests;

public sealed class ProgramSlotsTests
{
    [Theory]
    [InlineData(1, 4, "", "all/-")]
    [InlineData(1, 4, "0,1", "all/0,1")]
    [InlineData(2, 5, "0,1", "0 1/0|2 3 4/1")]
    [InlineData(2, 4, "a,b,c", "0 1/a,c|2 3/b")]
    [InlineData(3, 2, "0,1", "all/0|all/1|all/0")]
    [InlineData(2, 0, "", "all/-|all/-")]
    public void The_machine_is_divided_among_the_programs(int count, int cores, string devices, string expected)
    {
        var slots = new ProgramSlots(count, [.. Enumerable.Range(0, cores)], devices.Split(',', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(expected, string.Join('|', Enumerable.Range(0, count).Select(_ => slots.Take())
            .Select(slot => $"{(slot.Cores.Count == 0 ? "all" : string.Join(' ', slot.Cores))}/{slot.Devices ?? "-"}")));
    }

    [Fact]
    public void Two_programs_that_run_never_have_the_same_slot()
    {
        var slots = new ProgramSlots(4, [0, 1, 2, 3], []);
        var taken = new HashSet<int>();
        Parallel.For(0, 1000, new() { MaxDegreeOfParallelism = 4 }, _ =>
        {
            var slot = slots.Take();
            lock (taken)
                Assert.True(taken.Add(slot.Index));
            lock (taken)
                taken.Remove(slot.Index);
            slots.Return(slot);
        });
    }
}
