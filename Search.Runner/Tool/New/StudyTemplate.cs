using HyperSearch.Runner;

namespace HyperSearch.Tool;

/// <summary>The study that <c>new</c> writes.</summary>
internal static class StudyTemplate
{
    private const string Text =
        """
        #:package HyperSearch@{version}
        #:property PublishAot=false

        using HyperSearch;

        // A study: what to search (Settings), how to score one trial (Train), how to look for the best (Strategy), and how long (Budget).
        //
        //   dotnet run {file} -- run                 runs it, or goes on where its record stands; Ctrl-C stops it and loses nothing
        //   dotnet run {file} -- report              the best settings so far
        //   dotnet run {file} -- run --trials 200    more trials
        //   dotnet run {file} -- run --help          what else there is, such as --strategy and --workers
        //
        // The problem is a small one that takes no time: gradient descent on noisy points of a line. Put your own in its place.
        var study = new Study<Settings>("{name}")
        {
            Goal = Goal.Minimize("validation loss"),
            Space = Settings.From,
            Objective = Train,

            // Leave it out, and a strategy is chosen by the space and the budget.
            Strategy = new AutoSearch(),
            Budget = new Budget(Trials: 40),

            // What makes no sense is never tried: a large step and a lot of momentum diverge.
            Forbid = settings => settings.StepSize > 0.3 && settings.Momentum > 0.9,
        };
        return await StudyApp.RunAsync(study, args);

        // One trial: trains with these settings and returns the score on data that training has not seen. It may throw: then the trial has
        // failed, and the study goes on.
        double Train(Settings settings, ITrial trial, CancellationToken cancel)
        {
            // All chance comes from the trial's seed, so that the same trial has the same score.
            var random = new Random((int)(trial.Seed % int.MaxValue));
            var (training, validation) = (Line.Draw(random, settings.Points), Line.Draw(random, 200));
            var (line, velocity) = (new Line(0, 0), new Line(0, 0));
            for (var epoch = 1; epoch <= 50; epoch++)
            {
                cancel.ThrowIfCancellationRequested();
                var (slope, offset) = line.Gradient(training);
                velocity = new(settings.Momentum * velocity.Slope - settings.StepSize * slope, settings.Momentum * velocity.Offset - settings.StepSize * offset);
                line = new(line.Slope + velocity.Slope, line.Offset + velocity.Offset);

                // The learning curve. False: a pruner (--pruner median, or Pruner = …) has seen enough.
                if (!trial.Report(epoch, line.Loss(validation)))
                    break;
            }
            return line.Loss(validation);
        }

        // What a trial is run with, and the ranges that it is drawn from: ordinary `if` and `for` make parameters that only some trials have.
        record Settings(double StepSize, double Momentum, int Points)
        {
            public static Settings From(ISuggest suggest) => new(
                suggest.LogUniform("step_size", 1e-3, 1),
                suggest.Choice("optimizer", "plain", "momentum") == "momentum" ? suggest.Uniform("momentum", 0.5, 0.99) : 0,
                suggest.Ordinal("points", 16, 32, 64, 128));
        }

        // The problem: y = 2x − 1, with noise.
        record Line(double Slope, double Offset)
        {
            public static (double X, double Y)[] Draw(Random random, int count) =>
                [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextDouble() - 1).Select(x => (x, 2 * x - 1 + 0.1 * (random.NextDouble() - 0.5)))];

            public double Loss((double X, double Y)[] points) => points.Average(point => Error(point) * Error(point));

            public (double Slope, double Offset) Gradient((double X, double Y)[] points) =>
                (points.Average(point => 2 * Error(point) * point.X), points.Average(point => 2 * Error(point)));

            private double Error((double X, double Y) point) => Slope * point.X + Offset - point.Y;
        }

        """;

    /// <summary>A study that runs as it is.</summary>
    /// <param name="name">Its name, which is a plain file's name.</param>
    /// <param name="file">Where it will be, as its commands show it.</param>
    /// <param name="version">Of the package that it needs.</param>
    public static string Of(string name, string file, string version) => Text.ReplaceLineEndings("\n")
        .Replace("{version}", version, StringComparison.Ordinal).Replace("{name}", name, StringComparison.Ordinal).Replace("{file}", SafeText.Line(file), StringComparison.Ordinal);
}
