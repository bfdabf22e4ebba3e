using HyperSearch;

namespace Search.Tests;

/// <summary>Studies whose own code misbehaves, for tests that run them in a process of their own.</summary>
internal static class FaultyStudy
{
    public const string Endless = "endless-settings", Hoarding = "hoarding";

    /// <returns>Null where there is no such study.</returns>
    public static Study? TryCreate(string name) => name switch
    {
        Endless => CreateEndless(),
        Hoarding => CreateHoarding(),
        _ => null,
    };

    /// <summary>Its settings function makes the file <c>--mark</c>, and never ends.</summary>
    private static Study<int> CreateEndless()
    {
        var mark = new StudyOption("mark", "A file to make.", "");
        return new(Endless)
        {
            Goal = Goal.Maximize("score"),
            Space = suggest =>
            {
                File.WriteAllText(mark.Value, "");
                while (true)
                    suggest.GetHashCode();
            },
            Objective = (_, _, _) => 1,
            Options = [mark],
        };
    }

    /// <summary>
    /// Five trials for four workers. The fifth starts when the others run, takes more memory than there is, and gives it back
    /// slowly; the others end after it.
    /// </summary>
    private static Study<double> CreateHoarding()
    {
        var running = new CountdownEvent(4);
        var isOver = new ManualResetEventSlim();
        return new(Hoarding)
        {
            Goal = Goal.Maximize("score"),
            Space = suggest => suggest.Uniform("x", 0, 1),
            Objective = (_, trial, cancel) =>
            {
                if (trial.Number == 4)
                    return Hoard(isOver, cancel);
                running.Signal();
                running.Wait(cancel);
                if (trial.Number > 0)
                    isOver.Wait(cancel);
                return 1;
            },
            Strategy = new RandomSearch(),
            Budget = new(Trials: 5),
            Policy = new() { MemoryLimit = 300_000_000 },
        };
    }

    private static double Hoard(ManualResetEventSlim isOver, CancellationToken cancel)
    {
        var hoard = Enumerable.Range(0, 40).Select(_ => new byte[10_000_000]).ToArray();
        cancel.WaitHandle.WaitOne();
        // Several looks at the memory long.
        using var pause = new ManualResetEventSlim();
        pause.Wait(TimeSpan.FromSeconds(2), CancellationToken.None);
        GC.KeepAlive(hoard);
        isOver.Set();
        throw new OperationCanceledException(cancel);
    }
}
