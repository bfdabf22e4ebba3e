using System.CommandLine;
using HyperSearch.Runner;

namespace HyperSearch.Tool;

/// <summary><c>launch</c>: hands a study's workers to a cluster.</summary>
internal static class LaunchCommand
{
    /// <param name="output">Where it answers.</param>
    public static Command Create(Output output)
    {
        var command = new Command("launch", "Prints what hands a study's workers to a cluster, submits it, or shows how they are.")
        {
            SlurmCommand.Create(output),
            KubernetesCommand.Create(output),
        };
        return command.WithExamples([.. SlurmCommand.Examples, .. KubernetesCommand.Examples]);
    }

    /// <summary>Makes sure that workers can find what they are to run, where the store can be asked from here.</summary>
    /// <param name="launch">The workers.</param>
    /// <param name="store">The option with the store.</param>
    /// <param name="cancel">Gives up waiting.</param>
    /// <exception cref="CommandFailedException">The study is not on record, or its record has no program.</exception>
    public static async Task RequireProgramAsync(Launch launch, string? store, CancellationToken cancel)
    {
        if (launch.WorkerCommand is not null)
            return;
        await using var opened = StoreOption.OpenExisting(store);
        var record = await opened.FindAsync(launch.Study, cancel) ?? throw await StudyVerb.MissingAsync(opened, launch.Study);
        if (record.Study.Program is null)
            throw new CommandFailedException($"The study '{SafeText.Line(launch.Study)}' is on record without a program: its trials are code. Say what runs a worker: --worker-command \"dotnet run FILE -- work\".");
        if (ProgramDefinition.Of(record.Study).Command.Count == 0)
            throw new CommandFailedException($"The study '{SafeText.Line(launch.Study)}' has no command: other programs ask for its trials (`hypersearch serve`), and workers have nothing to run.");
    }

    /// <summary>Says what may go wrong with the store once workers run elsewhere.</summary>
    public static async Task WarnAsync(Launch launch, Output output)
    {
        if (launch.Store.IsOfEachHost)
            await output.Error.WriteLineAsync($"Warning: each host takes the store's address, {SafeText.Line(launch.Store.Name)}, for itself. Name its host as the workers' hosts know it, unless all of them run here.");
    }
}
