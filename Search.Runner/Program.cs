using HyperSearch.Runner;

var output = Output.ForProcess();
return await CommandLine.InvokeAsync(ToolCommands.CreateRoot(ToolProgram.CreateAll(args), output), args, output, Invocation.OfProgram);
