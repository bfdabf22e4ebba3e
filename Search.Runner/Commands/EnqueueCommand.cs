using System.CommandLine;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary><c>enqueue</c>: a setting to be tried before anything that the strategy proposes.</summary>
internal static class EnqueueCommand
{
    /// <param name="study">Which study.</param>
    /// <param name="code">The study's code, which knows its defaults and when a parameter is active; null where it is not at hand.</param>
    /// <param name="output">Where it answers.</param>
    public static Command Create(StudyArgument study, Study? code, Output output)
    {
        var values = new Argument<string[]>("values") { Description = "The setting: lr=0.01 activation=relu …", Arity = ArgumentArity.OneOrMore };
        var again = new Option<bool>("--again") { Description = "Queue it also where a trial has this setting already." };
        var command = new Command("enqueue", "Queues a setting to be tried before anything that the strategy proposes, also while the study runs.") { again };
        StudyVerb.SetAction(command, study, async (parsed, record) =>
        {
            var space = await SpaceOfAsync(record.Study, code, output);
            if (code is not null)
                DefaultsCheck.Require(code, strategy: null, space);
            var point = space.Complete(SettingText.Parse(parsed.GetValue(values)!).WithDefaults(code?.Defaults ?? []));
            var setting = new Setting(space.ValuesOf(point));
            if (space.RejectionOf(point) is { } reason)
                throw new CommandFailedException($"The study forbids this setting: {SafeText.Line(reason)}. Nothing was queued: {SafeText.Line(setting.ToString())}.");
            if (!parsed.GetValue(again) && (await record.ReadAsync()).FirstOrDefault(trial => IsSame(trial, point)) is { } same)
                throw new CommandFailedException($"Trial {same.Number} ({StateNames.Of(same.State)}) has this setting already: {SafeText.Line(setting.ToString())}. Nothing was queued; --again queues it all the same.");
            var trial = await record.EnqueueAsync(point);
            await output.Out.WriteLineAsync($"queued trial {trial.Number}: {SafeText.Line(setting.ToString())}");
        }, warnings: output);
        // After the study's own argument, which comes first where there is one.
        command.Arguments.Add(values);
        return command.WithExamples(study.Example("enqueue", "lr=0.01 weight_decay=1e-5"));
    }

    private static async Task<SearchSpace> SpaceOfAsync(StudyDefinition recorded, Study? code, Output output)
    {
        if (code is null)
            return recorded.Space;
        using var interruption = new Interruption(TextWriter.Null);
        var space = await StudyCode.TraceAsync(code, output.Error, interruption.Token);
        var differences = recorded.DifferencesTo(recorded with { Space = space });
        return differences.Count == 0 ? space : throw new StudyChangedException(recorded.Name, differences);
    }

    // A trial's own parameters, where conditions leave some out.
    private static bool IsSame(Trial trial, Point point) =>
        Enumerable.Range(0, point.Count).All(i => !trial.Point.IsActive(i) || !point.IsActive(i) || trial.Point[i] == point[i]);
}
