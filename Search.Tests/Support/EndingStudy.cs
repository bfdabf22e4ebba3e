using System.Diagnostics;
using System.Runtime.CompilerServices;
using HyperSearch;

namespace Search.Tests;

/// <summary>A study of which every tenth trial always ends its process, and every third now and then; its strategy looks at every result.</summary>
internal static class EndingStudy
{
    public const string Name = "ending-study";

    public static Study Create()
    {
        var way = new StudyOption("way", "How a trial ends its process: overflow, exit, fail, kill; or each, and then some trials at random.", "each");
        return new Study<(double Rate, int Units)>(Name)
        {
            Goal = Goal.Maximize("score"),
            Space = suggest => (suggest.LogUniform("rate", 1e-6, 1e-2), suggest.Int("units", 1, 8)),
            Objective = (settings, trial, cancel) =>
            {
                trial.Report(1, settings.Units);
                cancel.WaitHandle.WaitOne(10);
                if (AlwaysEnds(trial.Number) || (way.Value == "each" && EndsAtTimes(trial.Number) && TimeProvider.System.GetTimestamp() / 1000 % 4 == 0))
                    End(way.Value == "each" ? Ways[trial.Number % Ways.Length] : way.Value);
                return settings.Units - Math.Abs(Math.Log10(settings.Rate) + 4);
            },
            Strategy = new FollowsBest(),
            Options = [way],
        };
    }

    private static readonly string[] Ways = ["overflow", "exit", "fail", "kill"];

    public static bool AlwaysEnds(int trial) => trial % 10 == 7;

    public static bool EndsAtTimes(int trial) => trial % 3 == 0;

    private static void End(string way)
    {
        switch (way)
        {
            case "overflow":
                Overflow(0);
                break;
            case "exit":
                Environment.Exit(0);
                break;
            case "fail":
                Environment.FailFast("The trial ends its process.");
                break;
            default:
                // As the kernel does where memory is short.
                Process.GetCurrentProcess().Kill();
                break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    private static int Overflow(int depth) => Overflow(depth + 1) + depth;
}
