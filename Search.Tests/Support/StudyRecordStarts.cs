using HyperSearch;
using HyperSearch.Core;

namespace Search.Tests;

/// <summary>Starts of trials with the usual limits.</summary>
internal static class StudyRecordStarts
{
    extension(IStudyRecord record)
    {
        /// <summary>With the usual limit of attempts.</summary>
        public Task<Trial?> StartAsync(Func<History, Proposal?> propose, int? mostTrials, Func<History, int?>? promote, CancellationToken cancel) =>
            record.StartAsync(propose, new StartLimits(mostTrials), promote, cancel);

        /// <summary>Without promotions.</summary>
        public Task<Trial?> StartAsync(Func<History, Proposal?> propose, int? mostTrials, CancellationToken cancel = default) =>
            record.StartAsync(propose, new StartLimits(mostTrials), null, cancel);
    }
}
