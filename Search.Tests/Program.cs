using Search.Runner;
using Search.Tests;

// Run with a first argument "study" and a study's name, this program is a study file, for tests that kill one; with "verbs" it runs
// the verbs of one that it is sent; else it runs the tests.
return args switch
{
    ["study", var name, .. var rest] => await StudyApp.RunAsync(name switch
    {
        ProcessStudy.Name => ProcessStudy.Create(),
        CheckpointStudy.Name => CheckpointStudy.Create(),
        _ => ConditionalStudy.Create(name),
    }, rest),
    ["verbs"] => await VerbsProcess.ServeAsync(CheckpointStudy.Create),
    _ => await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args),
};
