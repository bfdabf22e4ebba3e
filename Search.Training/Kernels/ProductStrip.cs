using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace HyperSearch.Training;

/// <summary>Up to 32 columns of a product, all rows, tile by tile.</summary>
internal static class ProductStrip
{
    public static void Run(in ProductOperands product, VectorWidth width)
    {
        switch (width)
        {
            case VectorWidth.Bits512: Columns<Lanes512, Vector512<float>>(product); break;
            case VectorWidth.Bits256: Columns<Lanes256, Vector256<float>>(product); break;
            case VectorWidth.Bits128: Columns<Lanes128, Vector128<float>>(product); break;
            default: Columns<Lanes1, float>(product); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Columns<L, V>(in ProductOperands product)
        where L : ILanes<V>
        where V : struct
    {
        var done = 0;
        for (; product.Columns - done >= 2 * L.Count; done += 2 * L.Count)
            Rows<L, V, Size2>(product, done);
        for (; done < product.Columns; done += L.Count)
            Rows<L, V, Size1>(product, done);
    }

    /// <summary>Tiles whose heights differ by one at most: a low one at the end would leave most of the processor's multipliers idle.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows<L, V, TColumns>(in ProductOperands product, int column)
        where L : ILanes<V>
        where V : struct
        where TColumns : ITileSize
    {
        var row = 0;
        for (var tiles = (product.Rows + L.TileRows - 1) / L.TileRows; tiles > 0; tiles--)
        {
            var height = (product.Rows - row + tiles - 1) / tiles;
            switch (height)
            {
                case 1: ProductTile<L, V, Size1, TColumns>.Run(product, row, column); break;
                case 2: ProductTile<L, V, Size2, TColumns>.Run(product, row, column); break;
                case 3: ProductTile<L, V, Size3, TColumns>.Run(product, row, column); break;
                case 4: ProductTile<L, V, Size4, TColumns>.Run(product, row, column); break;
                case 5: ProductTile<L, V, Size5, TColumns>.Run(product, row, column); break;
                case 6: ProductTile<L, V, Size6, TColumns>.Run(product, row, column); break;
                case 7: ProductTile<L, V, Size7, TColumns>.Run(product, row, column); break;
                case 8: ProductTile<L, V, Size8, TColumns>.Run(product, row, column); break;
                case 9: ProductTile<L, V, Size9, TColumns>.Run(product, row, column); break;
                case 10: ProductTile<L, V, Size10, TColumns>.Run(product, row, column); break;
                case 11: ProductTile<L, V, Size11, TColumns>.Run(product, row, column); break;
                default: ProductTile<L, V, Size12, TColumns>.Run(product, row, column); break;
            }
            row += height;
        }
    }
}
