using HyperSearch.Runner;

var output = Output.ForProcess();
return await CommandLine.InvokeAsync(ToolCommands.CreateRoot(DashboardProgram.Create(args), output), args, output, Invocation.OfProgram);
