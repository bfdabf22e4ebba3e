using System.Text.Json;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>Hands out the trials of a study to another program and takes what it tells of them, a line of JSON for each request and each answer: docs/protocol.md.</summary>
/// <param name="session">The study's trials.</param>
/// <param name="study">The study.</param>
/// <param name="space">Its space.</param>
/// <param name="budget">Its budget.</param>
/// <param name="channel">The other program.</param>
#pragma warning disable CA1001 // The reader, which may still wait for a line, uses what would be disposed of; none of it has a handle.
internal sealed class TrialServer(TrialSession session, Study study, SearchSpace space, Budget? budget, LineChannel channel)
#pragma warning restore CA1001
{
    /// <summary>The version of the protocol: another one where a client of this one would misunderstand.</summary>
    public const int Protocol = 1;

    // Requests that are not answered yet. Who sends more waits.
    private const int MostOpen = 256;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ServedTrials _trials = new();
    private readonly TrialRequests _requests = new(session);
    private readonly SemaphoreSlim _work = new(MostOpen);
    private readonly SemaphoreSlim _answers = new(MostOpen);
    private readonly CancellationTokenSource _over = new();
    private readonly CancellationTokenSource _givenUp = new();
    private Request? _end;

    /// <summary>Serves until the other program ends it or is gone, or this one is interrupted. What was not told goes back.</summary>
    public async Task RunAsync(CancellationToken interrupt)
    {
        channel.Write(JsonLine.Of(WriteGreeting));
        var reading = Task.Factory.StartNew(ReadAll, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var interrupted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (interrupt.Register(interrupted.SetResult))
        {
            await Task.WhenAny(reading, channel.Broken, interrupted.Task);
        }
        await _over.CancelAsync();
        if (!reading.IsCompleted)
            await _givenUp.CancelAsync();
        // What was told is recorded, and what was asked for is answered, unless nobody waits for the answer.
        for (var open = 0; open < MostOpen; open++)
            await _work.WaitAsync(CancellationToken.None);
        var released = await _trials.ReleaseAsync();
        await SendRestAsync(isGone: interrupt.IsCancellationRequested || channel.Broken.IsCompleted);
        if (_end is { } end)
            Write(end, json => WriteReleased(json, released));
    }

    // A program that reads slowly gets its last answers, one that does not read holds nobody up.
    private async Task SendRestAsync(bool isGone)
    {
        using var patience = new CancellationTokenSource(isGone ? TimeSpan.Zero : Patience);
        try
        {
            for (var open = 0; open < MostOpen; open++)
                await _answers.WaitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
        }
    }

    private static void WriteReleased(Utf8JsonWriter json, IReadOnlyList<int> released)
    {
        json.WriteStartArray("released");
        foreach (var number in released)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    private void WriteGreeting(Utf8JsonWriter json)
    {
        json.WriteNumber("protocol", Protocol);
        json.WriteString("study", session.Record.Study.Name);
        json.WriteGoals(session.Record.Study);
        json.WriteStartArray("parameters");
        foreach (var parameter in space.Parameters)
            json.WriteStringValue(parameter.Name);
        json.WriteEndArray();
    }

    private void ReadAll()
    {
        while (!_over.IsCancellationRequested && channel.Read() is { } line)
        {
            if (line.Text.AsSpan().Trim().IsEmpty && !line.IsTooLong)
                continue;
            if (!TryEnter() || !Handle(line))
                return;
        }
    }

    private bool TryEnter()
    {
        try
        {
            _answers.Wait(_over.Token);
            _work.Wait(_over.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    // Whether to go on reading.
    private bool Handle(BoundedLine line)
    {
        Request? request = null;
        Task<Action<Utf8JsonWriter>> work;
        try
        {
            request = line.IsTooLong ? throw new RequestException($"A request is a line of at most {LineChannel.LongestLine} characters.") : Request.Parse(line.Text);
            request.ReadId();
            if (request.Do() == "end")
            {
                request.Allow();
                _end = request;
                return Leave();
            }
            work = Begin(request);
        }
        catch (RequestException exception)
        {
            work = Task.FromException<Action<Utf8JsonWriter>>(exception);
        }
        _ = AnswerAsync(request, work);
        return true;
    }

    private bool Leave()
    {
        _work.Release();
        _answers.Release();
        return false;
    }

    private Task<Action<Utf8JsonWriter>> Begin(Request request)
    {
        if (request.Do() == "ask")
        {
            request.Allow("resume");
            var resumes = request.Flag("resume");
            return Task.Run(() => AskAsync(resumes));
        }
        var act = _requests.Read(request);
        var trial = _trials.Find(request.Trial);
        if (!act.Ends)
            return trial.RunAsync(() => act.Run(trial.Held));
        _trials.Close(trial);
        return EndAsync(trial, act);
    }

    private async Task<Action<Utf8JsonWriter>> EndAsync(ServedTrial trial, TrialAct act)
    {
        try
        {
            return await trial.RunAsync(() => act.Run(trial.Held));
        }
        catch (Exception exception) when (exception is StoreException or IncompleteTellException)
        {
            _trials.Reopen(trial);
            throw;
        }
    }

    private async Task<Action<Utf8JsonWriter>> AskAsync(bool resumes)
    {
        if (await session.AskAsync(_givenUp.Token, resumes) is not { } held)
            return await EndJson.ReadAsync(session, study, budget);
        _trials.Add(held);
        return json => json.WriteTrial(space, held);
    }

    private async Task AnswerAsync(Request? request, Task<Action<Utf8JsonWriter>> work)
    {
        Action<Utf8JsonWriter> content;
        try
        {
            content = await work;
        }
#pragma warning disable CA1031 // Whatever it is, it is this request's answer; the others go on.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            content = ErrorJson.Of(exception);
        }
        _work.Release();
        // Not on the thread of what wrote the record.
        await Task.Yield();
        Write(request, content);
        request?.Dispose();
        _answers.Release();
    }

    private void Write(Request? request, Action<Utf8JsonWriter> content) => channel.Write(JsonLine.Of(json =>
    {
        if (request?.Id is { } id)
        {
            json.WritePropertyName("id");
            id.WriteTo(json);
        }
        content(json);
    }));
}
