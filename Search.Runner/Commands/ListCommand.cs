using System.CommandLine;
using HyperSearch.Core;

namespace HyperSearch.Runner;

/// <summary><c>list</c>: the studies of a store.</summary>
internal static class ListCommand
{
    public static Command Create(Output output)
    {
        var store = StoreOption.Create();
        var format = FormatOption.Create();
        var command = new Command("list", "Prints the studies in the store.") { store, format };
        command.SetAction(async (parsed, cancel) =>
        {
            await using var opened = StoreOption.OpenExisting(parsed.GetValue(store));
            var studies = await opened.ListAsync(cancel);
            if (parsed.GetValue(format) == ReportFormat.Json)
                JsonReports.Write(studies, output.Out);
            else
                TableWriter.Write(Table(studies), parsed.GetValue(format), output);
            return ExitCodes.Done;
        });
        return command.WithExamples("hypersearch list", "hypersearch list --store shared.db --format json");
    }

    private static ReportTable Table(IReadOnlyList<StudySummary> studies) => new(
        ["study", "goal", "best", .. StateCounts.Of(new(0, 0, 0, 0, 0)).Select(state => state.Name), "created"],
        [.. studies.Select(IReadOnlyList<ParameterValue?> (study) =>
        [
            ParameterValue.Of(study.Name), ParameterValue.Of(string.Join(", ", [study.Goal, .. study.FurtherGoals])), study.Best is { } best ? ParameterValue.Of(best) : null,
            .. StateCounts.Of(study.Counts).Select(state => (ParameterValue?)ParameterValue.Of((double)state.Count)),
            ParameterValue.Of(study.Created.ToString("u")),
        ])]);
}
