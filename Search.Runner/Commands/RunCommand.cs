using System.CommandLine;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary><c>run</c>, <c>resume</c> and <c>work</c>: run a study until its budget is used up, from wherever its record stands.</summary>
internal sealed class RunCommand
{
    private readonly Study _study;
    private readonly Output _output;
    private readonly RunVerb _verb;
    private readonly StudyOpener _opener;
    private readonly Option<int> _best = CountOption.CreateBest();
    private readonly Option<ReportFormat> _format = FormatOption.Create();
    private readonly Option<int> _workers = new("--workers")
    {
        Description = "How many trials run side by side. Default: the number of cores.",
        DefaultValueFactory = _ => Environment.ProcessorCount,
        HelpName = "N",
    };

    private readonly Option<int?> _trials = new("--trials") { Description = "The study's total of trials, those on record included. Default: the study's own.", HelpName = "N" };
    private readonly Option<TimeSpan?> _time = DurationOption.Create("--time", "The wall time after which no further trial starts, such as 90s, 10m or 1.5h.");
    private readonly Option<TimeSpan?> _totalTime = DurationOption.Create("--total-time", "The wall time of the study over all runs and processes, pauses left out. Default: the study's own.");
    private readonly Option<TimeSpan?> _grace = DurationOption.Create("--grace", "How long after SIGTERM trials may take to save a checkpoint or end. Default: 10s.");
    private readonly LeaseOptions _lease = new();

    private readonly Option<bool> _reproducible = new("--reproducible")
    {
        Description = "The same trials in every run with as many workers, whatever the timing: results are recorded in the order of the trials.",
    };

    private readonly Option<bool> _allowWidening = new("--allow-widening")
    {
        Description = "Go on also in a wider space than the one on record: wider ranges, more options, parameters that no trial so far would have read.",
    };

    private readonly Option<Earlier?> _learnFrom = LearnFromOption.Create();

    private readonly Option<string> _tensorBoard = new("--tensorboard") { Description = "Write curves, metrics and hyperparameters to this folder as well, for TensorBoard.", HelpName = "FOLDER" };

    private readonly Option<string?> _html = new("--html") { Description = "When the run ends, write the page with the study's data to this file, also after Ctrl-C.", HelpName = "FILE" };

    private readonly Option<bool> _noPrune = new("--no-prune") { Description = "Let every trial run to its end." };

    private RunCommand(Study study, Output output, RunVerb verb)
    {
        (_study, _output, _verb, _opener) = (study, output, verb, new(study, output));
        _workers.AtLeastOne();
        _trials.AtLeastOne();
    }

    public static Command Create(Study study, Output output, RunVerb verb)
    {
        var run = new RunCommand(study, output, verb);
        var name = verb.ToString().ToLowerInvariant();
        var command = new Command(name, verb switch
        {
            RunVerb.Run => "Runs the study, or continues it where its record stands.",
            RunVerb.Resume => "Continues a study that is on record.",
            _ => "Joins the study as one more worker process, until it is done.",
        })
        {
            run._workers, run._trials, run._time, run._totalTime, run._grace, run._allowWidening, run._tensorBoard,
        };
        if (verb != RunVerb.Work)
        {
            command.Options.Add(run._reproducible);
            command.Options.Add(run._best);
            command.Options.Add(run._format);
            command.Options.Add(run._html);
        }
        if (verb != RunVerb.Resume)
            command.Options.Add(run._learnFrom);
        if (study.Pruner is not null)
            command.Options.Add(run._noPrune);
        run._lease.AddTo(command);
        run._opener.AddTo(command);
        if (verb != RunVerb.Resume)
            run._opener.StrategyOptions.AddPartialGridTo(command);
        command.SetAction((parsed, _) => run.InvokeAsync(parsed));
        var file = $"{Invocation.OfStudyFile} {name}";
        return command.WithExamples(
            file,
            $"{file} --workers 4 --time 10m --store experiments.db",
            verb == RunVerb.Work ? $"{file} --workers 8 --grace 30s" : $"{file} --trials 200 --format json > best.json");
    }

    private async Task<int> InvokeAsync(ParseResult parsed)
    {
        StudyOpening.RequireObjective(_study);
        var page = _verb == RunVerb.Work ? null : parsed.GetValue(_html);
        CommandFailedException.ThrowIf(page is null ? null : PageFile.ObjectionTo(page));
        // Until the store is closed, which may wait for a strategy that does not end.
        var grace = parsed.GetValue(_grace) ?? TimeSpan.FromSeconds(10);
        using var interruption = new Interruption(_output.Error, grace);
        await using var store = _opener.OpenStore(parsed, _verb == RunVerb.Resume, _lease.Of(parsed));
        await _opener.WarnAsync(parsed, _output);
        using var console = _output.HandToStudy(isDataOnOut: _verb != RunVerb.Work && parsed.GetValue(_format) is ReportFormat.Json or ReportFormat.Csv, text => TrialLog.Current?.Append(text));
        if (parsed.GetValue(_reproducible) && _opener.StrategyOptions.PrunerOf(parsed, _study) is not null && !parsed.GetValue(_noPrune))
            throw new CommandFailedException("--reproducible needs --no-prune, or --pruner none, in this study: what a pruner sees depends on timing.");
        var budget = new Budget(parsed.GetValue(_trials) ?? _study.Budget.Trials, parsed.GetValue(_time) ?? _study.Budget.Time, parsed.GetValue(_totalTime) ?? _study.Budget.TotalTime);
        var opened = await _opener.OpenAsync(parsed, store, _verb == RunVerb.Resume, runsTrials: true, budget.Trials, parsed.GetValue(_allowWidening), parsed.GetValue(_learnFrom), !parsed.GetValue(_noPrune), interruption.Token);
        var record = opened.Record;
        // Whoever started the study has said how long it is. That of a program has on record what was said last.
        if (_verb == RunVerb.Work && parsed.GetValue(_trials) is null && _study is not ProgramStudy)
            budget = budget with { Trials = record.Study.PlannedTrials };
        var (counts, best) = (await record.CountAsync(), await record.ReadBestAsync(1));
        foreach (var line in opened.Widened)
            await _output.Error.WriteLineAsync($"widened: {line}");
        foreach (var line in opened.Changed)
            await _output.Error.WriteLineAsync($"changed: {line}");
        if (!opened.IsNew)
            await _output.Error.WriteLineAsync(DescribeProgress(counts, budget));
        if (opened.Strategy.LearnsFromEarlierStudies && record.Study.Earlier is { Count: > 0 } earlier)
            await _output.Error.WriteLineAsync($"learning from: {EarlierText.Of(earlier)}");
        using var board = parsed.GetValue(_tensorBoard) is { } folder ? await TensorBoardRecord.OpenAsync(record, folder) : null;
        if (board is not null)
            await _output.Error.WriteLineAsync($"for TensorBoard: tensorboard --logdir {SafeText.Line(board.Path)}");
        var runner = new StudyRunner(_study, opened.Space, board ?? record, new()
        {
            Workers = parsed.GetValue(_workers),
            Budget = budget,
            Strategy = opened.Strategy,
            CheckpointFolder = _opener.CheckpointFolder(parsed),
            Pruner = opened.Pruner,
            Prune = opened.Pruner is not null && !parsed.GetValue(_noPrune),
            Reproducible = parsed.GetValue(_reproducible),
            StayUntilDone = _verb == RunVerb.Work,
        });
        (_study as ProgramStudy)?.RunWith(parsed.GetValue(_workers), grace);
        runner.Monitor.SetBest(best.Count > 0 ? best[0] : null);
        if (_study.Goals.Count > 1)
            runner.Monitor.SetFront(ParetoFront.Of(_study.Goals, await record.ReadWithoutMeasurementsAsync()));

        await StrategyNotes.WriteAsync(opened, budget, _output);
        var outcome = await ProgressDisplay.ShowAsync(runner.RunAsync(interruption.Token), runner.Monitor, record, budget, _output);
        if (board is not null)
            await board.WriteMissingAsync();
        foreach (var warning in board?.Warning is { } missing ? [.. runner.Monitor.Snapshot().Warnings, missing] : runner.Monitor.Snapshot().Warnings)
            await _output.Error.WriteLineAsync($"Warning: {warning}");
        var report = await StudyReport.ReadAsync(record, CountOption.BestOf(parsed, _best, record.Study));
        if (_verb != RunVerb.Work)
            StudyReportWriter.Write(report, parsed.GetValue(_format), _output);
        await FailureSummary.WriteAsync(record, report.Counts, _output);
        if (page is not null)
            await WritePageAsync(page, record);
        var isConcluded = true;
        if (_verb != RunVerb.Work)
        {
            if (report.Counts.Running > 0)
                await _output.Error.WriteLineAsync($"Other processes still run {report.Counts.Running} of the trials. `report` shows all when they have ended.");
            if (outcome.End != RunEnd.Interrupted)
                isConcluded = await Conclusions.WriteAsync(_study, record, parsed.GetValue(_format), _output, interruption.Token);
        }
        if (parsed.GetValue(_reproducible))
            await _output.Error.WriteLineAsync($"Reproducible: workers waited {outcome.WaitTime.TotalSeconds:0.0} s for earlier trials, {outcome.WaitTime / (runner.Monitor.Snapshot().Elapsed * parsed.GetValue(_workers)):P0} of their time.");
        var code = await EndAsync(outcome, budget);
        // A study of failures alone, or whose own conclusion has failed, is not done.
        return code == ExitCodes.Done && (report.Counts is { Complete: 0, Failed: > 0 } || !isConcluded) ? ExitCodes.Failed : code;
    }

    // The trials are on record, whatever becomes of the page.
    private async Task WritePageAsync(string file, IStudyRecord record)
    {
        try
        {
            PageFile.Write(file, await PageFile.ReadAsync([record], _study.Defaults));
            await _output.Error.WriteLineAsync($"the page: {SafeText.Line(file)}");
        }
        catch (IOException exception)
        {
            await _output.Error.WriteLineAsync($"Warning: {exception.Message} `report --format html --output FILE` writes the page again.");
        }
    }

    private static string DescribeProgress(TrialCounts counts, Budget budget)
    {
        var of = budget.Trials is { } trials ? $" of {trials}" : "";
        return counts.Finished >= budget.Trials
            ? $"finished: {counts.Finished}{of} trials. More with --trials."
            : $"continuing: {counts.Finished}{of} trials finished";
    }

    private async Task<int> EndAsync(RunOutcome outcome, Budget budget)
    {
        await _output.Error.WriteLineAsync(RunEndText.Of(outcome, _study, budget));
        if (outcome.KeptCheckpoints > 0)
            await _output.Error.WriteLineAsync($"{outcome.KeptCheckpoints} pruned trials keep a checkpoint, {outcome.KeptCheckpointBytes} bytes together, so that a longer run can promote them. `checkpoints --remove` removes them.");
        return outcome.End switch
        {
            RunEnd.Interrupted => ExitCodes.Interrupted,
            RunEnd.AllFailed or RunEnd.TooManyFailures => ExitCodes.Failed,
            _ => ExitCodes.Done,
        };
    }
}
