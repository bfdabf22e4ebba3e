using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace HyperSearch.Dashboard;

/// <summary>Tells one who listens what happens, as server-sent events: <c>study</c> and <c>studies</c>.</summary>
/// <remarks>Nothing is kept for who reads slowly: what has happened meanwhile comes together.</remarks>
/// <param name="response">Where it is told.</param>
/// <param name="studies">The studies.</param>
/// <param name="study">The one that is listened to; null for the list alone.</param>
internal sealed class EventStream(HttpResponse response, LiveStudies studies, LiveStudy? study)
{
    // So that whoever is in between, and both ends, know that it goes on.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private long _list;
    private long _revision;

    /// <param name="cancel">Ends it.</param>
    public async Task RunAsync(CancellationToken cancel)
    {
        using var listening = studies.Listen(study);
        response.ContentType = "text/event-stream";
        _list = studies.List.Revision;
        // One who was away is told once that something may be another.
        await WriteAsync("retry: 1000\n\n" + (response.HttpContext.Request.Headers["Last-Event-ID"].Count > 0 ? ListEvent() : ""), cancel);
        while (true)
        {
            var next = studies.Pulse.Next;
            await WriteAsync(News(), cancel);
            try
            {
                await next.WaitAsync(Heartbeat, cancel);
            }
            catch (TimeoutException)
            {
                await WriteAsync(":\n\n", cancel);
            }
        }
    }

    private string News()
    {
        var news = "";
        if (study is not null && study.State is var (revision, trials) && revision != _revision)
        {
            news += StudyEvent(revision, trials, study.ChangesSince(_revision == 0 ? revision : _revision));
            _revision = revision;
        }
        if (studies.List.Revision is var list && list != _list)
        {
            _list = list;
            news += ListEvent();
        }
        return news;
    }

    private static string StudyEvent(long revision, int trials, FollowedChange change) => Event("study", revision, json =>
    {
        json.WriteNumber("revision", revision);
        json.WriteNumber("trials", trials);
        WriteNumbers(json, "started", change.Started);
        WriteNumbers(json, "reported", change.Reported);
        WriteNumbers(json, "ended", change.Ended);
    });

    private string ListEvent() => Event("studies", null, json => json.WriteNumber("revision", _list));

    private static void WriteNumbers(Utf8JsonWriter json, string name, IEnumerable<int> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers.Take(FollowedChange.MostNamed))
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    private static string Event(string name, long? id, Action<Utf8JsonWriter> write)
    {
        using var data = new MemoryStream();
        PageContent.WriteJson(data, json =>
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        });
        return $"{(id is null ? "" : string.Create(CultureInfo.InvariantCulture, $"id: {id}\n"))}event: {name}\ndata: {Encoding.UTF8.GetString(data.ToArray())}\n\n";
    }

    private async Task WriteAsync(string text, CancellationToken cancel)
    {
        if (text.Length == 0)
            return;
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), cancel);
        await response.Body.FlushAsync(cancel);
    }
}
