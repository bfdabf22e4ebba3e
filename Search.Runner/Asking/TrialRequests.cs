using System.Text.Json;

namespace HyperSearch.Runner;

/// <summary>What can be said of a trial that was asked for.</summary>
internal sealed class TrialRequests(TrialSession session)
{
    private const int LongestWord = 40;

    private static readonly string[] Known = ["ask", "report", "tell", "fail", "release", "record", "note", "checkpoint", "restore", "artifact", "end"];

    /// <summary>Reads all that a request says, so that one that is wrong changes nothing.</summary>
    /// <exception cref="RequestException">It is wrong.</exception>
    public TrialAct Read(Request request) => request.Do() switch
    {
        "report" => Report(request),
        "tell" => Tell(request),
        "fail" => Fail(request),
        "release" => Release(request),
        "record" => Record(request),
        "note" => Note(request),
        "checkpoint" => SaveCheckpoint(request),
        "restore" => Restore(request),
        "artifact" => SaveArtifact(request),
        var other => throw new RequestException($"There is no request '{other}'.{(other.Length < LongestWord && EditDistance.Nearest(other, Known) is { } near ? $" Did you mean `{near}`?" : "")} There are: {string.Join(", ", Known)}."),
    };

    private TrialAct Report(Request request)
    {
        request.Allow("trial", "step", "value", "curves");
        var (step, value, curves) = (request.Step("step"), request.Number("value"), Metrics(request, "curves"));
        return Now(held =>
        {
            var goesOn = held.Running.Report(step, value);
            foreach (var (name, number) in curves)
                held.Running.Record(name, number, step);
            return json => json.WriteBoolean("stop", !goesOn);
        });
    }

    private TrialAct Tell(Request request)
    {
        request.Allow("trial", "value", "metrics");
        var (value, metrics) = (request.Number("value"), Metrics(request, "metrics"));
        return End(held =>
        {
            foreach (var (name, number) in metrics)
                held.Running.Record(name, number);
            return held.Running.ObjectionTo(value) is { } missing ? throw new IncompleteTellException(missing) : held.TellAsync(value);
        });
    }

    private static TrialAct Fail(Request request)
    {
        request.Allow("trial", "error");
        var error = request.Text("error");
        return End(held => held.FailAsync(error));
    }

    private static TrialAct Release(Request request)
    {
        request.Allow("trial");
        return End(held => held.ReleaseAsync());
    }

    private TrialAct Record(Request request)
    {
        request.Allow("trial", "metric", "value", "step");
        var (metric, value, step) = (request.Text("metric"), request.Number("value"), request.OptionalStep("step"));
        RequireMetric(metric);
        return Keep(held => held.Running.Record(metric, value, step));
    }

    private static TrialAct Note(Request request)
    {
        request.Allow("trial", "text");
        var text = request.Text("text");
        return Keep(held => held.Running.Note(text));
    }

    private static TrialAct SaveCheckpoint(Request request)
    {
        request.Allow("trial", "step", "file");
        var (step, file) = (request.Step("step"), request.Text("file"));
        return Keep(held => RequestFile.Read(file, content => held.Running.SaveCheckpoint(step, content.CopyTo)));
    }

    private static TrialAct Restore(Request request)
    {
        request.Allow("trial", "file");
        var file = request.Text("file");
        return Now(held =>
        {
            if (held.Running.Checkpoint is not { } checkpoint)
                throw new RequestException($"Trial {held.Trial.Number} has no checkpoint to go on from, or was asked for without \"resume\":true.");
            RequestFile.Write(file, target => target.Write(checkpoint.Content.Span));
            return json => json.WriteNumber("step", checkpoint.Step);
        });
    }

    private static TrialAct SaveArtifact(Request request)
    {
        request.Allow("trial", "name", "file");
        var (name, file) = (request.Text("name"), request.Text("file"));
        return Keep(held => RequestFile.Read(file, content => held.Running.SaveArtifact(name, content.CopyTo)));
    }

    private IReadOnlyList<(string Name, double Value)> Metrics(Request request, string field)
    {
        var metrics = request.Numbers(field);
        foreach (var (name, _) in metrics)
            RequireMetric(name);
        return metrics;
    }

    private void RequireMetric(string name)
    {
        if (RunningTrial.ObjectionToMetric(name, session.Record.Study.Goal.Metric) is { } objection)
            throw new RequestException(objection);
    }

    // The answer to what is no report says as well whether the trial is to stop.
    private static TrialAct Keep(Action<HeldTrial> keep) => Now(held =>
    {
        keep(held);
        return json => json.WriteBoolean("stop", held.Running.IsStopped);
    });

    private static TrialAct Now(Func<HeldTrial, Action<Utf8JsonWriter>> act) => new(held => Task.FromResult(act(held)));

    private static TrialAct End(Func<HeldTrial, Task<bool>> end) => new(
        async held => await end(held)
            ? json => json.WriteResult(held.Result)
            : throw new RequestException(RunMonitor.TooLate(held.Trial.Number), RequestException.Late),
        Ends: true);
}
