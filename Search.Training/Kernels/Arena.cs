namespace HyperSearch.Training;

/// <summary>
/// The buffers of one network: each begins at a cache line and is zero at first. They are pinned arrays, so there is
/// nothing to dispose; the owner must outlive (<see cref="GC.KeepAlive"/>) every use of the pointers handed out.
/// </summary>
/// <param name="measures">Only adds up what is asked for, and hands out null.</param>
internal sealed unsafe class Arena(bool measures = false)
{
    private const int Line = 64;

    private readonly List<float[]> _blocks = [];

    /// <summary>Floats of the largest buffer that can be allocated.</summary>
    public static int Largest { get; } = Array.MaxLength - Line / sizeof(float);

    /// <summary>Floats asked for so far.</summary>
    public long Allocated { get; private set; }

    /// <exception cref="ArgumentException">It is more than one array can hold.</exception>
    public float* Allocate(long count)
    {
        if (count > Largest)
            throw new ArgumentException($"A buffer of the network would have {count} numbers, but at most {Largest} are possible: the batch or a layer is too large.");
        Allocated += count;
        if (measures)
            return null;
        var block = GC.AllocateArray<float>((int)count + Line / sizeof(float), pinned: true);
        _blocks.Add(block);
        fixed (float* start = block)
            return (float*)(((nuint)start + Line - 1) / Line * Line);
    }

    public Matrix AllocateMatrix(int rows, int columns)
    {
        var stride = Panels.Stride(columns);
        return new Matrix(Allocate((long)rows * stride), rows, columns, stride);
    }

    /// <summary>Of images, a row for each pixel, without gaps: the kernels go over them from row to row.</summary>
    /// <param name="positions">Pixels; 1: a plain matrix.</param>
    /// <exception cref="ArgumentException">It is more than one array can hold.</exception>
    public Matrix AllocateMatrix(int examples, int positions, int columns)
    {
        if (positions == 1)
            return AllocateMatrix(examples, columns);
        var stride = Panels.Padded(columns);
        var rows = (long)examples * positions;
        return new Matrix(Allocate(rows <= Largest ? rows * stride : rows), (int)rows, columns, stride);
    }
}
