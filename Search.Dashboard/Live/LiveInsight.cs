using HyperSearch.Runner;

namespace HyperSearch.Dashboard;

/// <summary>What the parameters of a study mean for its score: found out aside, one after the other, and not more often than it is worth.</summary>
internal sealed class LiveInsight
{
    private readonly Lock _lock = new();
    private readonly Pace _pace = new(LiveStudy.Share);
    private readonly Dictionary<ImportanceMethod, (long Revision, Task<PageContent> Content)> _found = [];

    /// <summary>The insight of a study: of an earlier revision where a new one is not due.</summary>
    public Task<PageContent> Of(PageStudy study, ImportanceMethod method)
    {
        lock (_lock)
        {
            if (_found.TryGetValue(method, out var found) && (found.Revision == study.Revision || !found.Content.IsCompleted || (found.Content.IsCompletedSuccessfully && !_pace.IsDue)))
                return found.Content;
            var content = Task.Run(() => Find(study, method));
            _found[method] = (study.Revision, content);
            return content;
        }
    }

    private PageContent Find(PageStudy study, ImportanceMethod method)
    {
        var begun = Pace.Moment.Now;
        var insight = StudyInsight.Of(study.Study, study.Trials, new() { Method = method });
        lock (_lock)
        {
            _pace.Begin();
            _pace.Add(method.ToString(), begun);
        }
        return PageContent.OfJson($"{study.Revision}-{method}", json => PageJson.WriteInsight(json, insight));
    }
}
