using HyperSearch;

namespace Search.Tests;

/// <summary>A study whose trials print.</summary>
internal static class PrintingStudy
{
    public const string Name = "printing-study";

    public static Study Create()
    {
        var much = new StudyOption("much", "How many lines of 1,000 characters each trial prints.", "0");
        return new Study<double>(Name)
        {
            Goal = Goal.Maximize("score"),
            Space = suggest => suggest.Uniform("x", 0, 1),
            Strategy = new RandomSearch(),
            Budget = new(4),
            Options = [much],
            Prepare = () => Console.WriteLine("getting ready"),
            AsyncObjective = async (x, trial, cancel) =>
            {
                Console.WriteLine($"trial {trial.Number} begins \u001b[31m");
                await Task.Yield();
                await Console.Error.WriteLineAsync($"trial {trial.Number} warns");
                for (var i = 0; i < int.Parse(much.Value, System.Globalization.CultureInfo.InvariantCulture); i++)
                    Console.WriteLine($"{i} {new string('x', 1000)}");
                await Task.Run(() => Console.Write($"trial {trial.Number} ends"), cancel);
                return x;
            },
        };
    }
}
