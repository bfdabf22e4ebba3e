using System.Runtime.CompilerServices;

namespace HyperSearch.Training;

/// <summary>
/// The innermost block of every matrix product: <c>c[i, j] = start[j] + Σ_k a[i, k] · b[k, j]</c>
/// for i &lt; Rows and j &lt; Columns vectors, held in registers from the first k to the last.
/// </summary>
/// <remarks>
/// Written for 12 rows × 2 vectors (24 accumulators, 2 loads and 12 broadcasts for 24 multiply-adds). Smaller tiles
/// are the same source: Rows and Columns are type arguments, so each <c>if</c> below is decided by the JIT and
/// what a smaller tile does not need is not compiled.
/// </remarks>
internal static unsafe class ProductTile<L, V, TRows, TColumns>
    where L : ILanes<V>
    where V : struct
    where TRows : ITileSize
    where TColumns : ITileSize
{
    /// <param name="a">a[0, 0].</param>
    /// <param name="aRow">Floats from a[i, k] to a[i + 1, k].</param>
    /// <param name="aStep">Floats from a[i, k] to a[i, k + 1].</param>
    /// <param name="b">b[0, 0]; a row's vectors are adjacent.</param>
    /// <param name="bStep">Floats from b[k, j] to b[k + 1, j].</param>
    /// <param name="depth">The number of k.</param>
    /// <param name="start">The row to start from, or null for zero.</param>
    /// <param name="c">c[0, 0].</param>
    /// <param name="cRow">Floats from c[i, j] to c[i + 1, j].</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run(float* a, nint aRow, nint aStep, float* b, nint bStep, nint depth, float* start, float* c, nint cRow)
    {
        V s0 = default, s1 = default;
        if (start != null)
        {
            s0 = L.Load(start);
            if (TColumns.Value > 1) s1 = L.Load(start + L.Count);
        }

        V r0c0 = s0, r0c1 = s1;
        V r1c0 = s0, r1c1 = s1;
        V r2c0 = s0, r2c1 = s1;
        V r3c0 = s0, r3c1 = s1;
        V r4c0 = s0, r4c1 = s1;
        V r5c0 = s0, r5c1 = s1;
        V r6c0 = s0, r6c1 = s1;
        V r7c0 = s0, r7c1 = s1;
        V r8c0 = s0, r8c1 = s1;
        V r9c0 = s0, r9c1 = s1;
        V r10c0 = s0, r10c1 = s1;
        V r11c0 = s0, r11c1 = s1;

        // Three rows to a pointer: x86 reaches p, p + row and p + 2·row in one addressing mode.
        var aRow2 = 2 * aRow;
        float* a0 = a, a3 = a + 3 * aRow, a6 = a + 6 * aRow, a9 = a + 9 * aRow;
        for (var k = depth; k > 0; k--)
        {
            var b0 = L.Load(b);
            var b1 = TColumns.Value > 1 ? L.Load(b + L.Count) : default;
            b += bStep;

            {
                var x = L.Broadcast(a0);
                r0c0 = L.MultiplyAdd(x, b0, r0c0);
                if (TColumns.Value > 1) r0c1 = L.MultiplyAdd(x, b1, r0c1);
            }
            if (TRows.Value > 1)
            {
                var x = L.Broadcast(a0 + aRow);
                r1c0 = L.MultiplyAdd(x, b0, r1c0);
                if (TColumns.Value > 1) r1c1 = L.MultiplyAdd(x, b1, r1c1);
            }
            if (TRows.Value > 2)
            {
                var x = L.Broadcast(a0 + aRow2);
                r2c0 = L.MultiplyAdd(x, b0, r2c0);
                if (TColumns.Value > 1) r2c1 = L.MultiplyAdd(x, b1, r2c1);
            }
            if (TRows.Value > 3)
            {
                var x = L.Broadcast(a3);
                r3c0 = L.MultiplyAdd(x, b0, r3c0);
                if (TColumns.Value > 1) r3c1 = L.MultiplyAdd(x, b1, r3c1);
            }
            if (TRows.Value > 4)
            {
                var x = L.Broadcast(a3 + aRow);
                r4c0 = L.MultiplyAdd(x, b0, r4c0);
                if (TColumns.Value > 1) r4c1 = L.MultiplyAdd(x, b1, r4c1);
            }
            if (TRows.Value > 5)
            {
                var x = L.Broadcast(a3 + aRow2);
                r5c0 = L.MultiplyAdd(x, b0, r5c0);
                if (TColumns.Value > 1) r5c1 = L.MultiplyAdd(x, b1, r5c1);
            }
            if (TRows.Value > 6)
            {
                var x = L.Broadcast(a6);
                r6c0 = L.MultiplyAdd(x, b0, r6c0);
                if (TColumns.Value > 1) r6c1 = L.MultiplyAdd(x, b1, r6c1);
            }
            if (TRows.Value > 7)
            {
                var x = L.Broadcast(a6 + aRow);
                r7c0 = L.MultiplyAdd(x, b0, r7c0);
                if (TColumns.Value > 1) r7c1 = L.MultiplyAdd(x, b1, r7c1);
            }
            if (TRows.Value > 8)
            {
                var x = L.Broadcast(a6 + aRow2);
                r8c0 = L.MultiplyAdd(x, b0, r8c0);
                if (TColumns.Value > 1) r8c1 = L.MultiplyAdd(x, b1, r8c1);
            }
            if (TRows.Value > 9)
            {
                var x = L.Broadcast(a9);
                r9c0 = L.MultiplyAdd(x, b0, r9c0);
                if (TColumns.Value > 1) r9c1 = L.MultiplyAdd(x, b1, r9c1);
            }
            if (TRows.Value > 10)
            {
                var x = L.Broadcast(a9 + aRow);
                r10c0 = L.MultiplyAdd(x, b0, r10c0);
                if (TColumns.Value > 1) r10c1 = L.MultiplyAdd(x, b1, r10c1);
            }
            if (TRows.Value > 11)
            {
                var x = L.Broadcast(a9 + aRow2);
                r11c0 = L.MultiplyAdd(x, b0, r11c0);
                if (TColumns.Value > 1) r11c1 = L.MultiplyAdd(x, b1, r11c1);
            }

            a0 += aStep;
            if (TRows.Value > 3) a3 += aStep;
            if (TRows.Value > 6) a6 += aStep;
            if (TRows.Value > 9) a9 += aStep;
        }

        Store(c + 0 * cRow, r0c0, r0c1);
        if (TRows.Value > 1) Store(c + 1 * cRow, r1c0, r1c1);
        if (TRows.Value > 2) Store(c + 2 * cRow, r2c0, r2c1);
        if (TRows.Value > 3) Store(c + 3 * cRow, r3c0, r3c1);
        if (TRows.Value > 4) Store(c + 4 * cRow, r4c0, r4c1);
        if (TRows.Value > 5) Store(c + 5 * cRow, r5c0, r5c1);
        if (TRows.Value > 6) Store(c + 6 * cRow, r6c0, r6c1);
        if (TRows.Value > 7) Store(c + 7 * cRow, r7c0, r7c1);
        if (TRows.Value > 8) Store(c + 8 * cRow, r8c0, r8c1);
        if (TRows.Value > 9) Store(c + 9 * cRow, r9c0, r9c1);
        if (TRows.Value > 10) Store(c + 10 * cRow, r10c0, r10c1);
        if (TRows.Value > 11) Store(c + 11 * cRow, r11c0, r11c1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* target, V first, V second)
    {
        L.Store(first, target);
        if (TColumns.Value > 1) L.Store(second, target + L.Count);
    }
}
