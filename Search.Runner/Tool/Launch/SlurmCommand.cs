using System.CommandLine;
using HyperSearch.Runner;

namespace HyperSearch.Tool;

/// <summary><c>launch slurm</c>: an array of workers.</summary>
internal sealed class SlurmCommand
{
    // Of a time limit, beside the grace.
    private static readonly TimeSpan Unused = TimeSpan.FromMinutes(3);

    private readonly LaunchOptions _options = new();
    private readonly Output _output;
    private readonly Option<TimeSpan?> _time = DurationOption.Create("--time", "After how long Slurm ends a worker: it is asked before, gives its trials back, and waits for its next turn. Default: the partition's.");
    private readonly Option<string?> _memory = Text("--mem", "SIZE", "Memory of a worker, such as 8G.");
    private readonly Option<int?> _cores = new("--cpus-per-task") { Description = "Cores of a worker.", HelpName = "N" };
    private readonly Option<string?> _gpus = Text("--gpus", "N", "Accelerators of a worker, such as 1 or a100:1.");
    private readonly Option<string?> _generic = Text("--gres", "LIST", "Other resources of a worker, such as gpu:1.");
    private readonly Option<string?> _partition = Text("--partition", "NAME", "The partition.");
    private readonly Option<string?> _account = Text("--account", "NAME", "The account.");
    private readonly Option<string?> _outputFile = Text("--output", "FILE", "What takes a worker's output, with sbatch's placeholders. Default: NAME-%A_%a.out in the current folder.");
    private readonly Option<string[]> _further = new("--sbatch") { Description = "Another option of sbatch, such as \"--qos=high\"; may be given several times.", HelpName = "OPTION", AllowMultipleArgumentsPerToken = false };

    private SlurmCommand(Output output)
    {
        _output = output;
        _cores.AtLeastOne();
        _further.Validators.Add(result =>
        {
            if (result.Tokens.Select(token => SbatchOptions.ObjectionTo(token.Value)).FirstOrDefault(objection => objection is not null) is { } objection)
                result.AddError(objection);
        });
    }

    public static IReadOnlyList<string> Examples { get; } =
    [
        "hypersearch launch slurm churn --workers 40 --store postgres://me@db/studies > churn.sh",
        "hypersearch launch slurm churn --workers 40 --at-once 10 --time 4h --mem 8G --gpus 1 --store postgres://me@db/studies --submit",
        "hypersearch launch slurm churn --store postgres://me@db/studies --status",
    ];

    public static Command Create(Output output)
    {
        var slurm = new SlurmCommand(output);
        var command = new Command("slurm", "An array of workers for sbatch. It is printed, unless --submit submits it.");
        slurm._options.AddTo(command);
        foreach (var option in (Option[])[slurm._time, slurm._memory, slurm._cores, slurm._gpus, slurm._generic, slurm._partition, slurm._account, slurm._outputFile, slurm._further])
            command.Options.Add(option);
        command.SetAction(slurm.InvokeAsync);
        return command.WithExamples(Examples);
    }

    private async Task<int> InvokeAsync(ParseResult parsed, CancellationToken cancel)
    {
        var launch = _options.Of(parsed);
        if (_options.IsStatus(parsed))
        {
            await WorkerReport.WriteAsync(_options.StoreOf(parsed), launch.Study, await SlurmWorkers.ReadAsync(launch.Name, cancel), _output, cancel);
            return ExitCodes.Done;
        }
        var script = SlurmScript.Of(launch, ResourcesOf(parsed, launch));
        await LaunchCommand.WarnAsync(launch, _output);
        if (!_options.IsSubmit(parsed))
        {
            await _output.Data.WriteAsync(script);
            await _output.Error.WriteLineAsync($"`sbatch FILE` submits it, or --submit does. {PasswordNote(launch)}");
            return ExitCodes.Done;
        }
        await LaunchCommand.RequireProgramAsync(launch, _options.StoreOf(parsed), cancel);
        // "12" or "12;cluster"
        var job = (await ClusterProgram.RunAsync(["sbatch", "--parsable"], script, launch.Store.Password, cancel)).OrFail("sbatch").Trim();
        await _output.Out.WriteLineAsync($"Submitted job {SafeText.Line(job)}, called {launch.Name}: {launch.Workers} workers. `hypersearch launch slurm … --status` shows them, `scancel {SafeText.Line(job.Split(';')[0])}` ends them.");
        return ExitCodes.Done;
    }

    private SlurmResources ResourcesOf(ParseResult parsed, Launch launch)
    {
        var time = parsed.GetValue(_time);
        if (time < launch.Grace + Unused)
            throw new CommandFailedException($"`time >= grace + 3m` must hold, since Slurm may ask a worker to end two minutes and its grace before its time limit, but --time is {Durations.Format(time.Value)} and --grace {Durations.Format(launch.Grace)}.");
        return new()
        {
            Time = time,
            Memory = parsed.GetValue(_memory),
            Cores = parsed.GetValue(_cores),
            Gpus = parsed.GetValue(_gpus),
            Generic = parsed.GetValue(_generic),
            Partition = parsed.GetValue(_partition),
            Account = parsed.GetValue(_account),
            Output = parsed.GetValue(_outputFile),
            Further = parsed.GetValue(_further) ?? [],
        };
    }

    private static string PasswordNote(Launch launch) => launch.Store.Password is null
        ? $"If the database asks for a password, export {LaunchedStore.PasswordVariable} before, or have ~/.pgpass on each host."
        : $"The password is not in it: export {LaunchedStore.PasswordVariable} before.";

    private static Option<string?> Text(string name, string help, string description)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = help };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var text] && (string.IsNullOrWhiteSpace(text.Value) || SafeText.Line(text.Value) != text.Value))
                result.AddError($"{name} takes a text on one line, but it is '{text.Value}'.");
        });
        return option;
    }
}
