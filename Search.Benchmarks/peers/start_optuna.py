#!/usr/bin/env python3
"""Optuna's commands as processes, for `Search.Benchmarks -- start`: milliseconds from start to end, over a study of 1,000 trials.

Optuna 5 (optuna/optuna) on PYTHONPATH, with numpy, scipy, sqlalchemy, alembic, tqdm, PyYAML, colorlog (Debian: python3-numpy and
so on).

  start_optuna.py --csv FILE --folder FOLDER

FILE gets what,milliseconds: one measurement each. The study lies in FOLDER and is made with the first call, in the space of
StartPrograms.cs: ten parameters, RandomSampler, an empty objective.
"""
import argparse
import os
import subprocess
import sys
import time

SPACE = [f"x{i}" for i in range(10)]
CLI = "import sys; from optuna.cli import main; sys.exit(main())"
FIRST = """
import optuna
optuna.logging.set_verbosity(optuna.logging.ERROR)
study = optuna.create_study(storage={store!r}, sampler=optuna.samplers.RandomSampler(), direction="maximize")
study.optimize(lambda trial: sum(trial.suggest_float(f"x{{i}}", 1e-6, 1e-2, log=True) for i in range(10)), n_trials=1)
"""


def make(store):
    import optuna
    from optuna.distributions import FloatDistribution

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    study = optuna.create_study(study_name="start", storage=store, direction="maximize")
    space = {name: FloatDistribution(1e-6, 1e-2, log=True) for name in SPACE}
    sampler = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=1), direction="maximize")
    for _ in range(1000):
        trial = sampler.ask(space)
        sampler.tell(trial, sum(trial.params.values()))
    study.add_trials(sampler.trials)


def milliseconds(command):
    begin = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return 1000 * (time.perf_counter() - begin)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--csv", required=True)
    parser.add_argument("--folder", required=True)
    arguments = parser.parse_args()
    file = os.path.join(arguments.folder, "optuna.db")
    store = f"sqlite:///{file}"
    if not os.path.exists(file):
        make(store)
    first = os.path.join(arguments.folder, "first-optuna.db")
    if os.path.exists(first):
        os.remove(first)
    commands = {
        "optuna studies": [sys.executable, "-c", CLI, "studies", "--storage", store],
        "optuna best-trial of 1000 trials": [sys.executable, "-c", CLI, "best-trial", "--storage", store, "--study-name", "start"],
        "optuna script: a study of one trial": [sys.executable, "-c", FIRST.format(store=f"sqlite:///{first}")],
    }
    with open(arguments.csv, "w") as out:
        out.write("what,milliseconds\n")
        for what, command in commands.items():
            out.write(f"{what},{milliseconds(command):.1f}\n")


if __name__ == "__main__":
    main()
