namespace Search.Training;

/// <summary>
/// The buffers of one network: each begins at a cache line and is zero at first. They are pinned arrays, so there is
/// nothing to dispose; the owner must outlive (<see cref="GC.KeepAlive"/>) every use of the pointers handed out.
/// </summary>
internal sealed unsafe class Arena
{
    private const int Line = 64;

    private readonly List<float[]> _blocks = [];

    public float* Take(int count)
    {
        float[] block = GC.AllocateArray<float>(count + (Line / sizeof(float)), pinned: true);
        _blocks.Add(block);
        fixed (float* start = block)
            return (float*)(((nuint)start + Line - 1) / Line * Line);
    }

    public Matrix TakeMatrix(int rows, int columns)
    {
        int stride = Panels.Stride(columns);
        return new Matrix(Take(rows * stride), rows, columns, stride);
    }
}
