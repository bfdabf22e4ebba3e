using System.CommandLine;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary><c>importance</c>: how much each parameter matters, what tuning it brought, and the way from the default to the best trial.</summary>
internal static class ImportanceCommand
{
    /// <param name="study">Which study.</param>
    /// <param name="code">The study's code, which knows its defaults and when a parameter is active; null where it is not at hand.</param>
    /// <param name="output">Where it answers.</param>
    public static Command Create(StudyArgument study, Study? code, Output output)
    {
        var method = CreateMethod();
        var origin = new Option<string[]>("--default")
        {
            Description = $"The setting that tuning is compared with, \"lr=0.01 layers=2\"; may be given several times. What it leaves out has {(code is null ? "" : "the study's defaults, or ")}the middle of its range, or the first of its options.",
            HelpName = "SETTING",
        };
        var format = FormatOption.Create();
        var command = new Command("importance", "Prints how much each parameter matters, what tuning it brought over a default, and which changes lead from there to the best trial.") { method, origin, format };
        StudyVerb.SetAction(command, study, async (parsed, record) =>
        {
            var space = await SpaceAsync(record.Study, code, output);
            var setting = SettingText.Parse(SettingText.ValuesIn(parsed.GetValue(origin) ?? []));
            DefaultsCheck.Require("values of --default", setting, space);
            if (code is not null)
                DefaultsCheck.Require(code, strategy: null, space);
            var insight = StudyInsight.Of(record.Study with { Space = space }, await record.ReadAsync(), new()
            {
                Method = ImportanceMethods.Find(parsed.GetValue(method)!)!.Value,
                Default = setting.WithDefaults(code?.Defaults ?? []),
            });
            InsightReportWriter.Write(record.Study, insight, parsed.GetValue(format), output);
        });
        return command.WithExamples(
            study.Example("importance", ""),
            study.Example("importance", "--default \"lr=0.01 layers=2\""),
            study.Example("importance", "--method fanova"),
            study.Example("importance", "--format json | jq -r '.importance[0].parameter'"));
    }

    private static Option<string> CreateMethod()
    {
        var method = new Option<string>("--method")
        {
            Description = "ped-anova asks where the best settings are, fanova how the score varies, also by pairs.",
            HelpName = string.Join('|', ImportanceMethods.Names),
            DefaultValueFactory = _ => ImportanceMethods.NameOf(ImportanceMethod.PedAnova),
        };
        method.Validators.Add(result =>
        {
            if (result.Tokens is [var text] && ImportanceMethods.Find(text.Value) is null)
                result.AddError($"--method is {string.Join(" or ", ImportanceMethods.Names)}, but it is '{text.Value}'.{EditDistance.Suggestion(text.Value, ImportanceMethods.Names)}");
        });
        return method;
    }

    // The code's own, which knows the conditions, where the study on record is the file's.
    private static async Task<SearchSpace> SpaceAsync(StudyDefinition recorded, Study? code, Output output)
    {
        if (code is null)
            return recorded.Space;
        using var interruption = new Interruption(TextWriter.Null);
        var space = await StudyCode.TraceAsync(code, output.Error, interruption.Token);
        return recorded.DifferencesTo(recorded with { Space = space }).Count == 0 ? space : recorded.Space;
    }
}
