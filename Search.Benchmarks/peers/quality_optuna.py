#!/usr/bin/env python3
"""The samplers of Optuna on the problems of `Search.Benchmarks -- quality`: regret after so many trials.

Optuna 5 (optuna/optuna) and CMA-ES (CyberAgentAILab/cmaes) on PYTHONPATH, with numpy, scipy, sqlalchemy, alembic, tqdm, PyYAML,
colorlog and torch (Debian: python3-numpy and so on). One thread: OMP_NUM_THREADS=1.

  quality_optuna.py --csv FILE [--samplers gp,tpe,cmaes,nsga2] [--seeds 1] [--checkpoints 25,50,100,200] -- WORDS

WORDS choose the problems, as in `quality`: --bbob judge, --real true, --tables FOLDER --classical false, or, for gp, tpe and nsga2,
--goals true. The build of Search.Benchmarks that evaluates them is the Release one. FILE gets the rows that `quality --csv` writes (problem,strategy,seed,trials,regret,seconds), with
the versions in its first line; what it has already is not run again. `quality --peers FILE` sets them beside our own.
"""
import argparse
import json
import math
import os
import subprocess
import sys
import time
import warnings

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"
warnings.filterwarnings("ignore")

import cmaes
import numpy
import optuna
import scipy

optuna.logging.set_verbosity(optuna.logging.ERROR)
HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAM = os.path.join(HERE, "..", "bin", "Release", "net10.0", "Search.Benchmarks.dll")

SAMPLERS = {
    "gp": ("Optuna GP", lambda seed: optuna.samplers.GPSampler(seed=seed, deterministic_objective=True)),
    "tpe": ("Optuna TPE", lambda seed: optuna.samplers.TPESampler(seed=seed)),
    "nsga2": ("Optuna NSGA-II", lambda seed: optuna.samplers.NSGAIISampler(seed=seed)),
    "cmaes": ("Optuna CMA-ES", lambda seed: optuna.samplers.CmaEsSampler(seed=seed)),
}


class Objective:
    """The process that evaluates the problems."""

    def __init__(self, words):
        self.process = subprocess.Popen(
            ["dotnet", PROGRAM, "objective", *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.problems = []
        while (line := self.process.stdout.readline()).strip():
            self.problems.append(json.loads(line))

    def __call__(self, problem, **question):
        self.process.stdin.write(json.dumps({"problem": problem["name"], **question}) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


def suggest(trial, parameter):
    name, kind = parameter["name"], parameter["kind"]
    if "options" in parameter:
        return trial.suggest_categorical(name, parameter["options"])
    if kind == "int":
        return trial.suggest_int(name, int(parameter["low"]), int(parameter["high"]), log=parameter["isLog"])
    return trial.suggest_float(name, parameter["low"], parameter["high"], log=parameter["isLog"])


def run(objective, problem, sampler, seed, checkpoints):
    goals = problem["goals"]
    study = optuna.create_study(directions=goals, sampler=sampler(seed))
    best, regret, found, seconds = math.inf, math.inf, [], 0.0
    signs = [1 if goal == "minimize" else -1 for goal in goals]
    is_of_found = len(goals) > 1 or problem["constraints"] > 0
    for number in range(1, checkpoints[-1] + 1):
        start = time.perf_counter()
        trial = study.ask()
        values = {parameter["name"]: suggest(trial, parameter) for parameter in problem["parameters"]}
        seconds += time.perf_counter() - start
        answer = objective(problem, values=values)
        start = time.perf_counter()
        if "value" not in answer:
            study.tell(trial, state=optuna.trial.TrialState.FAIL)
        else:
            values = [answer["value"], *answer.get("further", [])]
            for i, excess in enumerate(answer.get("excesses", [])):
                trial.set_constraint(f"c{i}", excess)
            study.tell(trial, values)
            if is_of_found:
                if all(excess <= 0 for excess in answer["excesses"]):
                    found.append([sign * value for sign, value in zip(signs, values)])
            # What is best by its value is judged, which may be without its noise.
            elif signs[0] * values[0] < best:
                best, regret = signs[0] * values[0], answer["regret"]
        seconds += time.perf_counter() - start
        if number in checkpoints:
            yield number, objective(problem, found=found)["regret"] if is_of_found else regret, seconds


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--csv", required=True)
    parser.add_argument("--samplers", default="gp,tpe,cmaes")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--checkpoints", default="25,50,100,200")
    parser.add_argument("words", nargs="*")
    arguments = parser.parse_args()
    checkpoints = [int(word) for word in arguments.checkpoints.split(",")]
    done = set()
    if os.path.exists(arguments.csv):
        with open(arguments.csv) as file:
            done = {tuple(line.split(",")[:3]) for line in file if line.endswith("\n") and f",{checkpoints[-1]}," in line}
    else:
        with open(arguments.csv, "w") as file:
            file.write(f"# Optuna {optuna.__version__}, cmaes {cmaes.__version__}, numpy {numpy.__version__}, scipy {scipy.__version__}, "
                       f"Python {sys.version.split()[0]}\nproblem,strategy,seed,trials,regret,seconds\n")
    objective = Objective(arguments.words)
    # One instance of every function before the next one, so that a part of the file is a sample of all.
    problems = sorted(objective.problems, key=lambda problem: int(problem["name"].rpartition("-i")[2]) if "-i" in problem["name"] else 0)
    for key in arguments.samplers.split(","):
        name, sampler = SAMPLERS[key]
        for seed in range(arguments.seeds):
            for problem in problems:
                if (problem["name"], name, str(seed)) in done:
                    continue
                rows = [f"{problem['name']},{name},{seed},{trials},{regret!r},{seconds!r}\n"
                        for trials, regret, seconds in run(objective, problem, sampler, seed, checkpoints)]
                with open(arguments.csv, "a") as file:
                    file.write("".join(rows))


if __name__ == "__main__":
    main()
