using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace HyperSearch.Runner;

/// <summary>What this process computes with: the widest vectors that the runtime has for it, as .NET's own choices of code go by them.</summary>
internal static class InstructionSet
{
    /// <summary>In words, such as "AVX2".</summary>
    public static string OfThisProcess { get; } =
        Vector512.IsHardwareAccelerated ? "AVX-512"
        : Vector256.IsHardwareAccelerated ? "AVX2"
        : !Vector128.IsHardwareAccelerated ? "no vector instructions"
        : RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 or Architecture.X86 => "SSE",
            Architecture.Arm64 => "Arm64 NEON",
            var other => $"{other} vectors of 128 bits",
        };
}
