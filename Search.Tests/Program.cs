using Search.Runner;
using Search.Tests;

// Run with a first argument "study" and a study's name, this program is a study file, for tests that kill one; else it runs the tests.
return args is ["study", var name, .. var rest]
    ? await StudyApp.RunAsync(name == ProcessStudy.Name ? ProcessStudy.Create() : name == EndingStudy.Name ? EndingStudy.Create() : FaultyStudy.TryCreate(name) ?? ConditionalStudy.Create(name), rest)
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
