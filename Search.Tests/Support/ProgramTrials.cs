using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>Trials that are programs, run in this process and recorded in memory.</summary>
internal sealed class ProgramTrials : IAsyncDisposable
{
    private readonly MemoryStudyStore _store = new();
    private readonly TemporaryFolder _folder = new();

    public ProgramLimits Limits { get; init; } = new() { Grace = TimeSpan.FromSeconds(1) };

    public TrialPolicy Policy { get; init; } = new();

    public IPruner? Pruner { get; init; }

    public IStrategy Strategy { get; init; } = new RandomSearch();

    /// <summary>The files that are written for each trial.</summary>
    public IReadOnlyList<ProgramFile> Files { get; init; } = [];

    /// <summary>All that is known of them.</summary>
    public IStudyRecord Record { get; private set; } = null!;

    /// <summary>A file in a folder that goes with the test.</summary>
    public string File(string name) => _folder.File(name);

    /// <summary>Runs a shell's script as one trial.</summary>
    public Task<Trial> RunAsync(string script) => RunAsync(["sh", "-c", script]);

    /// <summary>Runs a command line as one trial.</summary>
    public async Task<Trial> RunAsync(IReadOnlyList<string> words) => (await RunAsync(words, 1))[0];

    /// <summary>Runs a command line as so many trials, and returns those on record. {x} in a word is the trial's value.</summary>
    public async Task<IReadOnlyList<Trial>> RunAsync(IReadOnlyList<string> words, int trials, CancellationToken cancel = default)
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("The programs of this test are for a Unix shell.");
        var objective = new ProgramObjective("programs", Limits);
        var study = new Study<double>("programs")
        {
            Goal = Goal.Maximize("acc"),
            Space = suggest => suggest.Uniform("x", 0, 1),
            Objective = (x, trial, token) =>
            {
                var value = FormattableString.Invariant($"{x}");
                return objective.Run(new([.. words.Select(word => word.Replace("{x}", value))], Files, [new("x", value)]), trial, token);
            },
            Strategy = Strategy,
            Pruner = Pruner,
            Policy = Policy,
            Budget = new(trials),
        };
        Record = await _store.OpenAsync(Studies.Define(study), CancellationToken.None);
        await new StudyRunner(study, study.TraceSpace(), Record, new() { Workers = Limits.Workers, CheckpointFolder = _folder.File("checkpoints") }).RunAsync(cancel);
        return await Record.ReadAsync(CancellationToken.None);
    }

    /// <summary>What the first trial has printed.</summary>
    public async Task<string> LogAsync() => TrialLogText.Of(await Record.ReadLogAsync(0));

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }
}
