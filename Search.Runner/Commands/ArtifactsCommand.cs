using System.CommandLine;

namespace HyperSearch.Runner;

/// <summary><c>artifacts</c>: the files that trials have left.</summary>
internal static class ArtifactsCommand
{
    public static Command Create(StudyArgument study, Output output)
    {
        var format = FormatOption.Create();
        var command = new Command("artifacts", "Prints the files that trials have left, by trial.") { format };
        StudyVerb.SetAction(command, study, async (parsed, record) =>
        {
            var artifacts = await record.ReadArtifactsAsync();
            if (parsed.GetValue(format) == ReportFormat.Json)
                JsonReports.Write(record.Study, artifacts, output.Out);
            else
                TableWriter.Write(Table(artifacts), parsed.GetValue(format), output);
        });
        return command.WithExamples(study.Example("artifacts", ""), study.Example("artifacts", "--format json"));
    }

    private static ReportTable Table(IReadOnlyList<TrialArtifact> artifacts) => new(
        ["trial", "artifact", "bytes", "sha256"],
        [.. artifacts.Select(IReadOnlyList<ParameterValue?> (artifact) =>
        [
            ParameterValue.Of((double)artifact.Trial), ParameterValue.Of(artifact.Name), ParameterValue.Of((double)artifact.Size), ParameterValue.Of(artifact.Sha256),
        ])]);
}
