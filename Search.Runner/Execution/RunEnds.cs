namespace HyperSearch;

/// <summary>What ends of runs have in common.</summary>
public static class RunEnds
{
    extension(RunEnd end)
    {
        /// <summary>Whether the study itself has come to its end, and not this run of it alone.</summary>
        public bool IsOfStudy => end is RunEnd.Done or RunEnd.NothingToPropose or RunEnd.AllTried or RunEnd.Flat or RunEnd.Stopped or RunEnd.OutOfTotalTime;
    }
}
