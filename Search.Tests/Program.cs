using Search.Runner;
using Search.Tests;

// Run with a first argument "study" and a study's name, this program is a study file, for tests that kill one; with "points" and
// "every" it plays every strategy; else it runs the tests.
switch (args)
{
    case ["study", var name, .. var rest]:
        return await StudyApp.RunAsync(name == ProcessStudy.Name ? ProcessStudy.Create() : ConditionalStudy.Create(name), rest);
    case ["points"]:
        Console.Out.Write(EveryStrategy.Points);
        return 0;
    case ["every", .. var rest]:
        return await EveryStrategy.InvokeAsync(rest);
    default:
        return await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
}
