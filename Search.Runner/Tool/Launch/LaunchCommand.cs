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

    /// <summary>Says what may go wrong with the store once workers run elsewhere.</summary>
    public static async Task WarnAsync(Launch launch, Output output)
    {
        if (launch.Store.IsOfEachHost)
            await output.Error.WriteLineAsync($"Warning: each host takes the store's address, {SafeText.Line(launch.Store.Name)}, for itself. Name its host as the workers' hosts know it, unless all of them run here.");
    }
}
