using HyperSearch.Training;

namespace Search.Tests;

/// <summary>Weights as a layer lays them out.</summary>
internal sealed unsafe class GuardedPanels : IDisposable
{
    private readonly GuardedMemory _memory;
    private readonly int _inputs;

    public GuardedPanels(int inputs, int outputs, ulong stream, bool zero = false)
    {
        _inputs = inputs;
        _memory = new GuardedMemory(Panels.Size(inputs, outputs));
        var numbers = TestNumbers.Normal(inputs * outputs, stream);
        for (var i = 0; i < numbers.Length && !zero; i++)
            _memory.Data[Panels.Index(inputs, i / outputs, i % outputs)] = numbers[i];
    }

    public float* Data => _memory.Data;

    public float this[int input, int output] => _memory.Data[Panels.Index(_inputs, input, output)];

    public void Dispose() => _memory.Dispose();
}
