using HyperSearch.Dashboard;
using HyperSearch.Runner;

var output = Output.ForProcess();
return await CommandLine.InvokeAsync(ToolCommands.CreateRoot(DashboardCommand.Create(output), output), args, output, Invocation.OfProgram);
