using System.Globalization;
using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>
/// A study of 60 trials with all that the page shows: conditions, failures, pruning, rounds, two metrics, notes, artifacts, a trial that was
/// requeued, one that runs, one that waits; and with texts that would run a script where they were taken for HTML.
/// </summary>
/// <remarks>With one worker its record is the same each time, but for the times.</remarks>
internal static class PageStudyExample
{
    /// <summary>What the process is asked for that plays its file.</summary>
    public const string File = "page-study";

    /// <summary>Its name on record.</summary>
    public const string Name = "</script><img src=x onerror=\"document.title='name'\"> <!--data--> \u202e";

    /// <summary>What its failed trials say, and the others log.</summary>
    public const string Script = "</script><script>document.title='text'</script> <!-- ]]> \u2028 \ud83d\ude00";

    /// <summary>An option that one might take for an element.</summary>
    public const string Option = "<svg onload=\"document.title='option'\">";

    public const string Metric = "validation <b>accuracy</b>", Time = "ms & more", Loss = "loss \"train\"";

    /// <summary>How many trials there are, and how many of them the study itself runs.</summary>
    public const int Trials = 60, Run = 58;

    /// <summary>The trial that was requeued after it was complete.</summary>
    public const int Requeued = 3;

    /// <summary>The trial that saved a file.</summary>
    public const int Saved = 7;

    public static Study<(double Rate, int Layers, int Width, string Optimizer, double Momentum, int Batch)> Create(int trials = Run)
    {
        var pause = new StudyOption("pause", "Milliseconds a step takes.", "0");
        return new(Name)
        {
            Goal = Goal.Maximize(Metric),
            Space = suggest =>
            {
                var rate = suggest.LogUniform("lr", 1e-6, 1e-1);
                var layers = suggest.Int("layers", 1, 4);
                // Only where there is a hidden layer.
                var width = layers > 1 ? suggest.LogInt("width", 8, 1024) : 0;
                var optimizer = suggest.Choice("optimizer", "sgd", "adam", Option);
                var momentum = optimizer == "sgd" ? suggest.Uniform("momentum", 0, 0.99) : 0;
                return (rate, layers, width, optimizer, momentum, suggest.Ordinal("batch", 16, 32, 64, 128));
            },
            Objective = (settings, trial, cancel) =>
            {
                if (trial.Number % 11 == 5)
                    throw new FormatException(Script);
                trial.Note($"note of trial {trial.Number}: {Script}");
                trial.Record(Time, settings.Layers * 100 + settings.Width / 8.0);
                if (trial.Number == Saved)
                    trial.SaveArtifact(Option, [1, 2, 3]);
                var score = 0.0;
                for (var step = 1; step <= 8; step++)
                {
                    score = Score(settings, step);
                    trial.Record(Loss, 1 - score, step);
                    cancel.WaitHandle.WaitOne(int.Parse(pause.Value, CultureInfo.InvariantCulture));
                    if (!trial.Report(step, score))
                        break;
                }
                return score;
            },
            Strategy = new Narrowing(new RandomSearch()) { RoundLength = 15 },
            Pruner = new PercentilePruner(25) { FewestTrials = 8, FirstStep = 2 },
            Budget = new(Trials: trials),
            Options = [pause],
            Seed = 3,
        };
    }

    /// <summary>Records it.</summary>
    public static async Task<IStudyRecord> RecordAsync(IStudyStore store, CancellationToken cancel = default)
    {
        var study = Create();
        var definition = Studies.Define(study) with { Strategy = "Narrowing", PlannedTrials = 70, Options = new Dictionary<string, string>(StringComparer.Ordinal) { ["data"] = Script } };
        var record = await store.OpenAsync(definition, cancel);
        await RunAsync();
        await record.CorrectAsync(TrialCorrection.Requeue, [Requeued], null, cancel);
        await RunAsync();
        var running = (await record.StartAsync(Propose, Run + 1, cancel))!;
        record.Report(running, new(1, 0.5));
        await record.EnqueueAsync(definition.Space.Complete(new Setting { { "lr", 0.001 }, { "layers", 1 } }), cancel);
        return record;

        Task RunAsync() => new StudyRunner(study, definition.Space, record, new() { Workers = 1 }).RunAsync(cancel);
    }

    private static Proposal Propose(History history)
    {
        var random = history.ProposalStream();
        return new(RandomSearch.Draw(history.Space, ref random)) { Note = Script };
    }

    private static double Score((double Rate, int Layers, int Width, string Optimizer, double Momentum, int Batch) settings, int step)
    {
        var best = 0.95 - 0.05 * Math.Abs(Math.Log10(settings.Rate) + 3) - 0.02 * Math.Abs(settings.Layers - 3)
            - (settings.Optimizer == "adam" ? 0 : 0.03 * (1 - settings.Momentum)) - settings.Batch / 10_000.0;
        return best * (1 - Math.Exp(-1.5 * step));
    }
}
