using HyperSearch.Dashboard;
using HyperSearch.Runner;
using HyperSearch.Tool;

var output = Output.ForProcess();
return await CommandLine.InvokeAsync(ToolCommands.CreateRoot([NewCommand.Create(output), PredictCommand.Create(output), LaunchCommand.Create(output), DashboardCommand.Create(output)], output), args, output, Invocation.OfProgram);
