#!/usr/bin/env python3
"""The samplers of Optuna in the space of `Search.Benchmarks -- proposals`: milliseconds a proposal at so many trials.

Optuna 5 (optuna/optuna) on PYTHONPATH, with numpy, scipy, sqlalchemy, alembic, tqdm, PyYAML, colorlog and torch (Debian:
python3-numpy and so on). One thread: OMP_NUM_THREADS=1.

  proposals_optuna.py --csv FILE [--parameters 10] [--rows gp:100,gp:200,tpe:100,tpe:200,tpe:500,tpe:1000]

FILE gets strategy,parameters,trials,milliseconds, with the versions in its first line. The space, the objective and the way of
counting are those of ProposalsCommand.cs: half of the history is drawn at random, the rest is the sampler's own, and what counts
is the mean over the next trials, a tenth as many and at least 20, each told to the study.
"""
import argparse
import math
import os
import random
import sys
import time
import warnings

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"
warnings.filterwarnings("ignore")

import numpy
import optuna
import scipy
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution

optuna.logging.set_verbosity(optuna.logging.ERROR)

SAMPLERS = {
    "gp": ("Optuna GP", lambda: optuna.samplers.GPSampler(seed=1, deterministic_objective=True)),
    "tpe": ("Optuna TPE", lambda: optuna.samplers.TPESampler(seed=1)),
}


def distribution(i):
    if i % 6 == 1:
        return IntDistribution(1, 512, log=True)
    if i % 6 == 3:
        return IntDistribution(0, 4)  # Five options in order are the numbers of their places.
    if i % 6 == 5:
        return CategoricalDistribution(["relu", "tanh", "gelu"])
    return FloatDistribution(0, 1) if i % 6 == 2 else FloatDistribution(1e-6, 1e-1, log=True)


def code(kind, value):
    """The value between 0 and 1 on its own scale, or the number of the option."""
    if isinstance(kind, CategoricalDistribution):
        return kind.choices.index(value)
    low, high = kind.low, kind.high
    return math.log(value / low) / math.log(high / low) if kind.log else (value - low) / (high - low)


def objective(space, values):
    value = 0.0
    for i, (name, kind) in enumerate(space.items()):
        c = code(kind, values[name])
        value += c if isinstance(kind, CategoricalDistribution) else (c - 0.3) ** 2 * (1 + i % 3)
    return value


def drawn(generator, kind):
    if isinstance(kind, CategoricalDistribution):
        return generator.choice(kind.choices)
    if not kind.log:
        return generator.randint(kind.low, kind.high) if isinstance(kind, IntDistribution) else generator.uniform(kind.low, kind.high)
    value = kind.low * (kind.high / kind.low) ** generator.random()
    return round(value) if isinstance(kind, IntDistribution) else value


def measure(sampler, parameters, trials):
    space = {f"p{i}": distribution(i) for i in range(parameters)}
    study = optuna.create_study(sampler=sampler())
    generator = random.Random(1)

    def propose():
        start = time.perf_counter()
        trial = study.ask(space)
        seconds = time.perf_counter() - start
        study.tell(trial, objective(space, trial.params))
        return seconds

    points = [{name: drawn(generator, kind) for name, kind in space.items()} for _ in range(trials // 2)]
    study.add_trials([optuna.trial.create_trial(params=point, distributions=space, value=objective(space, point)) for point in points])
    for _ in range(trials - trials // 2):
        propose()
    proposals = max(20, trials // 10)
    return 1000 * sum(propose() for _ in range(proposals)) / proposals


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--csv", required=True)
    parser.add_argument("--parameters", type=int, default=10)
    parser.add_argument("--rows", default="gp:100,gp:200,tpe:100,tpe:200,tpe:500,tpe:1000")
    arguments = parser.parse_args()
    with open(arguments.csv, "w") as file:
        file.write(f"# Optuna {optuna.__version__}, numpy {numpy.__version__}, scipy {scipy.__version__}, Python {sys.version.split()[0]}\n"
                   "strategy,parameters,trials,milliseconds\n")
        for key, trials in (row.split(":") for row in arguments.rows.split(",")):
            name, sampler = SAMPLERS[key]
            file.write(f"{name},{arguments.parameters},{trials},{measure(sampler, arguments.parameters, int(trials))!r}\n")


if __name__ == "__main__":
    main()
