namespace HyperSearch.Training;

/// <summary>The vector widths that the product is compiled for.</summary>
internal enum VectorWidth { Scalar = 1, Bits128 = 4, Bits256 = 8, Bits512 = 16 }
