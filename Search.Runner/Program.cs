using System.CommandLine;
using HyperSearch.Runner;

var output = Output.ForProcess();
var root = new RootCommand("hypersearch: runs studies and reports on them.")
{
    NewCommand.Create(output),
    StudyFileCommand.Create("run", output),
    StudyFileCommand.Create("resume", output),
    StudyFileCommand.Create("work", output),
    StudyFileCommand.Create("replay", output),
};
StudyCommands.AddTo(root, new StudyArgument(null), code: null, output);
return await CommandLine.InvokeAsync(root, args, output, Invocation.OfProgram);
