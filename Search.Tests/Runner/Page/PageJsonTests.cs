using System.Text.Json;
using HyperSearch;
using HyperSearch.Core;
using HyperSearch.Runner;

namespace Search.Tests;

/// <summary>What the page is given of a study says what is on record of it.</summary>
public sealed class PageJsonTests : IAsyncLifetime
{
    private readonly MemoryStudyStore _store = new();
    private IStudyRecord _record = null!;
    private PageStudy _study = null!;
    private JsonElement _json;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _record = await PageStudyExample.RecordAsync(_store, Cancel);
        _study = await PageStudy.ReadAsync(_record, cancel: Cancel);
        _json = PageData.Of(_study);
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task The_example_has_all_that_is_to_be_shown()
    {
        var trials = await _record.ReadAsync(Cancel);

        Assert.Equal(PageStudyExample.Trials, trials.Count);
        Assert.All(Enum.GetValues<TrialState>(), state => Assert.Contains(trials, trial => trial.State == state));
        Assert.InRange(trials.Count(trial => trial.State == TrialState.Pruned), 5, 30);
        Assert.InRange((await _record.ReadRoundsAsync(Cancel)).Count, 3, 5);
        Assert.Contains(trials, trial => trial.PreviousResult is not null);
        Assert.Equal(PageStudyExample.Saved, Assert.Single(await _record.ReadArtifactsAsync(Cancel)).Trial);
    }

    [Fact]
    public async Task The_study_is_that_of_the_record()
    {
        var study = _record.Study;
        Assert.Equal((study.Name, "maximize", study.Goal.Metric), (_json.GetProperty("name").GetString(), _json.GetProperty("goal").GetProperty("direction").GetString(), _json.GetProperty("goal").GetProperty("metric").GetString()));
        Assert.Equal(("3", study.Strategy, 70), (_json.GetProperty("seed").GetString(), _json.GetProperty("strategy").GetString(), _json.GetProperty("plannedTrials").GetInt32()));
        Assert.Equal(study.Options["data"], _json.GetProperty("options").GetProperty("data").GetString());
        Assert.Equal(_record.Created, _json.GetProperty("created").GetDateTimeOffset());
        var counts = await _record.CountAsync(Cancel);
        Assert.Equal(
            [counts.Complete, counts.Pruned, counts.Failed, counts.Running, counts.Waiting],
            ((string[])["complete", "pruned", "failed", "running", "waiting"]).Select(state => _json.GetProperty("counts").GetProperty(state).GetInt32()));
        Assert.Equal((string?[])[PageStudyExample.Loss, PageStudyExample.Time], _json.Strings("metrics"));
        Assert.Equal((string?[])[WorkerIdentity.OfThisProcess.ToString()], _json.Strings("workers"));
        Assert.Equal(JsonValueKind.Null, _json.GetProperty("omitted").ValueKind);
        foreach (var (parameter, json) in study.Space.Parameters.Zip(_json.Items("parameters")))
        {
            Assert.Equal((parameter.Name, parameter.Definition.Kind), (json.GetProperty("name").GetString(), json.GetProperty("kind").GetString()));
            Assert.Equal((parameter.Definition.Low, parameter.Definition.High, parameter.Definition.Step), (json.GetProperty("low").Optional(), json.GetProperty("high").Optional(), json.GetProperty("step").Optional()));
            Assert.Equal(parameter.Definition.Scale == Scale.Log ? "log" : "linear", json.GetProperty("scale").GetString());
            Assert.Equal(parameter.Definition.Options?.Select(option => option.ToString()), json.GetProperty("options") is { ValueKind: JsonValueKind.Array } options ? options.EnumerateArray().Select(option => option.ToString()) : null);
            Assert.Equal(parameter.Name is "width" or "momentum", json.GetProperty("isConditional").GetBoolean());
        }
    }

    [Fact]
    public async Task Each_trial_has_a_row_with_what_is_on_record()
    {
        var trials = await _record.ReadAsync(Cancel);
        var (rows, space) = (_json.GetProperty("rows"), _record.Study.Space);
        var ranked = new TrialRanking(_record.Study.Goal).Complete(trials).Select(trial => trial.Number).ToList();
        var rounds = await _record.ReadRoundsAsync(Cancel);

        Assert.Equal(trials.Select(trial => trial.Number), rows.Ints("number"));
        Assert.Equal(trials.Select(trial => trial.State.ToString().ToLowerInvariant()), rows.Strings("state"));
        Assert.Equal(trials.Select(trial => trial.Value), rows.OptionalDoubles("value"));
        Assert.Equal(trials.Select(trial => ranked.IndexOf(trial.Number) + 1 is > 0 and var rank ? rank : (int?)null), rows.OptionalInts("rank"));
        Assert.Equal(trials.Select(trial => trial.FinishOrder), rows.OptionalInts("finishOrder"));
        Assert.Equal(trials.Select(trial => trial.Observed), rows.OptionalInts("observed"));
        Assert.Equal(trials.Select(trial => trial.Attempt), rows.Ints("attempt"));
        Assert.Equal(trials.Select(trial => rounds.LastOrDefault(round => round.FirstTrial <= trial.Number)?.Number), rows.OptionalInts("round"));
        Assert.Equal(trials.Select(trial => trial.State == TrialState.Waiting ? (int?)null : 0), rows.OptionalInts("worker"));
        Assert.Equal(trials.Select(trial => trial.Note), rows.Strings("note"));
        Assert.Equal(trials.Select(trial => trial.Error?.Split('\n')[0]), rows.Strings("error"));
        AssertTimes(trials.Select(trial => trial.Started), rows.OptionalDoubles("started"));
        AssertTimes(trials.Select(trial => trial.Finished), rows.OptionalDoubles("finished"));
        for (var i = 0; i < space.Count; i++)
        {
            Assert.Equal(
                trials.Select(trial => trial.Point.IsActive(i) ? space[i].ValueOf(trial.Point[i]).ToString() : null),
                rows.Items("values", space[i].Name).Select(value => value.ValueKind == JsonValueKind.Null ? null : value.ToString()));
        }
        var metrics = await _record.ReadMetricsAsync(Cancel);
        foreach (var name in (string[])[PageStudyExample.Time, PageStudyExample.Loss])
            Assert.Equal(trials.Select(trial => metrics.LastOrDefault(metric => metric.Trial == trial.Number && metric.Name == name)?.Value), rows.OptionalDoubles("metrics", name));
    }

    [Fact]
    public async Task The_best_the_curves_and_the_attempts_are_those_on_record()
    {
        var trials = await _record.ReadAsync(Cancel);
        var metrics = await _record.ReadMetricsAsync(Cancel);
        var best = (await _record.ReadBestAsync(20, Cancel)).Select(trial => trial.Number).ToArray();

        Assert.Equal(best, _json.Ints("best"));
        Assert.Equal(best[0], _json.Ints("bestSoFar", "trial")[^1]);
        var curves = _json.Items("curves");
        Assert.Equal(0, _json.GetProperty("curvesOmitted").GetInt32());
        Assert.Equal(trials.Where(trial => trial.Measurements.Count > 0).Select(trial => trial.Number), CurvesOf(null).Select(curve => curve.GetProperty("trial").GetInt32()).Order());
        Assert.Equal(best.Order(), CurvesOf(PageStudyExample.Loss).Select(curve => curve.GetProperty("trial").GetInt32()).Order());
        foreach (var curve in curves)
        {
            var (trial, metric) = (curve.GetProperty("trial").GetInt32(), curve.GetProperty("metric").GetString());
            Measurement[] recorded = metric is null ? [.. trials[trial].Measurements] : [.. metrics.Where(one => one.Trial == trial && one.Name == metric).Select(one => new Measurement(one.Step!.Value, one.Value))];
            Assert.Equal(recorded, curve.Ints("steps").Zip(curve.Doubles("values"), (step, value) => new Measurement(step, value)));
        }
        var attempts = await _record.ReadAttemptsAsync(Cancel);
        var json = _json.GetProperty("attempts");
        Assert.Equal(attempts.Select(attempt => (attempt.Trial, attempt.Number)), json.Ints("trial").Zip(json.Ints("number")));
        Assert.Equal(attempts.Select(attempt => attempt.End?.ToString().ToLowerInvariant()), json.Strings("end"));
        AssertTimes(attempts.Select(attempt => attempt.Started), json.OptionalDoubles("started"));
        AssertTimes(attempts.Select(attempt => attempt.Ended), json.OptionalDoubles("ended"));

        IEnumerable<JsonElement> CurvesOf(string? metric) => curves.Where(curve => curve.GetProperty("metric").GetString() == metric);
    }

    [Fact]
    public async Task The_rounds_are_those_on_record_with_what_came_of_each()
    {
        var report = await RoundsReport.ReadAsync(_record, Cancel);

        foreach (var (round, json) in report.Rounds.Zip(_json.Items("rounds"), (round, json) => (round, json)))
        {
            Assert.Equal((round.Round.Number, round.Round.FirstTrial, round.Trials), (json.GetProperty("number").GetInt32(), json.GetProperty("firstTrial").GetInt32(), json.GetProperty("trials").GetInt32()));
            Assert.Equal((round.Round.Reason, round.Best?.Value), (json.GetProperty("reason").GetString(), json.GetProperty("best").Optional()));
            Assert.Equal(round.Round.Ranges.Select(range => (range.Name, range.Low, range.High)), json.Items("ranges").Select(range => (range.GetProperty("name").GetString()!, range.GetProperty("low").Optional(), range.GetProperty("high").Optional())));
        }
        Assert.Equal(report.Rounds.Count, _json.Items("rounds").Length);
        Assert.Equal(
            report.Rounds.SelectMany(round => Enumerable.Repeat(round.Round.Number, round.Trials)),
            _json.GetProperty("rows").Ints("round"));
    }

    [Fact]
    public async Task A_trial_in_full_has_all_that_is_on_record_of_it()
    {
        var trials = await _record.ReadAsync(Cancel);
        Assert.Equal(trials.Select(trial => trial.Number), _json.Items("details").Select(one => one.GetProperty("number").GetInt32()).Order());
        foreach (var json in _json.Items("details"))
        {
            var trial = trials[json.GetProperty("number").GetInt32()];
            Assert.Equal(trial.Value, json.GetProperty("value").Optional());
            Assert.Equal(trial.Error, json.GetProperty("error").GetString());
            Assert.Equal(trial.Note, json.GetProperty("note").GetString());
            Assert.Equal(trial.ValuesIn(_record.Study.Space).Select(pair => (pair.Key, pair.Value.ToString())), json.GetProperty("values").EnumerateObject().Select(pair => (pair.Name, pair.Value.ToString())));
            Assert.Equal((await _record.ReadNotesAsync(Cancel)).Where(note => note.Trial == trial.Number).Select(note => note.Text), json.Strings("notes"));
            Assert.Equal((await _record.ReadAttemptsAsync(trial.Number, Cancel)).Select(attempt => (attempt.Number, attempt.Worker)), json.Items("attempts").Select(attempt => (attempt.GetProperty("number").GetInt32(), attempt.GetProperty("worker").GetString())));
            Assert.Equal((await _record.ReadDecisionsAsync(trial.Number, Cancel)).Select(decision => (decision.Step, decision.IsStopped, decision.Observed)), json.Items("pruning").Select(one => (one.GetProperty("step").GetInt32(), one.GetProperty("stopped").GetBoolean(), one.GetProperty("results").GetInt32())));
            Assert.Equal((await _record.ReadArtifactsAsync(Cancel)).Where(artifact => artifact.Trial == trial.Number).Select(artifact => (artifact.Name, artifact.Size, artifact.Sha256)), json.Items("artifacts").Select(one => (one.GetProperty("name").GetString()!, one.GetProperty("bytes").GetInt64(), one.GetProperty("sha256").GetString()!)));
            Assert.Equal((trial.PreviousResult?.Results ?? []).Select(earlier => earlier.Value), json.Items("earlierResults").Select(earlier => earlier.GetProperty("value").Optional()).Reverse());
            Assert.Equal(trial.Observed, json.GetProperty("saw") is { ValueKind: JsonValueKind.Object } saw ? saw.GetProperty("results").GetInt32() : null);
        }
    }

    [Fact]
    public void The_newest_proposals_come_first_with_their_notes()
    {
        var proposed = _study.Trials.Where(trial => trial.Observed is not null).Reverse().Take(5).ToArray();

        Assert.Equal(proposed.Select(trial => (trial.Number, trial.Note)), _json.Items("proposals").Select(one => (one.GetProperty("trial").GetInt32(), one.GetProperty("note").GetString())));
        Assert.Equal(PageStudyExample.Script, proposed[0].Note);
    }

    [Fact]
    public void The_time_left_follows_from_the_time_that_results_have_taken_while_something_runs()
    {
        var left = _json.GetProperty("secondsLeft").GetDouble();

        // 58 of 70 are finished.
        Assert.Equal(_study.RunningTime.TotalSeconds / 58 * 12, left, 0.002);
        Assert.Equal(JsonValueKind.Null, SecondsLeft([.. _study.Trials.Where(trial => trial.State != TrialState.Running)], 70));
        Assert.Equal(JsonValueKind.Null, SecondsLeft(_study.Trials, null));
        Assert.Equal(JsonValueKind.Null, SecondsLeft(_study.Trials, 58));

        JsonValueKind SecondsLeft(IReadOnlyList<Trial> trials, int? planned) =>
            PageData.Of(new() { Study = _study.Study with { PlannedTrials = planned }, Created = _study.Created, Trials = trials, RunningTime = _study.RunningTime }).GetProperty("secondsLeft").ValueKind;
    }

    [Fact]
    public void No_text_can_end_the_element_that_it_stands_in()
    {
        var bytes = PageData.BytesOf(_study);

        Assert.DoesNotContain((byte)'<', bytes);
        Assert.Equal(PageStudyExample.Name, _json.GetProperty("name").GetString());
        Assert.Contains(_json.GetProperty("rows").Strings("error"), error => error?.Contains(PageStudyExample.Script, StringComparison.Ordinal) == true);
    }

    [Fact]
    public void A_text_that_is_no_text_is_written_all_the_same()
    {
        foreach (var (text, read) in ((string, string)[])[("\ud800 half", "\ufffd half"), ("\0\u001b[2J", "\0\u001b[2J")])
        {
            var study = new PageStudy { Study = _study.Study with { Strategy = text }, Created = _study.Created, Trials = [] };
            Assert.Equal(read, PageData.Of(study).GetProperty("strategy").GetString());
        }
    }

    [Fact]
    public async Task The_file_of_a_study_has_its_insight_with_the_defaults_that_fit_it()
    {
        var fitting = new Setting { { "lr", 0.01 } };
        var defaults = new Setting { { "lr", 0.01 }, { "layers", 99 }, { "no such parameter", 1 } };

        var read = await PageFile.ReadAsync([_record, _record], defaults, Cancel);

        var expected = StudyInsight.Of(_record.Study, _study.Trials, new() { Default = fitting });
        Assert.Equal(PageData.Written(json => PageJson.WriteInsight(json, expected)), PageData.Written(json => PageJson.WriteInsight(json, read[0].Insight!)));
        Assert.NotEmpty(expected.Importance);
        Assert.Null(read[1].Insight);
    }

    [Fact]
    public void Insight_is_written_as_it_is()
    {
        var insight = new StudyInsight(ImportanceMethod.Fanova, 40)
        {
            Importance = [new("lr", 0.75, 0.5, 0.9)],
            Pairs = [new("lr", "layers", 0.125)],
            Tunability = [new("lr", 0.5, 0.25, 0.75) { Tuned = ParameterValue.Of(0.01) }, new(null, 1, 0, 2)],
            Ablation = [new(null, null, null, 0.5), new("optimizer", ParameterValue.Of("sgd"), ParameterValue.Of(PageStudyExample.Option), 0.75), new("momentum", ParameterValue.Of(0.5), null, 1)],
            Sentences = [PageStudyExample.Script],
        };

        Assert.Equal(
            """{"method":"fanova","importance":[{"parameter":"lr","importance":0.75,"low":0.5,"high":0.9}],"tunability":[{"parameter":"lr","gain":0.5,"tuned":0.01,"low":0.25,"high":0.75},{"parameter":null,"gain":1,"tuned":null,"low":0,"high":2}],"ablation":[{"parameter":null,"from":null,"to":null,"value":0.5},{"parameter":"optimizer","from":"sgd","to":"\u003Csvg onload=\u0022document.title=\u0027option\u0027\u0022\u003E","value":0.75},{"parameter":"momentum","from":0.5,"to":null,"value":1}],"trials":40,"pairs":[{"first":"lr","second":"layers","importance":0.125}],"sentences":[""",
            System.Text.Encoding.UTF8.GetString(PageData.Written(json => PageJson.WriteInsight(json, insight))).Split("\"sentences\":[")[0] + "\"sentences\":[");
    }

    // In seconds since the study was created, to the millisecond.
    private void AssertTimes(IEnumerable<DateTimeOffset?> recorded, double?[] seconds)
    {
        foreach (var (time, second) in recorded.Zip(seconds))
        {
            Assert.Equal(time is null, second is null);
            Assert.Equal((time - _record.Created)?.TotalSeconds ?? 0, second ?? 0, 0.0011);
        }
    }
}
