using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>How far the start of a trial has come.</summary>
internal sealed class TrialStart(Func<History, Proposal?> propose, StartLimits limits, Func<History, int?>? promote)
{
    public Func<History, Proposal?> Propose => propose;

    public StartLimits Limits => limits;

    public Func<History, int?>? Promote => promote;

    /// <summary>How far the study was when the proposal was asked for.</summary>
    public StudySnapshot Snapshot { get; set; }

    /// <summary>What was proposed outside; null where nothing was yet.</summary>
    public ProposalAnswer? Proposed { get; set; }

    /// <summary>How many proposals came too late.</summary>
    public int Conflicts { get; set; }

    /// <summary>Whether it holds the turn to propose.</summary>
    public bool HoldsTurn { get; set; }

    /// <summary>Whether it is over: with a trial, or with none left to start.</summary>
    public bool IsDone { get; private set; }

    /// <summary>The number of the trial that was started; null for none.</summary>
    public int? Number { get; private set; }

    /// <summary>The trial; null for none. Its answer comes with that of the commit, and may be lost like that.</summary>
    public Answer<Trial?>? Trial { get; private set; }

    /// <summary>What an earlier transaction said is void: it was rolled back, or found that there is something to propose.</summary>
    public void Reset() => (Number, Trial, IsDone) = (null, null, false);

    /// <summary>Nothing is left to start.</summary>
    public bool Complete() => IsDone = true;

    /// <summary>A trial was started.</summary>
    public bool Complete(int number, Answer<Trial?> trial)
    {
        (Number, Trial, IsDone) = (number, trial, true);
        return true;
    }
}

/// <summary>What a strategy answered.</summary>
/// <param name="Proposal">Null where the strategy has nothing to propose.</param>
internal sealed record ProposalAnswer(Proposal? Proposal);
