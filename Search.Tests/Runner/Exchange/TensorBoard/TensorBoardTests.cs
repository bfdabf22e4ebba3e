using System.Text.Json;
using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;
using Tensorboard.Hparams;

namespace Search.Tests;

/// <summary>What a run writes for TensorBoard is what is on record.</summary>
public sealed class TensorBoardTests : IDisposable
{
    private const string Advice = "Install it, for example with: pip install tensorboard";

    private readonly TemporaryFolder _folder = new();

    private string Store => _folder.File("studies.db");

    private string Board => _folder.File("board");

    private string StudyFolder => Path.Combine(Board, FileName.Of("test-study"));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Curves_metrics_hyperparameters_and_ends_are_there_as_on_record()
    {
        var run = await CommandRun.OfAsync(Create(), "run", "--store", Store, "--workers", "2", "--tensorboard", Board);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"for TensorBoard: tensorboard --logdir {StudyFolder}\n", run.Error, StringComparison.Ordinal);
        await RequireAsRecordedAsync();
    }

    [Fact]
    public async Task An_export_is_what_a_run_writes()
    {
        await CommandRun.OfAsync(Create(), "run", "--store", Store);

        var export = await CommandRun.OfAsync(Create(), "export", "--store", Store, "--tensorboard", Board);

        Assert.Equal((0, $"exported 'test-study' for TensorBoard: tensorboard --logdir {StudyFolder}\n"), (export.ExitCode, export.Out));
        await RequireAsRecordedAsync();
    }

    /// <summary>Trials that ended before, or in other processes, are written when a run begins and ends.</summary>
    [Fact]
    public async Task A_run_that_writes_brings_the_folder_up_to_date()
    {
        await CommandRun.OfAsync(Create(), "run", "--store", Store, "--trials", "5");
        await CommandRun.OfAsync(Create(), "run", "--store", Store, "--trials", "8", "--tensorboard", Board);
        var files = Files();
        await CommandRun.OfAsync(Create(), "run", "--store", Store, "--trials", "11");
        await CommandRun.OfAsync(Create(), "resume", "--store", Store, "--trials", "12", "--tensorboard", Board);

        await RequireAsRecordedAsync();
        Assert.Subset(Files().ToHashSet(StringComparer.Ordinal), files.ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_trial_shows_one_curve_while_it_runs_and_after_it_was_taken_up_again()
    {
        using var stop = new CancellationTokenSource();
        var run = _folder.File(Path.Combine("board", FileName.Of("test-study"), "trial-0"));
        var seen = new List<string>();
        var interrupted = Studies.Create((_, trial, cancel) =>
        {
            trial.Report(1, 0.5);
            trial.Record("loss", 4, step: 1);
            trial.Report(2, 0.75);
            seen.Add(EventFileReader.ReadRun(run).Curve("score"));
            stop.Cancel();
            cancel.WaitHandle.WaitOne();
            cancel.ThrowIfCancellationRequested();
            return 1;
        }, trials: 1);
        await RunAsync(interrupted, stop.Token);
        Assert.Equal(["1:0.5 2:0.75"], seen);

        await RunAsync(Studies.Create((_, trial, _) =>
        {
            trial.Report(1, 0.25);
            seen.Add(EventFileReader.ReadRun(run).Curve("score"));
            trial.Report(3, 0.875);
            return 1;
        }, trials: 1), CancellationToken.None);

        var shown = EventFileReader.ReadRun(run);
        Assert.Equal("1:0.25", seen[^1]);
        Assert.Equal(("1:0.25 3:0.875", "3:1", ""), (shown.Curve("score"), shown.Curve("score/score"), shown.Curve("loss")));
        Assert.Single(Directory.GetFiles(run));
    }

    /// <summary>What it had measured before it was pruned, and recorded up to its checkpoint, stays.</summary>
    [Fact]
    public async Task A_promoted_trial_has_the_whole_of_its_curve()
    {
        var study = Studies.Create();
        await using var store = new SqliteStudyStore(Store);
        using var record = await TensorBoardRecord.OpenAsync(await store.OpenAsync(Studies.Define(study), Cancel), Board);
        var first = await record.StartAsync(history => new(new Point(new double[history.Space.Count])), null, Cancel);
        record.Report(first!, new(1, 0.5));
        record.ReportMetric(first!, new(0, "loss", 1, 4));
        record.Report(first!, new(2, 0.75));
        await record.FinishAsync(first!, TrialResult.Pruned(0.75));
        var run = Path.Combine(StudyFolder, "trial-0");
        Assert.Equal(("1:0.5 2:0.75", "1:4", ""), EventFileReader.ReadRun(run) is var pruned ? (pruned.Curve("score"), pruned.Curve("loss"), pruned.Curve("score/score")) : default);

        var again = await record.StartAsync(_ => throw new InvalidOperationException("not asked"), null, _ => 0, Cancel);
        record.ReportBegin(again!, 2);
        record.Report(again!, new(2, 99));
        record.Report(again!, new(3, 0.875));
        record.ReportMetric(again!, new(0, "loss", 3, 2));
        await record.FinishAsync(again!, TrialResult.Complete(0.875));

        Assert.Equal(("1:0.5 2:0.75 3:0.875", "1:4 3:2", "3:0.875"), EventFileReader.ReadRun(run) is var complete ? (complete.Curve("score"), complete.Curve("loss"), complete.Curve("score/score")) : default);
        Assert.Single(Directory.GetFiles(run));
        Assert.Null(record.Warning);
    }

    [Fact]
    public async Task A_trial_that_a_person_failed_afterwards_is_shown_as_failed()
    {
        await CommandRun.OfAsync(Create(), "run", "--store", Store, "--tensorboard", Board);
        await CommandRun.OfAsync(Create(), "trial", "3", "--fail", "--store", Store);

        await CommandRun.OfAsync(Create(), "export", "--store", Store, "--tensorboard", Board);

        Assert.Equal(TrialState.Failed, (await ReadAsync()).Trials[3].State);
        await RequireAsRecordedAsync();
    }

    [Fact]
    public async Task Processes_that_write_to_one_folder_do_not_disturb_each_other()
    {
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => CommandRun.OfAsync(Create(), "work", "--store", Store, "--trials", "12", "--workers", "2", "--tensorboard", Board), Cancel)));

        await RequireAsRecordedAsync();
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_to_is_warned_of_once_and_harms_no_trial()
    {
        await File.WriteAllTextAsync(Board, "in the way", Cancel);

        var run = await CommandRun.OfAsync(Create(), "run", "--store", Store, "--tensorboard", Board);
        var export = await CommandRun.OfAsync(Create(), "export", "--store", Store, "--tensorboard", Board);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("12 trials", run.Out, StringComparison.Ordinal);
        Assert.Single(run.Error.Split('\n'), line => line.StartsWith("Warning: What TensorBoard shows is not all: ", StringComparison.Ordinal));
        Assert.Equal(1, export.ExitCode);
        Assert.Equal("in the way", await File.ReadAllTextAsync(Board, Cancel));
    }

    [Fact]
    public async Task Names_of_studies_choose_no_path()
    {
        foreach (var name in HostileNames.All.Take(60))
            await CommandRun.OfAsync(Create(), "run", "--store", Store, "--trials", "1", $"--name={name}", "--tensorboard", Board);

        Assert.Equal(HostileNames.All.Take(60).Select(FileName.Of).Order(StringComparer.Ordinal), Directory.GetFileSystemEntries(Board).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    /// <summary>A reader that is not ours: protoc's Python classes of the format's definition, and a checksum by its definition.</summary>
    [Fact]
    public async Task Pythons_protocol_buffers_read_the_same()
    {
        var python = Python.Require("google.protobuf", "Install protoc and its Python library, for example with: apt-get install protobuf-compiler python3-protobuf");
        Assert.SkipWhen(Python.Output(python, "import shutil; print(shutil.which('protoc'))").Trim() == "None", "There is no protoc on the PATH. Install it, for example with: apt-get install protobuf-compiler");
        await CommandRun.OfAsync(Create(), "run", "--store", Store, "--tensorboard", Board);

        var told = Python.Output(python,
            """
            import glob, json, os, struct, subprocess, sys
            protos, out, folder = sys.argv[1:]
            os.environ["PROTOCOL_BUFFERS_PYTHON_IMPLEMENTATION"] = "python"
            subprocess.check_call(["protoc", "-I" + protos, "--python_out=" + out, "event.proto", "hparams.proto"])
            sys.path.insert(0, out)
            import event_pb2, hparams_pb2
            table = []
            for n in range(256):
                for _ in range(8): n = n >> 1 ^ (0x82F63B78 if n & 1 else 0)
                table.append(n)
            def masked(data):
                crc = 0xFFFFFFFF
                for byte in data: crc = table[(crc ^ byte) & 255] ^ crc >> 8
                crc ^= 0xFFFFFFFF
                return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF
            runs = {}
            for file in sorted(glob.glob(folder + "/**/*tfevents*", recursive=True)):
                data, at, run = open(file, "rb").read(), 0, runs.setdefault(os.path.relpath(os.path.dirname(file), folder), {})
                while at < len(data):
                    length, check = struct.unpack_from("<QI", data, at)
                    body = data[at + 12:at + 12 + length]
                    assert check == masked(data[at:at + 8]) and struct.unpack_from("<I", data, at + 12 + length)[0] == masked(body)
                    event = event_pb2.Event.FromString(body)
                    for value in event.summary.value:
                        if value.metadata.plugin_data.plugin_name == "hparams":
                            run.setdefault("hparams", []).append(hparams_pb2.HParamsPluginData.FromString(value.metadata.plugin_data.content).WhichOneof("data"))
                        else:
                            run.setdefault(value.tag, []).append([event.step, value.simple_value])
                    at += 12 + length + 4
            print(json.dumps(runs))
            """, Protos(), _folder.File(""), StudyFolder);

        using var runs = JsonDocument.Parse(told);
        foreach (var shown in runs.RootElement.EnumerateObject())
        {
            var read = EventFileReader.ReadRun(Path.Combine(StudyFolder, shown.Name));
            Assert.Equal(read.Plugins.Count, shown.Value.GetProperty("hparams").GetArrayLength());
            foreach (var curve in read.Curves)
                Assert.Equal(curve.Value, shown.Value.GetProperty(curve.Key).EnumerateArray().Select(point => (point[0].GetInt64(), point[1].GetSingle())));
        }
        Assert.Equal(13, runs.RootElement.EnumerateObject().Count());
    }

    [Fact]
    public async Task TensorBoard_itself_reads_the_same()
    {
        var python = Python.Require("tensorboard.backend.event_processing.plugin_event_multiplexer, tensorboard.plugins.hparams.list_session_groups", Advice);
        await CommandRun.OfAsync(Create(), "run", "--store", Store, "--tensorboard", Board);

        var told = Python.Output(python,
            """
            import json, sys
            from tensorboard import context
            from tensorboard.backend.event_processing import data_provider, plugin_event_multiplexer
            from tensorboard.plugins import base_plugin
            from tensorboard.plugins.hparams import api_pb2, backend_context, list_session_groups
            multiplexer = plugin_event_multiplexer.EventMultiplexer(tensor_size_guidance={"scalars": 0, "hparams": 0})
            multiplexer.AddRunsFromDirectory(sys.argv[1])
            multiplexer.Reload()
            provider = data_provider.MultiplexerDataProvider(multiplexer, sys.argv[1])
            request = context.RequestContext()
            scalars = provider.read_scalars(request, experiment_id="", plugin_name="scalars", downsample=1000)
            backend = backend_context.Context(base_plugin.TBContext(data_provider=provider))
            groups = list_session_groups.Handler(request, backend, "", api_pb2.ListSessionGroupsRequest(
                allowed_statuses=[api_pb2.STATUS_SUCCESS, api_pb2.STATUS_FAILURE], slice_size=1000, aggregation_type=api_pb2.AGGREGATION_AVG,
                aggregation_metric=api_pb2.MetricName(tag="score/score"))).run()
            print(json.dumps({
                "scalars": {run: {tag: [[v.step, v.value] for v in values] for tag, values in tags.items()} for run, tags in scalars.items()},
                "groups": {group.name: {
                    "status": [session.status for session in group.sessions],
                    "hparams": {name: value.number_value or value.string_value for name, value in group.hparams.items()},
                    "metrics": {metric.name.tag: metric.value for metric in group.metric_values}} for group in groups.session_groups}}))
            """, StudyFolder);

        using var document = JsonDocument.Parse(told);
        var contents = await ReadAsync();
        Assert.Equal(contents.Trials.Count, document.RootElement.GetProperty("groups").EnumerateObject().Count());
        foreach (var trial in contents.Trials)
        {
            var (name, read) = ($"trial-{trial.Number}", EventFileReader.ReadRun(RunOf(trial)));
            foreach (var curve in read.Curves)
                Assert.Equal(curve.Value, document.RootElement.GetProperty("scalars").GetProperty(name).GetProperty(curve.Key).EnumerateArray().Select(point => (point[0].GetInt64(), point[1].GetSingle())));
            var group = document.RootElement.GetProperty("groups").GetProperty(name);
            Assert.Equal(trial.State == TrialState.Failed ? 2 : 1, group.GetProperty("status")[0].GetInt32());
            Assert.Equal(trial.ValuesIn(contents.Study.Space).Select(pair => (pair.Key, pair.Value.Number)).Order(), group.GetProperty("hparams").EnumerateObject().Select(pair => (pair.Name, (double?)pair.Value.GetDouble())).Order());
            if (trial.State == TrialState.Complete)
                Assert.Equal((float)trial.Value!.Value, group.GetProperty("metrics").GetProperty("score/score").GetSingle());
        }
    }

    // All of the study's trials, to single precision, and nothing else.
    private async Task RequireAsRecordedAsync()
    {
        var contents = await ReadAsync();
        var (study, trials) = (contents.Study, contents.Trials);
        Assert.Equal(12, trials.Count);
        Assert.Equal(trials.Select(RunOf).Order(StringComparer.Ordinal), Directory.GetDirectories(StudyFolder).Order(StringComparer.Ordinal));
        foreach (var trial in trials)
        {
            Assert.EndsWith(".whole", Assert.Single(Directory.GetFiles(RunOf(trial))), StringComparison.Ordinal);
            var run = EventFileReader.ReadRun(RunOf(trial));
            Assert.Equal(trial.Measurements.Select(measurement => ((long)measurement.Step, (float)measurement.Value)), run.Curves.GetValueOrDefault("score", []));
            Assert.Equal(trial.State == TrialState.Complete ? [(3, (float)trial.Value!.Value)] : [], run.Curves.GetValueOrDefault("score/score", []));
            foreach (var metric in contents.Metrics.Where(metric => metric.Trial == trial.Number).GroupBy(metric => metric.Name, StringComparer.Ordinal))
                Assert.Equal(metric.Select(one => (one.Step ?? 3L, (float)one.Value)), run.Curves[metric.Key]);
            var (start, end) = (run.Plugins["_hparams_/session_start_info"].SessionStartInfo, run.Plugins["_hparams_/session_end_info"].SessionEndInfo);
            Assert.Equal(trial.ValuesIn(study.Space).Select(pair => (pair.Key, pair.Value.Number!.Value)).Order(), start.Hparams.Select(pair => (pair.Key, pair.Value.NumberValue)).Order());
            Assert.Equal(trial.State == TrialState.Failed ? Status.Failure : Status.Success, end.Status);
            Assert.Equal((trial.Started?.ToUnixTimeMilliseconds() ?? 0) / 1000.0, start.StartTimeSecs);
        }
        var experiment = EventFileReader.ReadRun(StudyFolder).Plugins["_hparams_/experiment"].Experiment;
        Assert.Single(Directory.GetFiles(StudyFolder));
        Assert.Equal(("test-study", "maximize score"), (experiment.Name, experiment.Description));
        Assert.Equal(["rate 1E-06 0.01", "units 1 8"], experiment.HparamInfos.Select(info => FormattableString.Invariant($"{info.Name} {info.DomainInterval.MinValue} {info.DomainInterval.MaxValue}")));
        Assert.Equal(["score/score score", "loss loss", "ms ms"], experiment.MetricInfos.Select(info => $"{info.Name.Tag} {info.DisplayName}"));
    }

    private async Task<StudyContents> ReadAsync()
    {
        await using var store = new SqliteStudyStore(Store);
        return await StudyContents.ReadAsync((await store.FindAsync("test-study", Cancel))!, Cancel);
    }

    private async Task RunAsync(Study study, CancellationToken interrupt)
    {
        await using var store = new SqliteStudyStore(Store);
        using var record = await TensorBoardRecord.OpenAsync(await store.OpenAsync(Studies.Define(study), Cancel), Board);
        await new StudyRunner(study, study.TraceSpace(), record, new() { Workers = 1 }).RunAsync(interrupt);
        Assert.Null(record.Warning);
    }

    private IEnumerable<string> Files() => Directory.GetFiles(StudyFolder, "*", SearchOption.AllDirectories).Where(file => Path.GetDirectoryName(file) != StudyFolder).Order(StringComparer.Ordinal);

    private string RunOf(Trial trial) => Path.Combine(StudyFolder, $"trial-{trial.Number}");

    private static string Protos([System.Runtime.CompilerServices.CallerFilePath] string caller = "") => Path.GetDirectoryName(caller)!;

    // Twelve trials, of which some fail, with metrics of steps and of the whole trial.
    private static Study<(double Rate, int Units)> Create() => Studies.Create(
        (settings, trial, _) =>
        {
            for (var step = 1; step <= 3; step++)
            {
                trial.Report(step, step * settings.Units / 3.0);
                trial.Record("loss", 1.0 / step, step);
            }
            trial.Record("ms", 5 + trial.Number);
            return trial.Number % 5 == 4 ? throw new FormatException("no data") : settings.Units + trial.Number / 8.0;
        },
        trials: 12);
}
