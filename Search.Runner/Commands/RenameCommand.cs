using System.CommandLine;

namespace Search.Runner;

/// <summary><c>rename</c>: gives a study another name.</summary>
internal static class RenameCommand
{
    public static Command Create(StudyName study, Output output)
    {
        var newName = StudyCommands.NewNameArgument();
        var command = new Command("rename", "Gives a study another name, by which its file finds it with --name.");
        StudyCommands.SetAction(command, study, async (parsed, old) =>
        {
            var name = parsed.GetValue(newName)!;
            await old.Store.RenameAsync(old.Name, name);
            old.Checkpoints.Move(old.Name, name);
            await output.Out.WriteLineAsync($"renamed '{SafeText.Line(old.Name)}' to '{SafeText.Line(name)}'");
            return ExitCode.Done;
        });
        // After the study's own argument, which comes first where there is one.
        command.Arguments.Add(newName);
        return command.WithExamples(study.Example("rename", "first-try"), study.Example("rename", "first-try --store experiments.db"));
    }
}
