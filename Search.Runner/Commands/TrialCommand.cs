using System.CommandLine;
using System.CommandLine.Parsing;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary><c>trial</c>: records trials as failed, or has them run again, by hand.</summary>
internal sealed class TrialCommand
{
    private readonly Output _output;
    private readonly Argument<int[]> _numbers = new("trials") { Description = "The trials' numbers.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<bool> _fail = new("--fail") { Description = "Record them as failed. What a process that runs one of them finds out is discarded." };
    private readonly Option<bool> _requeue = new("--requeue") { Description = "Have them run again under their numbers, also when all trials of the study are done." };
    private readonly Option<bool> _skip = new("--skip") { Description = "Trials that wait: never run them. They are recorded as failed." };
    private readonly Option<bool> _allFailed = new("--all-failed") { Description = "All trials that have failed, with --requeue." };
    private readonly Option<string> _reason = new("--reason") { Description = "Why, for the record; with --fail or --skip.", HelpName = "TEXT" };

    private TrialCommand(Output output) => _output = output;

    public static Command Create(StudyArgument study, Output output)
    {
        var trial = new TrialCommand(output);
        var command = new Command("trial", "Records trials as failed, or has them run again, by hand. A result that a trial has stays on record in its place.")
        {
            trial._fail, trial._requeue, trial._skip, trial._allFailed, trial._reason,
        };
        command.Validators.Add(trial.Validate);
        StudyVerb.SetAction(command, study, trial.InvokeAsync, warnings: output);
        // After the study's own argument, which comes first where there is one.
        command.Arguments.Add(trial._numbers);
        return command.WithExamples(
            study.Example("trial", "17 --fail --reason \"trained on the test set\""),
            study.Example("trial", "17 --requeue"),
            study.Example("trial", "20 21 22 --skip"),
            study.Example("trial", "--all-failed --requeue"));
    }

    private void Validate(CommandResult command)
    {
        bool Has(Option option) => command.GetResult(option) is { Implicit: false };
        var numbers = command.GetResult(_numbers)?.Tokens.Count > 0;
        if (new[] { _fail, _requeue, _skip }.Count(Has) != 1)
            command.AddError("`trial` takes just one of --fail, --requeue and --skip.");
        else if (numbers == Has(_allFailed))
            command.AddError(numbers ? "`trial` takes either numbers or --all-failed." : "`trial` takes the numbers of trials, or --all-failed with --requeue.");
        else if (Has(_allFailed) && !Has(_requeue))
            command.AddError("--all-failed goes with --requeue.");
        else if (Has(_reason) && Has(_requeue))
            command.AddError("--reason goes with --fail or --skip.");
    }

    private async Task InvokeAsync(ParseResult parsed, IStudyRecord record)
    {
        var correction = parsed.GetValue(_fail) ? TrialCorrection.Fail : parsed.GetValue(_skip) ? TrialCorrection.Skip : TrialCorrection.Requeue;
        var numbers = parsed.GetValue(_allFailed)
            ? [.. (await record.ReadAsync()).Where(trial => trial.State == TrialState.Failed).Select(trial => trial.Number)]
            : parsed.GetValue(_numbers)!;
        if (numbers.Length == 0)
        {
            await _output.Out.WriteLineAsync("No trial has failed.");
        }
        else
        {
            foreach (var before in await record.CorrectAsync(correction, numbers, parsed.GetValue(_reason)))
                await _output.Out.WriteLineAsync(Describe(correction, before));
        }
    }

    private static string Describe(TrialCorrection correction, Trial before)
    {
        var was = before.State switch
        {
            TrialState.Waiting => "it waited",
            TrialState.Running when correction == TrialCorrection.Fail => "it was running, and what it comes to is discarded",
            TrialState.Running => "the process that ran it is dead",
            TrialState.Failed => "it had failed, which stays on record",
            var state => FormattableString.Invariant($"it was {StateNames.Of(state)} with {before.Value:R}, which stays on record"),
        };
        return correction switch
        {
            TrialCorrection.Fail => $"trial {before.Number} is recorded as failed: {was}",
            TrialCorrection.Skip => $"trial {before.Number} is skipped: {was}",
            _ => $"trial {before.Number} waits to run again: {was}",
        };
    }
}
