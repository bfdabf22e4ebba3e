using HyperSearch;

namespace Search.Tests;

/// <summary>A study whose trials save some megabytes at each step, and fail where what they find is not what they saved.</summary>
internal static class SavingStudy
{
    public const string Name = "saving-study";

    public const int Steps = 12, Trials = 4;

    private const int Size = (2 << 20) + 5;

    public static Study Create() => new Study<double>(Name)
    {
        Goal = Goal.Maximize("score"),
        Space = suggest => suggest.Uniform("x", 0, 1),
        Objective = (_, trial, _) =>
        {
            if (trial.Checkpoint is { } checkpoint && !checkpoint.Content.Span.SequenceEqual(Content(trial.Number, checkpoint.Step)))
                throw new InvalidOperationException($"The checkpoint of step {checkpoint.Step} has another content.");
            for (var step = 1 + (trial.Checkpoint?.Step ?? 0); step <= Steps; step++)
            {
                trial.Report(step, step);
                trial.SaveCheckpoint(step, stream => stream.Write(Content(trial.Number, step)));
            }
            return Steps;
        },
        Strategy = new RandomSearch(),
        Budget = new(Trials),
        Policy = new() { MostAttempts = 1000 },
    };

    private static byte[] Content(int trial, int step)
    {
        var content = new byte[Size];
        Array.Fill(content, (byte)(trial * Steps + step));
        return content;
    }
}
