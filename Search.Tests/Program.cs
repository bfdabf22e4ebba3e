using HyperSearch;
using Search.Tests;

// Run with a first argument "study" and a study's name, this program is a study file, for tests that kill one; with "verbs" it runs
// the verbs of one that it is sent; with "dashboard" it is the verb; with "points" and "every" it plays every strategy, with "insight" it
// explains a study; else it runs the tests.
return args switch
{
    ["study", var name, .. var rest] => await StudyApp.RunAsync(name switch
    {
        ProcessStudy.Name => ProcessStudy.Create(),
        CheckpointStudy.Name => CheckpointStudy.Create(),
        EndingStudy.Name => EndingStudy.Create(),
        ServedStudy.Name => ServedStudy.Create(),
        PrintingStudy.Name => PrintingStudy.Create(),
        SavingStudy.Name => SavingStudy.Create(),
        ScriptStudy.Name => ScriptStudy.Create(),
        StepsStudy.Name => StepsStudy.Create(),
        TradeOffStudy.Name => TradeOffStudy.Create(),
        PageStudyExample.File => PageStudyExample.Create(PageStudyExample.Trials),
        _ => FaultyStudy.TryCreate(name) ?? LearningStudy.TryCreate(name) ?? ConditionalStudy.Create(name),
    }, rest),
    ["verbs"] => await VerbsProcess.ServeAsync(CheckpointStudy.Create),
    ["dashboard", ..] => await DashboardProcess.ServeAsync(args),
    ["points"] => EveryStrategy.WritePoints(),
    ["insight"] => InsightBits.Write(),
    ["every", .. var rest] => await EveryStrategy.InvokeAsync(rest),
    _ => await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args),
};
