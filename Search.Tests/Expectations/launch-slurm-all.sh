#!/bin/bash
# 40 workers of the study it's $HOME, "quoted" #1 in postgres://db.example:5432/studies.
# A password of that database is not in here: sbatch passes PGPASSWORD on, or each host reads ~/.pgpass.
#SBATCH --job-name=hypersearch-it-s-home-quoted-1-e53b4250ed35448f
#SBATCH --array=1-40%10
#SBATCH --requeue
#SBATCH --signal=B:USR1@150
#SBATCH --output="logs/it's \"#1\" \\ %A_%a.out"
#SBATCH --open-mode=append
#SBATCH --time=240
#SBATCH --mem=8G
#SBATCH --cpus-per-task=4
#SBATCH --gpus=a100:1
#SBATCH --gres=gpu:1
#SBATCH --partition=short
#SBATCH --account=me
#SBATCH --qos=high
#SBATCH --constraint="a|b" --mail-type END

worker=(dotnet run 'my study.cs' -- work --store postgres://me@db.example/studies --workers 1 --grace 90s)
task=${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}
export HYPERSEARCH_WORKER="slurm $task"

# Slurm sends USR1 to this shell before the time limit: the worker gives its trials back with their checkpoints, and the task waits to run
# again. TERM comes with scancel, or where the task must make room: then it does not ask to come back.
asked= process= code=130
ask() {
    asked=$1
    [[ $process ]] && kill -TERM "$process" 2> /dev/null
}
trap 'ask requeue' USR1
trap 'ask end' TERM

# A worker that dies or fails is started again once. Its trials are taken up by whichever worker is free.
for ((start = 0; start <= 1; start++)); do
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
    if ((code <= 128 && start < 1)); then
        sleep $((10 * (start + 1))) &
        process=$!
        wait "$process"
        process=
    fi
done

[[ $asked == requeue && $code != 0 ]] && scontrol requeue "$task"
exit "$code"
