using HyperSearch.Runner;

namespace HyperSearch.Tool;

/// <summary>The script of an array of workers, a worker a task.</summary>
internal static class SlurmScript
{
    /// <summary>What a worker is called in the record: this and the number of its task.</summary>
    public const string WorkerPrefix = "slurm ";

    // Slurm looks at its limits now and then: what is late by so much must not come too late.
    private const int Margin = 60;

    public static string Of(Launch launch, SlurmResources resources) =>
        // The signal before the time limit is not SIGTERM, with which Slurm ends jobs that must not come back.
        $$"""
        #!/bin/bash
        # {{(launch.Workers == 1 ? "A worker" : $"{launch.Workers} workers")}} of the study {{SafeText.Line(launch.Study)}} in {{SafeText.Line(launch.Store.Name)}}.
        # A password of that database is not in here: sbatch passes {{LaunchedStore.PasswordVariable}} on, or each host reads ~/.pgpass.
        {{string.Join('\n', Options(launch, resources))}}

        worker=({{ShellText.Words(launch.Command)}})
        task=${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}
        export {{WorkerIdentity.NameVariable}}="{{WorkerPrefix}}$task"

        # Slurm sends USR1 to this shell before the time limit: the worker gives its trials back with their checkpoints, and the task waits to run
        # again. TERM comes with scancel, or where the task must make room: then it does not ask to come back.
        asked= process= code=130
        ask() {
            asked=$1
            [[ $process ]] && kill -TERM "$process" 2> /dev/null
        }
        trap 'ask requeue' USR1
        trap 'ask end' TERM

        # A worker that dies or fails is started again {{(launch.Restarts == 1 ? "once" : $"{launch.Restarts} times at most")}}. Its trials are taken up by whichever worker is free.
        for ((start = 0; start <= {{launch.Restarts}}; start++)); do
            [[ $asked ]] && break
            "${worker[@]}" &
            process=$!
            [[ $asked ]] && kill -TERM "$process"
            # A signal ends the wait, but not the worker.
            while wait "$process"; code=$?; kill -0 "$process" 2> /dev/null; do :; done
            process=
            # 0: the study is done. 2: the command line is wrong.
            [[ $asked || $code == 0 || $code == 2 ]] && break
            echo "The worker has ended with code $code; 128 and more stand for a signal." >&2
            # A database that is away may be back later.
            if ((code <= 128 && start < {{launch.Restarts}})); then
                sleep $((10 * (start + 1))) &
                process=$!
                wait "$process"
                process=
            fi
        done

        [[ $asked == requeue && $code != 0 ]] && scontrol requeue "$task"
        exit "$code"

        """;

    private static IEnumerable<string> Options(Launch launch, SlurmResources resources)
    {
        yield return SbatchOptions.Line("--job-name", launch.Name);
        yield return SbatchOptions.Line("--array", $"1-{launch.Workers}%{launch.AtOnce}");
        yield return SbatchOptions.Line("--requeue");
        yield return SbatchOptions.Line("--signal", $"B:USR1@{launch.GraceSeconds + Margin}");
        yield return SbatchOptions.Line("--output", resources.Output ?? $"{launch.Name}-%A_%a.out");
        yield return SbatchOptions.Line("--open-mode", "append");
        (string Option, string? Value)[] given =
        [
            ("--time", resources.Time is { } time ? $"{Math.Ceiling(time.TotalMinutes)}" : null),
            ("--mem", resources.Memory),
            ("--cpus-per-task", resources.Cores is { } cores ? $"{cores}" : null),
            ("--gpus", resources.Gpus),
            ("--gres", resources.Generic),
            ("--partition", resources.Partition),
            ("--account", resources.Account),
        ];
        foreach (var (option, value) in given)
        {
            if (value is not null)
                yield return SbatchOptions.Line(option, value);
        }
        foreach (var further in resources.Further)
            yield return SbatchOptions.Line(further);
    }
}
