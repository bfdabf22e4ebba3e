using System.CommandLine;
using System.Globalization;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary><c>confirm</c>: runs the finalists of a search again on fresh seeds and splits, until the best of them is known, or scores the winner on the test part.</summary>
internal sealed class ConfirmCommand
{
    private readonly Study _study;
    private readonly Output _output;
    private readonly StudyOpener _opener;
    private readonly Option<int> _top = new("--top") { Description = "How many finalists: those with the best means, as a model of all trials has them. Default: 8.", DefaultValueFactory = _ => 8, HelpName = "N" };
    private readonly Option<int> _replicates = new("--replicates") { Description = "How many runs there are for each finalist on average; the race spends them where they tell most. Default: 10.", DefaultValueFactory = _ => 10, HelpName = "N" };
    private readonly Option<double> _probability = new("--probability") { Description = "How sure the winner must be for the race to end before that. Default: 0.95.", DefaultValueFactory = _ => 0.95, HelpName = "P" };
    private readonly Option<int> _workers = new("--workers") { Description = "How many runs go side by side. Default: the number of cores.", DefaultValueFactory = _ => Environment.ProcessorCount, HelpName = "N" };
    private readonly Option<bool> _test = new("--test") { Description = "Score the winner on the test part instead: see ITrial.IsTest, or HYPERSEARCH_TEST of programs. Once: a second time warns." };
    private readonly Option<ReportFormat> _format = FormatOption.Create();

    private ConfirmCommand(Study study, Output output)
    {
        (_study, _output, _opener) = (study, output, new(study, output));
        _top.AtLeastOne();
        _workers.AtLeastOne();
        _replicates.Validators.Add(result =>
        {
            if (result.Tokens is [var text] && int.TryParse(text.Value, out var count) && count < ConfirmationRace.FirstRuns)
                result.AddError($"`N >= {ConfirmationRace.FirstRuns}` must hold for --replicates, but it is {count}: with fewer runs the noise is not known.");
        });
        _probability.Validators.Add(result =>
        {
            if (result.Tokens is [var text] && double.TryParse(text.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var p) && p is not (> 0 and <= 1))
                result.AddError($"`0 < P <= 1` must hold for --probability, but it is {text.Value}.");
        });
    }

    public static Command Create(Study study, Output output)
    {
        var confirm = new ConfirmCommand(study, output);
        var command = new Command("confirm", "Runs the finalists again, on fresh seeds and splits, until the best of them is known.")
        {
            confirm._top, confirm._replicates, confirm._probability, confirm._workers, confirm._test, confirm._format,
        };
        confirm._opener.AddTo(command);
        command.SetAction((parsed, _) => confirm.InvokeAsync(parsed));
        var file = $"{Invocation.OfStudyFile} confirm";
        return command.WithExamples(file, $"{file} --top 4 --replicates 20 --workers 2", $"{file} --test");
    }

    private async Task<int> InvokeAsync(ParseResult parsed)
    {
        StudyOpening.RequireObjective(_study);
        using var interruption = new Interruption(_output.Error, TimeSpan.FromSeconds(10));
        await using var store = _opener.OpenStore(parsed, mustExist: true);
        using var console = _output.HandToStudy(isDataOnOut: parsed.GetValue(_format) is ReportFormat.Json or ReportFormat.Csv, text => TrialLog.Current?.Append(text));
        var opened = await _opener.OpenAsync(parsed, store, mustExist: true, runsTrials: true, interrupt: interruption.Token);
        (_study as ProgramStudy)?.RunWith(parsed.GetValue(_workers), TimeSpan.FromSeconds(10));
        var record = opened.Record;
        var trials = await record.ReadWithoutMeasurementsAsync(interruption.Token);
        var done = await record.ReadConfirmationsAsync(interruption.Token);
        using var runs = new ConfirmationRuns(_study, opened.Space, record, new MemoryStudyRecord(record.Study), text => _output.Error.WriteLine($"Warning: {text}"));
        if (parsed.GetValue(_test))
            await TestAsync(record, trials, done, runs, interruption.Token);
        else
            await RaceAsync(parsed, record, trials, done, runs, interruption.Token);
        if (interruption.Token.IsCancellationRequested)
        {
            await _output.Error.WriteLineAsync("Interrupted: what has ended is on record, and `confirm` goes on from there.");
            return ExitCodes.Interrupted;
        }
        var report = await StudyReport.ReadAsync(record, best: 1, cancel: interruption.Token);
        StudyReportWriter.Write(report, parsed.GetValue(_format), _output);
        var after = report.Confirmation;
        return after?.Standing.Winner is { } winner && !(parsed.GetValue(_test) && after.Tests.Last(test => test.Trial == winner.Finalist.Trial).Value is null) ? ExitCodes.Done : ExitCodes.Failed;
    }

    private async Task RaceAsync(ParseResult parsed, IStudyRecord record, IReadOnlyList<Trial> trials, IReadOnlyList<Confirmation> done, ConfirmationRuns runs, CancellationToken interrupt)
    {
        // Who has run stays in the race.
        HashSet<int> numbers = [.. Finalists.Of(record.Study, trials, parsed.GetValue(_top)).Select(finalist => finalist.Trial), .. done.Where(run => !run.IsTest).Select(run => run.Trial)];
        var finalists = ConfirmationReport.FinalistsOf(record.Study, trials, numbers);
        if (finalists.Count == 0)
            throw new CommandFailedException("No trial is complete and within all constraints: there is nothing to confirm. `run` comes first.");
        var race = new ConfirmationRace(record.Study.Goal, record.Study.Seed, finalists) { Replicates = parsed.GetValue(_replicates), Probability = parsed.GetValue(_probability) };
        await runs.RaceAsync(race, trials, done, parsed.GetValue(_workers), Ended, interrupt);

        void Ended(Confirmation run, RaceStanding standing)
        {
            var came = run.Value is { } value ? value.ToString("G6", CultureInfo.InvariantCulture) : $"failed: {FirstLine.Of(run.Error ?? "")}";
            var leads = standing.Winner is { } winner ? string.Create(CultureInfo.InvariantCulture, $"; trial {winner.Finalist.Trial} leads, {winner.ProbabilityOfBest:P0} sure") : "";
            _output.Error.WriteLine($"run {standing.Runs} of at most {race.MostRuns}: trial {run.Trial} {came}{leads}");
        }
    }

    private async Task TestAsync(IStudyRecord record, IReadOnlyList<Trial> trials, IReadOnlyList<Confirmation> done, ConfirmationRuns runs, CancellationToken interrupt)
    {
        if (ConfirmationReport.Of(record.Study, trials, done)?.Standing.Winner is not { } winner)
            throw new CommandFailedException("There is no winner yet whose test could be scored. `confirm`, without --test, comes first.");
        // Of whichever trial: what was seen once can no longer be unseen.
        var before = done.Where(run => run.IsTest).ToArray();
        if (before.Length > 0)
            await _output.Error.WriteLineAsync($"Warning: the test part has been scored {(before.Length == 1 ? "once" : $"{before.Length} times")} before. Who chooses by it has no test part any more; what it says is too good.");
        var trial = trials.First(trial => trial.Number == winner.Finalist.Trial);
        var replicate = before.Where(run => run.Trial == trial.Number).Select(run => run.Replicate + 1).DefaultIfEmpty(0).Max();
        if (runs.Run(trial, replicate, isTest: true, interrupt) is { } test)
            await record.AddConfirmationAsync(test);
    }
}
