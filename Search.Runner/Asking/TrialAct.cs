using System.Text.Json;

namespace HyperSearch.Runner;

/// <summary>What a request does with a trial.</summary>
/// <param name="Run">Does it, and gives the answer.</param>
/// <param name="Ends">Whether it ends the trial.</param>
internal sealed record TrialAct(Func<HeldTrial, Task<Action<Utf8JsonWriter>>> Run, bool Ends = false);
