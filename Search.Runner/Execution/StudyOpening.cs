using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary>Opens a study for running: finds its parameters, what it learns from and its record, and has it get ready.</summary>
/// <param name="study">The study.</param>
/// <param name="store">Where it is recorded.</param>
/// <param name="messages">Told when the study's own code takes its time.</param>
/// <param name="warn">Told of what a user should know.</param>
internal sealed class StudyOpening(Study study, IStudyStore store, TextWriter messages, Action<string> warn)
{
    /// <summary>The option that lets a grid begin that the budget does not hold.</summary>
    public const string PartialGridOption = "--partial-grid";

    /// <summary>The name on record.</summary>
    public string Name { get; init; } = study.Name;

    /// <summary>The seed of a new study.</summary>
    public ulong Seed { get; init; } = study.Seed;

    /// <summary>The study's total of trials, for strategies that plan.</summary>
    public int? PlannedTrials { get; init; } = study.Budget.Trials;

    /// <summary>Whether trials are to be run.</summary>
    public bool RunsTrials { get; init; } = true;

    /// <summary>What stops trials early; null for nothing.</summary>
    public IPruner? Pruner { get; init; }

    public bool AllowWidening { get; init; }

    /// <summary>Whether a grid may begin of which the budget leaves a part out.</summary>
    public bool AllowPartialGrid { get; init; }

    /// <summary>What it is to learn from; null for what the study says, or its record.</summary>
    public Earlier? LearnFrom { get; init; }

    /// <summary>Refuses a study that cannot score its trials itself.</summary>
    /// <exception cref="StudyException">It has no objective, or two.</exception>
    public static void RequireObjective(Study study)
    {
        if (!study.HasObjective)
            throw new StudyException($"Study '{SafeText.Line(study.Name)}' says not how a trial is scored. Set `Objective` or `AsyncObjective`, one of them, or have a program ask for its trials (OpenAsync).");
    }

    /// <summary>Opens it. The study's options have their values by then.</summary>
    /// <param name="space">The study's space: see <see cref="StudyCode.TraceAsync"/>.</param>
    /// <param name="strategy">What proposes.</param>
    /// <param name="known">Its record, where there is one.</param>
    /// <param name="interrupt">Gives it up.</param>
    /// <exception cref="StudyException">It says not what it looks for, or looks for several things with what knows one; its defaults do not fit its space, or its grid the budget; it cannot be made ready for its trials, or learns from others than it is to.</exception>
    /// <exception cref="StudyChangedException">The study differs from its record.</exception>
    /// <exception cref="StoreException">The store cannot be used, or a name is none.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public async Task<OpenedStudy> OpenAsync(SearchSpace space, IStrategy strategy, IStudyRecord? known, CancellationToken interrupt)
    {
        RequireGoals(strategy);
        DefaultsCheck.Require(study, strategy, space);
        if (known is null && RunsTrials)
            RequireWholeGrid(strategy, space);
        if (study.Replicates.Most > 1)
            strategy = Replicated(strategy);
        var definition = new StudyDefinition(Name, space, study.Goal, Seed)
        {
            FurtherGoals = [.. study.Goals.Skip(1)],
            Constraints = study.Constraints,
            Strategy = strategy.ToString() ?? "",
            PlannedTrials = PlannedTrials,
            Options = study.Options.ToDictionary(option => option.Name, option => option.Value, StringComparer.Ordinal),
            ChangingOptions = [.. study.Options.Where(option => option.MayChange).Select(option => option.Name)],
            Program = study.Program,
        };
        // Before anything is written, or made for it.
        if ((known is null || AllowWidening) && definition.ObjectionToNames() is { } objection)
            throw new StudyException(objection);
        if (strategy.LearnsFromEarlierStudies)
            definition = await WithEarlierAsync(definition, known, interrupt);
        else if (LearnFrom?.Patterns is { Count: > 0 } || (known is null && study.LearnFrom.Patterns is { Count: > 0 } && LearnFrom is null))
            warn($"{definition.Strategy} does not learn from earlier studies.");
        // Before the record is made, or has a value that may be mistyped.
        if (RunsTrials && !(known is not null && (await known.CountAsync(interrupt)).Finished >= PlannedTrials))
            await PrepareAsync(interrupt);
        var record = AllowWidening ? await store.WidenAsync(definition, interrupt) : await store.OpenAsync(definition, interrupt);
        // Another process may have begun it meanwhile.
        if (strategy.LearnsFromEarlierStudies)
            RequireAsRecorded(record.Study);
        return new(record, space, strategy, IsNew: known is null)
        {
            Widened = known?.Study.DifferencesTo(definition) ?? [],
            Changed = known is null ? [] : [.. definition.ChangingOptions
                .Where(option => known.Study.Options.GetValueOrDefault(option) is { } last && last != definition.Options[option])
                .Select(option => $"--{option}: last {known.Study.Options[option]}, now {definition.Options[option]}")],
        };
    }

    // The study with what it learns from, where it is new.
    private async Task<StudyDefinition> WithEarlierAsync(StudyDefinition definition, IStudyRecord? known, CancellationToken interrupt)
    {
        if (known is not null)
        {
            RequireAsRecorded(known.Study);
            return definition;
        }
        return definition with { Earlier = await EarlierStudies.TakeAsync(store, definition, LearnFrom ?? study.LearnFrom, warn, interrupt) };
    }

    private void RequireAsRecorded(StudyDefinition recorded)
    {
        if (LearnFrom is not null && !EarlierStudies.IsAsRecorded(LearnFrom, recorded.Earlier))
        {
            throw new StudyException($"What study '{SafeText.Line(recorded.Name)}' learns from was chosen when it began: " +
                $"{EarlierText.Of(recorded.Earlier)}. Go on without choosing it anew, or begin another study under another name.");
        }
    }

    private void RequireGoals(IStrategy strategy)
    {
        if (study.Goals.Count == 0)
            throw new StudyException($"Study '{SafeText.Line(study.Name)}' does not say what it looks for. Set `Goal`, such as Goal.Maximize(\"accuracy\"), or `Goals` where these are several.");
        if (study.Goals.Count == 1)
            return;
        if (Pruner is not null)
        {
            throw new StudyException($"Study '{SafeText.Line(study.Name)}' has {study.Goals.Count} goals, and {Pruner.GetType().Name} stops trials by one: what is behind by the first may be ahead by another. " +
                "Leave the pruner out (--no-prune, or --pruner none), or keep one goal and make the others constraints.");
        }
        if (strategy is Narrowing)
        {
            throw new StudyException($"Study '{SafeText.Line(study.Name)}' has {study.Goals.Count} goals, and {nameof(Narrowing)} draws its ranges around the best by one. " +
                "Choose another strategy, such as auto, or keep one goal and make the others constraints.");
        }
        if (study.Stop is StopWhenNotWorthIt)
        {
            throw new StudyException($"Study '{SafeText.Line(study.Name)}' has {study.Goals.Count} goals, and {nameof(Stop)}.WhenNotWorthIt judges by one what more trials bring. " +
                "Leave it out and give the study a budget, or keep one goal and make the others constraints.");
        }
    }

    private ReplicatedSearch Replicated(IStrategy strategy) => strategy is not Narrowing ? new(strategy, study.Replicates)
        : throw new StudyException($"Study '{SafeText.Line(study.Name)}' repeats trials (Replicates), and {nameof(Narrowing)} counts each as one of its round. Choose another strategy, such as auto, or leave Replicates out: `confirm` runs the best again after the search.");

    private void RequireWholeGrid(IStrategy strategy, SearchSpace space)
    {
        if (PlannedTrials is { } most && strategy is GridSearch { AllowPartial: false } grid && !AllowPartialGrid && grid.LeftOut(space, most) is { } leftOut)
        {
            throw new StudyException($"{SafeText.Line(leftOut.ToString())} Nothing was started. Raise the budget (--trials {leftOut.Combinations}), use fewer levels, " +
                $"or take what it holds: {PartialGridOption}, or {nameof(GridSearch.AllowPartial)} = true in the code.");
        }
    }

    // Calls what the study has to do before its first trial.
    private async Task PrepareAsync(CancellationToken interrupt)
    {
        if (study.Prepare is not { } prepare)
            return;
        try
        {
            await StudyCode.RunAsync(() => { prepare(); return true; }, "The study is getting ready (Prepare) for 10 s.", messages, interrupt);
        }
        catch (Exception exception) when (!(exception is OperationCanceledException && interrupt.IsCancellationRequested))
        {
            var reason = exception is IOException or UnauthorizedAccessException or InvalidDataException or FormatException or ArgumentException
                ? exception.Message
                : ErrorText.InOneLine(exception);
            throw new StudyException($"The study cannot begin, and no trial was started: {reason}", exception);
        }
    }
}
