using HyperSearch.Training;

namespace Search.Tests;

/// <summary>Activations as the network lays them out, zero past the last column.</summary>
internal sealed unsafe class GuardedMatrix : IDisposable
{
    private readonly GuardedMemory _memory;

    public GuardedMatrix(int rows, int columns, ulong stream)
    {
        var stride = Panels.Stride(columns);
        _memory = new GuardedMemory(rows * stride);
        View = new Matrix(_memory.Data, rows, columns, stride);
        var numbers = TestNumbers.Normal(rows * columns, stream);
        for (var row = 0; row < rows; row++)
            numbers.AsSpan(row * columns, columns).CopyTo(new Span<float>(View.Row(row), columns));
    }

    public Matrix View { get; }

    public void Dispose() => _memory.Dispose();
}
