using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace HyperSearch.Training;

/// <summary>Turns weights in panels over the outputs into the same weights in panels over the inputs:
/// the operand of the input gradient, made once a step.</summary>
internal static unsafe class PanelTranspose
{
    private const int Width = Panels.Width;

    /// <param name="weights">[inputs, outputs] in panels.</param>
    /// <param name="transposed">[outputs, inputs] in panels; what lies past the last input stays as it is, zero.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(float* weights, int inputs, int outputs, float* transposed, VectorWidth vectors)
    {
        var block = vectors == VectorWidth.Bits512 && Avx512F.IsSupported ? 16
            : vectors >= VectorWidth.Bits128 && Sse.IsSupported ? 4
            : 1;
        var input = 0;
        for (; input <= inputs - block; input += block)
        {
            var output = 0;
            for (; output <= outputs - block; output += block)
            {
                var source = weights + Panels.Index(inputs, input, output);
                var target = transposed + Panels.Index(outputs, output, input);
                if (block == 16)
                    Block16(source, target);
                else if (block == 4)
                    Block4(source, target);
                else
                    *target = *source;
            }
            Plain(weights, inputs, outputs, transposed, input, input + block, output);
        }
        if (input < inputs)
            Plain(weights, inputs, outputs, transposed, input, inputs, 0);
    }

    /// <summary>Element by element: the edges. The inputs lie in one panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Plain(float* weights, int inputs, int outputs, float* transposed, int firstInput, int lastInput, int firstOutput)
    {
        for (var output = firstOutput; output < outputs; output++)
        {
            var source = weights + Panels.Index(inputs, firstInput, output);
            var target = transposed + Panels.Index(outputs, output, firstInput);
            for (var i = 0; i < lastInput - firstInput; i++)
                target[i] = source[i * Width];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block4(float* source, float* target)
    {
        Vector128<float> r0 = Vector128.Load(source), r1 = Vector128.Load(source + Width);
        Vector128<float> r2 = Vector128.Load(source + 2 * Width), r3 = Vector128.Load(source + 3 * Width);
        Vector128<float> a = Sse.UnpackLow(r0, r1), b = Sse.UnpackLow(r2, r3), c = Sse.UnpackHigh(r0, r1), d = Sse.UnpackHigh(r2, r3);
        Sse.MoveLowToHigh(a, b).Store(target);
        Sse.MoveHighToLow(b, a).Store(target + Width);
        Sse.MoveLowToHigh(c, d).Store(target + 2 * Width);
        Sse.MoveHighToLow(d, c).Store(target + 3 * Width);
    }

    /// <summary>Four rows at a time within 128-bit lanes, then the lanes themselves: 16 × 16 without leaving the registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block16(float* source, float* target)
    {
        Lanes(source, out var a0, out var a1, out var a2, out var a3);
        Lanes(source + 4 * Width, out var b0, out var b1, out var b2, out var b3);
        Lanes(source + 8 * Width, out var c0, out var c1, out var c2, out var c3);
        Lanes(source + 12 * Width, out var d0, out var d1, out var d2, out var d3);
        Across(a0, b0, c0, d0, target);
        Across(a1, b1, c1, d1, target + Width);
        Across(a2, b2, c2, d2, target + 2 * Width);
        Across(a3, b3, c3, d3, target + 3 * Width);
    }

    /// <summary>Rows 0 to 3; afterwards <paramref name="c0"/> holds columns 0, 4, 8, 12 (four rows each), and so on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Lanes(
        float* source, out Vector512<float> c0, out Vector512<float> c1, out Vector512<float> c2, out Vector512<float> c3)
    {
        Vector512<float> r0 = Vector512.Load(source), r1 = Vector512.Load(source + Width);
        Vector512<float> r2 = Vector512.Load(source + 2 * Width), r3 = Vector512.Load(source + 3 * Width);
        Vector512<double> a = Avx512F.UnpackLow(r0, r1).AsDouble(), b = Avx512F.UnpackLow(r2, r3).AsDouble();
        Vector512<double> c = Avx512F.UnpackHigh(r0, r1).AsDouble(), d = Avx512F.UnpackHigh(r2, r3).AsDouble();
        c0 = Avx512F.UnpackLow(a, b).AsSingle();
        c1 = Avx512F.UnpackHigh(a, b).AsSingle();
        c2 = Avx512F.UnpackLow(c, d).AsSingle();
        c3 = Avx512F.UnpackHigh(c, d).AsSingle();
    }

    /// <summary>Four vectors of four columns × four rows become columns i, i + 4, i + 8, i + 12 of sixteen rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Across(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, float* target)
    {
        const byte Even = 0b10_00_10_00, Odd = 0b11_01_11_01;
        // Lanes: (a0 a2 b0 b2), (c0 c2 d0 d2), (a1 a3 b1 b3), (c1 c3 d1 d3).
        Vector512<float> ab02 = Avx512F.Shuffle4x128(a, b, Even), cd02 = Avx512F.Shuffle4x128(c, d, Even);
        Vector512<float> ab13 = Avx512F.Shuffle4x128(a, b, Odd), cd13 = Avx512F.Shuffle4x128(c, d, Odd);
        Avx512F.Shuffle4x128(ab02, cd02, Even).Store(target);
        Avx512F.Shuffle4x128(ab13, cd13, Even).Store(target + 4 * Width);
        Avx512F.Shuffle4x128(ab02, cd02, Odd).Store(target + 8 * Width);
        Avx512F.Shuffle4x128(ab13, cd13, Odd).Store(target + 12 * Width);
    }
}
