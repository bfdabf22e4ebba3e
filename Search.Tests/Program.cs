using Search.Runner;
using Search.Tests;

// Run with a first argument "study", this program is a study file, for tests that kill one; else it runs the tests.
return args is ["study", .. var rest]
    ? await StudyApp.RunAsync(ProcessStudy.Create(), rest)
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
