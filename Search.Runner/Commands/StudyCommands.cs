using System.CommandLine;

namespace HyperSearch.Runner;

/// <summary>The verbs that work on the record alone: the same in a study file and in the program.</summary>
internal static class StudyCommands
{
    /// <param name="root">Where they are added.</param>
    /// <param name="study">Which study they are about.</param>
    /// <param name="code">The study's own code, where it is at hand.</param>
    /// <param name="output">Where they answer.</param>
    public static void AddTo(RootCommand root, StudyArgument study, Study? code, Output output)
    {
        root.Subcommands.Add(ReportCommand.Create(study, code, output));
        root.Subcommands.Add(ImportanceCommand.Create(study, code, output));
        root.Subcommands.Add(TrialsCommand.Create(study, output));
        root.Subcommands.Add(ShowCommand.Create(study, output));
        root.Subcommands.Add(ArtifactsCommand.Create(study, output));
        root.Subcommands.Add(ArtifactCommand.Create(study, output));
        root.Subcommands.Add(CheckpointsCommand.Create(study, output));
        root.Subcommands.Add(EnqueueCommand.Create(study, code, output));
        root.Subcommands.Add(TrialCommand.Create(study, output));
        root.Subcommands.Add(TellCommand.Create(study, code, output));
        root.Subcommands.Add(ListCommand.Create(output));
        root.Subcommands.Add(CopyCommand.Create(study, output));
        root.Subcommands.Add(RenameCommand.Create(study, output));
        root.Subcommands.Add(DeleteCommand.Create(study, output));
        root.Subcommands.Add(BackupCommand.Create(output));
        root.Subcommands.Add(ExportCommand.Create(study, output));
        root.Subcommands.Add(ImportCommand.Create(code, output));
    }
}
