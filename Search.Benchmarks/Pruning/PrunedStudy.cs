using HyperSearch;
using HyperSearch.Runner;
using HyperSearch.Training;

namespace Search.Benchmarks;

/// <summary>A study that is run with one pruner after the other, with one worker.</summary>
internal sealed class PrunedStudy(TrainedStudy trained, Dataset train, Dataset validation, Func<IStrategy> strategy)
{
    public TrainedStudy Trained => trained;

    /// <summary>Runs the study.</summary>
    /// <param name="pruner">What stops trials; null for nothing.</param>
    /// <param name="promotes">Whether checkpoints are kept, so that a trial which was stopped can go on.</param>
    /// <param name="seed">The study's seed.</param>
    /// <param name="curves">The trials' curves, where they are known; else they are trained.</param>
    public async Task<PruningRun> RunAsync(IPruner? pruner, bool promotes, ulong seed, LearningCurves? curves)
    {
        var ends = new List<(int Epochs, double Score)>();
        var epochs = 0;
        var study = new Study<MlpSettings>("pruning")
        {
            Goal = Goal.Maximize("validation accuracy"),
            Space = trained.Space,
            Objective = (settings, trial, cancel) =>
            {
                var counted = new CountedTrial(trial, () => epochs++);
                var score = curves?.Play(counted) ?? Train(settings, counted, cancel);
                if (!counted.IsStopped)
                    ends.Add((epochs, score));
                return score;
            },
            Strategy = strategy(),
            Pruner = pruner,
            Budget = new(TrainedStudy.Trials),
            Seed = seed,
        };
        await using var store = new MemoryStudyStore();
        var space = study.TraceSpace();
        var record = await store.OpenAsync(new(study.Name, space, study.Goal, study.Seed));
        var folder = Directory.CreateTempSubdirectory();
        await new StudyRunner(study, space, record, new() { Workers = 1, CheckpointFolder = promotes ? folder.FullName : null }).RunAsync();
        folder.Delete(recursive: true);
        return new(await record.ReadAsync(), epochs, ends);
    }

    private double Train(MlpSettings settings, ITrial trial, CancellationToken cancel) => Trainer.Train(
        settings with { Epochs = trained.Epochs, Seed = trial.Seed }, train, validation,
        epoch => trial.Report(epoch.Epoch, epoch.ValidationAccuracy),
        new(trial.Checkpoint?.OpenRead(), trial.SaveCheckpoint), cancel).ValidationAccuracy;

    private sealed class CountedTrial(ITrial trial, Action count) : ITrial
    {
        public bool IsStopped { get; private set; }

        public int Number => trial.Number;

        public ulong Seed => trial.Seed;

        public ulong Split => trial.Split;

        public Checkpoint? Checkpoint => trial.Checkpoint;

        public T Suggest<T>(Parameter<T> parameter) => trial.Suggest(parameter);

        public string Metric => trial.Metric;

        public bool Report(int step, double value)
        {
            count();
            var goesOn = trial.Report(step, value);
            IsStopped = !goesOn;
            return goesOn;
        }

        public void SaveCheckpoint(int step, Action<Stream> write) => trial.SaveCheckpoint(step, write);

        public void Record(string metric, double value, int? step = null) => trial.Record(metric, value, step);

        public void Note(string text) => trial.Note(text);

        public void SaveArtifact(string name, Action<Stream> write) => trial.SaveArtifact(name, write);
    }
}

/// <summary>What a run of a study came to.</summary>
/// <param name="Trials">Its trials.</param>
/// <param name="Epochs">The epochs that all of them trained.</param>
/// <param name="Ends">The trials that ran to their end, in order: how many epochs all trials had trained by then, and the score.</param>
internal sealed record PruningRun(IReadOnlyList<Trial> Trials, int Epochs, IReadOnlyList<(int Epochs, double Score)> Ends)
{
    public double Best => Ends.Count > 0 ? Ends.Max(end => end.Score) : 0;

    public int Pruned => Trials.Count(trial => trial.State == TrialState.Pruned);

    public int Promoted => Trials.Count(trial => trial.PreviousResult is not null);

    /// <summary>The epochs of all trials until the first one ended with such a score; null where none did.</summary>
    public int? EpochsUntil(double score) => Ends.Where(end => end.Score >= score).Select(end => (int?)end.Epochs).FirstOrDefault();
}
