using HyperSearch.Dashboard;
using HyperSearch.Runner;
using HyperSearch.Tool;

var output = Output.ForProcess();
var tune = TuneCommand.Create(output);
var root = ToolCommands.CreateRoot([NewCommand.Create(output), PredictCommand.Create(output), tune, LaunchCommand.Create(output), DashboardCommand.Create(output)], output);
return await CommandLine.InvokeAsync(root, TuneWords.Of(tune, args), output, Invocation.OfProgram);
