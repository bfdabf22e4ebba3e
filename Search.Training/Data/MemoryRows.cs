namespace HyperSearch.Training;

/// <summary>Rows in memory.</summary>
/// <param name="Inputs">[rows, <paramref name="Features"/>].</param>
/// <param name="Labels">[rows], or null.</param>
/// <param name="Outputs">Numbers in a row of targets.</param>
/// <param name="Targets">[rows, <paramref name="Outputs"/>], or null.</param>
/// <param name="Keys">[rows, <paramref name="KeyCount"/>].</param>
internal sealed record MemoryRows(int Features, float[] Inputs, int[]? Labels, int Outputs, float[]? Targets, int KeyCount, double[] Keys) : IRows
{
    public bool InMemory => true;

    public ReadOnlySpan<float> Input(int row) => Inputs.AsSpan(row * Features, Features);

    public void CopyInput(int row, Span<float> target) => Input(row).CopyTo(target);

    public int Label(int row) => Labels![row];

    ReadOnlySpan<float> IRows.Targets(int row) => Targets.AsSpan(row * Outputs, Outputs);

    public double Key(int row, int key) => Keys[row * KeyCount + key];
}
