using System.CommandLine;

namespace HyperSearch.Runner;

/// <summary>The command line of <c>hypersearch</c>.</summary>
internal static class ToolCommands
{
    /// <param name="dashboard">The verb <c>dashboard</c>: the tool has the server, and the program in the repository runs the tool for it.</param>
    /// <param name="output">Where the verbs answer.</param>
    public static RootCommand CreateRoot(Command dashboard, Output output)
    {
        var root = new RootCommand("hypersearch: runs studies and reports on them.")
        {
            NewCommand.Create(output),
            StudyFileCommand.Create("run", output),
            StudyFileCommand.Create("resume", output),
            StudyFileCommand.Create("work", output),
            StudyFileCommand.Create("replay", output),
        };
        StudyCommands.AddTo(root, new StudyArgument(null), code: null, output);
        root.Subcommands.Add(dashboard);
        return root;
    }
}
