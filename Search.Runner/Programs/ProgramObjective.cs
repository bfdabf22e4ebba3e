namespace HyperSearch.Runner;

/// <summary>Runs programs as the objective of a study. Safe for use by several threads.</summary>
/// <param name="study">The study's name.</param>
/// <param name="limits">Within which limits, and where the results are.</param>
internal sealed class ProgramObjective(string study, ProgramLimits limits)
{
    private readonly ProgramSlots _slots = ProgramSlots.Of(limits);

    /// <summary>Runs a program, and waits until it and all that it has started have ended.</summary>
    /// <param name="call">What is run.</param>
    /// <param name="trial">The trial, which is told what the program says.</param>
    /// <param name="cancel">Has the program end.</param>
    /// <returns>The last value of the goal's metric that it has said.</returns>
    /// <exception cref="ProgramException">It cannot be run, has failed, or has said no result.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public double Run(ProgramCall call, ITrial trial, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var slot = _slots.Take();
        try
        {
            using var folder = new ProgramFolder(call.Files);
            var result = limits.ResultFile is { } name ? new ProgramResult(name, folder, limits.Workers > 1) : null;
            return new ProgramRun(limits, trial, folder).Run(StartOf(call, trial, folder, slot, result), result, cancel);
        }
        finally
        {
            _slots.Return(slot);
        }
    }

    private ProcessStart StartOf(ProgramCall call, ITrial trial, ProgramFolder folder, ProgramSlot slot, ProgramResult? result)
    {
        string[] words = [.. call.Words.Select(word => word.Replace(ProgramCall.FolderPlaceholder, folder.Files, StringComparison.Ordinal)).Select(word => result?.InWord(word) ?? word)];
        if (Array.Find(words, word => word.Contains('\0', StringComparison.Ordinal)) is { } cut)
            throw new ProgramException($"No word of a command line has a NUL character in it, but one is '{SafeText.Line(cut)}'.");
        var variables = ProgramVariables.Of(study, trial, call.Parameters, folder, slot);
        if (result is not null)
            variables[ProgramVariables.Result] = result.Path;
        else
            variables.Remove(ProgramVariables.Result);
        return new(ProgramPath.Of(words is [var program, ..] ? program : ""), words[1..], variables, folder.Path)
        {
            Cores = slot.Cores,
            Memory = limits.Memory,
            CpuTime = limits.CpuTime,
        };
    }
}
