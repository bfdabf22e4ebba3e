using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace HyperSearch.Training;

/// <summary>The four things the matrix product asks of a vector width. One implementation for each width,
/// so that the register tile is written once and compiled for each.</summary>
internal interface ILanes<V> where V : struct
{
    /// <summary>Floats in one vector; divides <see cref="Panels.Alignment"/>.</summary>
    static abstract int Count { get; }

    /// <summary>Rows of the largest register tile: as many as the architecture's registers hold at two vectors a row.</summary>
    static abstract int TileRows { get; }

    static abstract unsafe V Load(float* source);
    static abstract unsafe V Broadcast(float* source);
    static abstract unsafe void Store(V value, float* target);

    /// <summary>left · right + addend, rounded once where the hardware can.</summary>
    static abstract V MultiplyAdd(V left, V right, V addend);
}

/// <summary>32 registers of 16 floats: AVX-512.</summary>
internal readonly struct Lanes512 : ILanes<Vector512<float>>
{
    public static int Count => 16;
    public static int TileRows => 12;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector512<float> Load(float* source) => Vector512.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector512<float> Broadcast(float* source) => Vector512.Create(*source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Store(Vector512<float> value, float* target) => value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAdd(Vector512<float> left, Vector512<float> right, Vector512<float> addend) =>
        Vector512.FusedMultiplyAdd(left, right, addend);
}

/// <summary>16 registers of 8 floats: AVX2 with FMA.</summary>
internal readonly struct Lanes256 : ILanes<Vector256<float>>
{
    public static int Count => 8;
    public static int TileRows => 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector256<float> Load(float* source) => Vector256.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector256<float> Broadcast(float* source) => Vector256.Create(*source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Store(Vector256<float> value, float* target) => value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> left, Vector256<float> right, Vector256<float> addend) =>
        Vector256.MultiplyAddEstimate(left, right, addend);
}

/// <summary>16 or 32 registers of 4 floats: SSE, Neon.</summary>
internal readonly struct Lanes128 : ILanes<Vector128<float>>
{
    public static int Count => 4;
    public static int TileRows => 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector128<float> Load(float* source) => Vector128.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector128<float> Broadcast(float* source) => Vector128.Create(*source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Store(Vector128<float> value, float* target) => value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAdd(Vector128<float> left, Vector128<float> right, Vector128<float> addend) =>
        Vector128.MultiplyAddEstimate(left, right, addend);
}

/// <summary>One float at a time, where there is no vector hardware.</summary>
internal readonly struct Lanes1 : ILanes<float>
{
    public static int Count => 1;
    public static int TileRows => 4;

    public static unsafe float Load(float* source) => *source;
    public static unsafe float Broadcast(float* source) => *source;
    public static unsafe void Store(float value, float* target) => *target = value;
    public static float MultiplyAdd(float left, float right, float addend) => left * right + addend;
}
