namespace Search.Benchmarks;

/// <summary>What one run of one strategy on one problem came to.</summary>
internal sealed record QualityOutcome(QualityProblem Problem, string Strategy, int Seed, List<QualityCheckpoint> Checkpoints);
