using System.CommandLine;
using System.CommandLine.Parsing;
using HyperSearch.Runner;

namespace HyperSearch.Tool;

/// <summary>What the command line of <c>tune</c> says of the study.</summary>
internal sealed class TuneOptions
{
    private readonly Option<string[]> _maximize = new("--maximize") { Description = "The metric that is to be large, as the program prints it: acc of a line acc=0.93. May be given several times, and with --minimize: the first of all is the score, and `report` shows the front.", HelpName = "METRIC" };
    private readonly Option<string[]> _minimize = new("--minimize") { Description = "The metric that is to be small.", HelpName = "METRIC" };
    private readonly Option<(string Name, double Value)[]> _atMost = PairOption.CreateLimits("--at-most", "A limit: trials whose last value of the metric is above it are never the best; may be given several times.");
    private readonly Option<(string Name, double Value)[]> _atLeast = PairOption.CreateLimits("--at-least", "The same from below.");
    private readonly Option<string[]> _parameters = new("--param") { Description = "A parameter for {NAME} in the command or a template, such as lr~log:1e-6:1e-2; may be given several times.", HelpName = "NAME~KIND" };
    private readonly Option<string[]> _templates = new("--template") { Description = "A configuration file that is written for each trial, with values for {NAME}. The word of the command that names it gets the written file's path; may be given several times.", HelpName = "FILE" };
    private readonly Option<string?> _name = new("--name") { Description = "The study's name on record. Default: that of the script or program.", HelpName = "NAME" };
    private readonly Option<ulong?> _seed = new("--seed") { Description = "The seed of all that is drawn by chance. Default: 0.", HelpName = "N" };
    private readonly Option<int?> _trials = new("--trials") { Description = "The study's total of trials, those on record included. Default: until it is interrupted.", HelpName = "N" };
    private readonly Option<TimeSpan?> _time = DurationOption.Create("--time", "The wall time after which no further trial starts, such as 90s, 10m or 1.5h.");
    private readonly Option<TimeSpan?> _totalTime = DurationOption.Create("--total-time", "The wall time of the study over all runs and processes, pauses left out.");
    private readonly Option<string?> _strategy = new("--strategy") { Description = $"What proposes: {string.Join(", ", Strategies.StrategyNames.All.Names)}. Default: auto.", HelpName = "NAME" };
    private readonly Option<string?> _pruner = new("--pruner") { Description = $"What stops trials early, by what the program prints with step= or epoch=: {string.Join(", ", Strategies.PrunerNames.All.Names)}. Default: none.", HelpName = "NAME" };
    private readonly Option<TimeSpan?> _timeout = DurationOption.Create("--timeout", "How long a trial may run before it is stopped and counts as failed.");
    private readonly Option<int?> _retries = new("--retries") { Description = "How often a trial that fails is run again. Default: 0.", HelpName = "N" };
    private readonly Option<int?> _mostFailures = new("--most-failures") { Description = "After how many failures a run stops.", HelpName = "N" };
    private readonly Option<string?> _result = new("--result") { Description = "The file in which the program leaves its result, JSON or CSV. Default: its output has it.", HelpName = "FILE" };
    private readonly Option<string?> _memory = new("--memory") { Description = "The most memory of a trial's program, such as 4G.", HelpName = "SIZE" };
    private readonly Option<TimeSpan?> _cpuTime = DurationOption.Create("--cpu-time", "The most processor time of a trial's program.");
    private readonly Option<string?> _slots = new("--slots") { Description = "The accelerators that the workers share, such as 0,1,2,3. Default: $CUDA_VISIBLE_DEVICES.", HelpName = "DEVICES" };
    private readonly Option<string[]> _defaults = new("--default") { Description = "The value of a parameter that a queued setting leaves out, such as lr=0.001; may be given several times.", HelpName = "NAME=VALUE" };

    public TuneOptions()
    {
        _trials.AtLeastOne();
        _memory.Validators.Add(result =>
        {
            if (result.Tokens is [var text] && ByteSize.ParseOrNull(text.Value) is null)
                result.AddError($"--memory takes {TuneValues.SizeRule}, but it is '{text.Value}'.");
        });
    }

    public void AddTo(Command command)
    {
        Option[] all =
        [
            _maximize, _minimize, _atMost, _atLeast, _parameters, _templates, _trials, _time, _totalTime, _strategy, _pruner, _seed, _timeout, _retries, _mostFailures,
            _result, _memory, _cpuTime, _slots, _defaults, _name,
        ];
        foreach (var option in all)
            command.Options.Add(option);
    }

    // As they were given: the first is that of the score.
    private IReadOnlyList<Goal> GoalsOf(ParseResult parsed)
    {
        var (most, least) = (new Queue<string>(parsed.GetValue(_maximize) ?? []), new Queue<string>(parsed.GetValue(_minimize) ?? []));
        var goals = new List<Goal>();
        foreach (var token in parsed.Tokens.Where(token => token.Type == TokenType.Option))
        {
            if (token.Value == _maximize.Name && most.TryDequeue(out var large))
                goals.Add(Goal.Maximize(large));
            else if (token.Value == _minimize.Name && least.TryDequeue(out var small))
                goals.Add(Goal.Minimize(small));
        }
        return [.. goals, .. most.Select(Goal.Maximize), .. least.Select(Goal.Minimize)];
    }

    /// <exception cref="StudyException">A parameter is none.</exception>
    /// <exception cref="CommandFailedException">A default is none.</exception>
    public TuneSource Of(ParseResult parsed) => new()
    {
        Name = parsed.GetValue(_name),
        Goals = GoalsOf(parsed),
        Constraints =
        [
            .. parsed.GetValue(_atMost)!.Select(limit => Constraint.AtMost(limit.Name, limit.Value)),
            .. parsed.GetValue(_atLeast)!.Select(limit => Constraint.AtLeast(limit.Name, limit.Value)),
        ],
        Seed = parsed.GetValue(_seed),
        Parameters = [.. (parsed.GetValue(_parameters) ?? []).Select(CommandWord.ParseParameter)],
        Templates = parsed.GetValue(_templates) ?? [],
        Result = parsed.GetValue(_result),
        Run = new()
        {
            Strategy = parsed.GetValue(_strategy),
            Pruner = parsed.GetValue(_pruner),
            Trials = parsed.GetValue(_trials),
            Time = parsed.GetValue(_time),
            TotalTime = parsed.GetValue(_totalTime),
            Timeout = parsed.GetValue(_timeout),
            Retries = parsed.GetValue(_retries),
            MostFailures = parsed.GetValue(_mostFailures),
            Memory = parsed.GetValue(_memory) is { } size ? ByteSize.ParseOrNull(size) : null,
            CpuTime = parsed.GetValue(_cpuTime),
            Slots = parsed.GetValue(_slots) is { } slots ? TuneValues.Slots(slots) : [],
            Defaults = new(SettingText.Parse(parsed.GetValue(_defaults) ?? []).Select(pair => KeyValuePair.Create(pair.Key, TuneValues.Value(pair.Value.ToString())))),
        },
    };
}
