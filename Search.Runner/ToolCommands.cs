using System.CommandLine;

namespace HyperSearch.Runner;

/// <summary>The command line of <c>hypersearch</c>.</summary>
internal static class ToolCommands
{
    /// <param name="ofTool">The verbs that the tool alone has: the program in the repository runs the tool for them.</param>
    /// <param name="output">Where the verbs answer.</param>
    public static RootCommand CreateRoot(IReadOnlyList<Command> ofTool, Output output)
    {
        var root = new RootCommand("hypersearch: runs studies and reports on them.")
        {
            StudyFileCommand.Create("run", output),
            StudyFileCommand.Create("resume", output),
            StudyFileCommand.Create("work", output),
            StudyFileCommand.Create("replay", output),
            StudyFileCommand.Create("confirm", output),
            AskCommand.Create(new RecordedStudySource(output), output),
            ServeCommand.Create(new RecordedStudySource(output), output),
        };
        StudyCommands.AddTo(root, new StudyArgument(null), code: null, output);
        foreach (var command in ofTool)
            root.Subcommands.Add(command);
        return root;
    }
}
