namespace HyperSearch.Runner;

/// <summary>What of the machine a program may use.</summary>
/// <param name="Index">From 0; no other program that runs in this process has it, as long as no more run than was said.</param>
/// <param name="Cores">Its processors; empty for all.</param>
/// <param name="Threads">How many threads its computations are to have; null where it has the machine for itself.</param>
/// <param name="Devices">Its accelerators, as <c>CUDA_VISIBLE_DEVICES</c> has them; null to leave the variable as it is.</param>
internal sealed record ProgramSlot(int Index, IReadOnlyList<int> Cores, int? Threads, string? Devices);
