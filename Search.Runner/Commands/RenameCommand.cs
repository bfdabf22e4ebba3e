using System.CommandLine;

namespace HyperSearch.Runner;

/// <summary><c>rename</c>: gives a study another name.</summary>
internal static class RenameCommand
{
    public static Command Create(StudyArgument study, Output output)
    {
        var newName = NewNameArgument.Create();
        var command = new Command("rename", "Gives a study another name, by which its file finds it with --name.");
        StudyVerb.SetAction(command, study, async (parsed, old) =>
        {
            var name = parsed.GetValue(newName)!;
            CommandFailedException.ThrowIf(old.CheckpointFiles?.ObjectionTo(name));
            await old.Store.RenameAsync(old.Name, name);
            if (old.CheckpointFiles is { } files)
            {
                StudyVerb.ChangeFiles(() => files.Move(old.Name, name),
                    $"'{old.Name}' was renamed to '{name}', but its checkpoints are still in {files.PathOf(old.Name)}. Move them to {files.PathOf(name)}, or trials that wait start anew");
            }
            await output.Out.WriteLineAsync($"renamed '{SafeText.Line(old.Name)}' to '{SafeText.Line(name)}'");
            return ExitCodes.Done;
        });
        // After the study's own argument, which comes first where there is one.
        command.Arguments.Add(newName);
        return command.WithExamples(study.Example("rename", "first-try"), study.Example("rename", "first-try --store experiments.db"));
    }
}
