using HyperSearch.Runner;
using Microsoft.AspNetCore.Http;

namespace HyperSearch.Dashboard;

/// <summary>What can be asked for: the page, and what it shows.</summary>
/// <param name="page">The page.</param>
/// <param name="studies">The studies.</param>
/// <param name="stopping">The server ends.</param>
internal sealed class StudyAnswers(ServedPage page, LiveStudies studies, CancellationToken stopping)
{
    private const int MostRows = 1000, UsualRows = 100;

    public Task AnswerAsync(HttpContext context)
    {
        var question = new Question(context.Request.Query);
        return context.Request.Path.Value switch
        {
            "/" => PageAsync(context),
            "/api/studies" => StudiesAsync(context),
            "/api/study" => StudyAsync(context, question),
            "/api/insight" => InsightAsync(context, question),
            "/api/trial" => TrialAsync(context, question),
            "/api/trials" => TrialsAsync(context, question),
            "/api/artifact" => ArtifactAsync(context, question),
            "/api/events" => EventsAsync(context, question),
            _ => throw new RefusedException(StatusCodes.Status404NotFound, "There is nothing here."),
        };
    }

    private Task PageAsync(HttpContext context)
    {
        context.Response.Headers.ContentSecurityPolicy = page.ContentSecurityPolicy;
        // Asked for again each time, and sent where it is another.
        context.Response.Headers.CacheControl = "no-cache";
        return context.WriteAsync(page.Content, "text/html; charset=utf-8");
    }

    private async Task StudiesAsync(HttpContext context)
    {
        var (all, revision) = await studies.List.ReadAsync(context.RequestAborted);
        await context.WriteAsync(PageContent.OfJson($"{revision}", json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("studies");
            foreach (var study in all)
                PageJson.WriteSummary(json, study);
            json.WriteEndArray();
            json.WriteEndObject();
        }), HttpAnswers.Json);
    }

    private async Task StudyAsync(HttpContext context, Question question) =>
        await context.WriteAsync(await StudyOf(question).ReadContentAsync(context.RequestAborted), HttpAnswers.Json);

    private async Task InsightAsync(HttpContext context, Question question)
    {
        var method = question.TextOrNull("method") switch
        {
            null or "ped-anova" => ImportanceMethod.PedAnova,
            "fanova" => ImportanceMethod.Fanova,
            _ => throw Question.Bad("`method` is ped-anova or fanova."),
        };
        await context.WriteAsync(await StudyOf(question).ReadInsightAsync(method, context.RequestAborted), HttpAnswers.Json);
    }

    private async Task TrialAsync(HttpContext context, Question question)
    {
        var number = question.Number("number");
        var content = await StudyOf(question).LookAsync(async (study, record) =>
        {
            if (study.IndexOf(number) is var index && index < 0)
                throw new RefusedException(StatusCodes.Status404NotFound, $"Study '{study.Study.Name}' has no trial {number}.");
            return await TrialContent.OfAsync(record, study, study.Trials[index], context.RequestAborted);
        }, context.RequestAborted);
        await context.WriteAsync(content, HttpAnswers.Json);
    }

    private async Task TrialsAsync(HttpContext context, Question question)
    {
        var selection = new TrialSelection([.. question.Texts("where").Select(TrialCondition.Parse)], question.TextOrNull("sort") is { } sort ? TrialOrder.Parse(sort) : null);
        var (from, count) = (question.Number("from", 0), question.Number("count", UsualRows, MostRows));
        var content = await StudyOf(question).LookAsync((study, _) =>
        {
            Trial[] selected = [.. selection.Of(study.Trials, study.Study, study.Extras)];
            int[] places = [.. selected.Skip(from).Take(count).Select(trial => study.IndexOf(trial.Number))];
            return Task.FromResult(PageContent.OfJson("", json =>
            {
                json.WriteStartObject();
                json.WriteNumber("total", study.Trials.Count);
                json.WriteNumber("matched", selected.Length);
                json.WritePropertyName("rows");
                PageJson.WriteRows(json, study, places);
                json.WriteEndObject();
            }));
        }, context.RequestAborted);
        await context.WriteAsync(content, HttpAnswers.Json);
    }

    private async Task ArtifactAsync(HttpContext context, Question question)
    {
        var (number, name, cancel) = (question.Number("number"), question.Text("artifact"), context.RequestAborted);
        var (artifact, record) = await StudyOf(question).LookAsync(async (study, record) =>
            ((await record.ReadArtifactsAsync(number, cancel)).FirstOrDefault(one => one.Name == name)
                ?? throw new RefusedException(StatusCodes.Status404NotFound, $"Trial {number} of study '{study.Study.Name}' has left no file '{name}'."), record), cancel);
        await using var content = await record.OpenArtifactAsync(artifact, cancel);
        var response = context.Response;
        response.ContentType = "application/octet-stream";
        response.ContentLength = artifact.Size;
        response.Headers.ContentDisposition = $"attachment; filename=\"{DownloadName.Of(artifact)}\"";
        await content.CopyToAsync(response.Body, cancel);
    }

    private async Task EventsAsync(HttpContext context, Question question)
    {
        var study = question.TextOrNull("name") is null ? null : StudyOf(question);
        if (study is not null)
            await study.LookAsync((_, _) => Task.FromResult(true), context.RequestAborted);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        if (HttpMethods.IsHead(context.Request.Method))
            context.Response.ContentType = "text/event-stream";
        else
            await new EventStream(context.Response, studies, study).RunAsync(ending.Token);
    }

    // No study has such a name, and a database would refuse to look for it.
    private LiveStudy StudyOf(Question question) =>
        question.Text("name") is var name && name.Contains('\0', StringComparison.Ordinal) ? throw RefusedException.NoStudy(name) : studies.Of(name);
}
