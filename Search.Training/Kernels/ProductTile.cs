using System.Runtime.CompilerServices;

namespace HyperSearch.Training;

/// <summary>
/// The innermost block of every product: <c>c[i, j] = start[i, j] + Σ_l Σ_k a[i, l, k] · b[l, k, j]</c>
/// for i &lt; Rows and j &lt; Columns vectors, held in registers from the first (l, k) to the last.
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
    /// <param name="row">The first of the tile's rows in the product.</param>
    /// <param name="column">The first of its columns.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run(in ProductOperands product, nint row, nint column)
    {
        V r0c0 = default, r0c1 = default;
        V r1c0 = default, r1c1 = default;
        V r2c0 = default, r2c1 = default;
        V r3c0 = default, r3c1 = default;
        V r4c0 = default, r4c1 = default;
        V r5c0 = default, r5c1 = default;
        V r6c0 = default, r6c1 = default;
        V r7c0 = default, r7c1 = default;
        V r8c0 = default, r8c1 = default;
        V r9c0 = default, r9c1 = default;
        V r10c0 = default, r10c1 = default;
        V r11c0 = default, r11c1 = default;
        if (product.Start != null)
        {
            var start = product.Start + row * product.StartRow + column;
            var startRow = product.StartRow;
            r0c0 = L.Load(start);
            if (TColumns.Value > 1) r0c1 = L.Load(start + L.Count);
            if (TRows.Value > 1) r1c0 = L.Load(start + startRow);
            if (TRows.Value > 1 && TColumns.Value > 1) r1c1 = L.Load(start + startRow + L.Count);
            if (TRows.Value > 2) r2c0 = L.Load(start + 2 * startRow);
            if (TRows.Value > 2 && TColumns.Value > 1) r2c1 = L.Load(start + 2 * startRow + L.Count);
            if (TRows.Value > 3) r3c0 = L.Load(start + 3 * startRow);
            if (TRows.Value > 3 && TColumns.Value > 1) r3c1 = L.Load(start + 3 * startRow + L.Count);
            if (TRows.Value > 4) r4c0 = L.Load(start + 4 * startRow);
            if (TRows.Value > 4 && TColumns.Value > 1) r4c1 = L.Load(start + 4 * startRow + L.Count);
            if (TRows.Value > 5) r5c0 = L.Load(start + 5 * startRow);
            if (TRows.Value > 5 && TColumns.Value > 1) r5c1 = L.Load(start + 5 * startRow + L.Count);
            if (TRows.Value > 6) r6c0 = L.Load(start + 6 * startRow);
            if (TRows.Value > 6 && TColumns.Value > 1) r6c1 = L.Load(start + 6 * startRow + L.Count);
            if (TRows.Value > 7) r7c0 = L.Load(start + 7 * startRow);
            if (TRows.Value > 7 && TColumns.Value > 1) r7c1 = L.Load(start + 7 * startRow + L.Count);
            if (TRows.Value > 8) r8c0 = L.Load(start + 8 * startRow);
            if (TRows.Value > 8 && TColumns.Value > 1) r8c1 = L.Load(start + 8 * startRow + L.Count);
            if (TRows.Value > 9) r9c0 = L.Load(start + 9 * startRow);
            if (TRows.Value > 9 && TColumns.Value > 1) r9c1 = L.Load(start + 9 * startRow + L.Count);
            if (TRows.Value > 10) r10c0 = L.Load(start + 10 * startRow);
            if (TRows.Value > 10 && TColumns.Value > 1) r10c1 = L.Load(start + 10 * startRow + L.Count);
            if (TRows.Value > 11) r11c0 = L.Load(start + 11 * startRow);
            if (TRows.Value > 11 && TColumns.Value > 1) r11c1 = L.Load(start + 11 * startRow + L.Count);
        }

        nint aRow = product.ARow, aStep = product.AStep, bStep = product.BStep;
        // From the end of a line to the beginning of the next.
        var aGap = product.ALine - product.Depth * aStep;
        // Three rows to a pointer: x86 reaches p, p + row and p + 2·row in one addressing mode.
        var aRow2 = 2 * aRow;
        float* a = product.A + row * aRow, b = product.B + column;
        float* a0 = a, a3 = a + 3 * aRow, a6 = a + 6 * aRow, a9 = a + 9 * aRow;
        for (var line = product.Lines; line > 0; line--)
        {
            for (var k = product.Depth; k > 0; k--)
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

            a0 += aGap;
            if (TRows.Value > 3) a3 += aGap;
            if (TRows.Value > 6) a6 += aGap;
            if (TRows.Value > 9) a9 += aGap;
        }

        var c = product.C + row * product.CRow + column;
        var cRow = product.CRow;
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
