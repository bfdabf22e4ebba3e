#!/usr/bin/env python3
"""The nets of `Search.Benchmarks -- trainer` in PyTorch, on one thread.

Debian: apt-get install python3-torch libopenblas0-pthread (its own BLAS is the reference one, many times slower)

  mlp_torch.py [--data FOLDER] [--csv FILE]   images a second (columns net,batch,threads,images_per_second)
  mlp_torch.py --search [--data FOLDER]       seconds for the 100 trials of studies/mnist-log-uniform.cs
  mlp_torch.py --ladder [--data FOLDER]       validation accuracy of the ladder's rungs, five seeds, first 10,000 images

Convolutions run with the channels first and with the channels last; the faster way counts.

FOLDER holds MNIST's four IDX files; without it, the images are random (speed does not depend on them).
"""
import argparse
import gzip
import math
import os
import struct
import time

# Read when the BLAS is loaded: PyTorch's own setting does not reach it.
os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np
import torch
from torch import nn


def read(folder, name):
    for suffix in (".gz", ""):
        path = os.path.join(folder, name + suffix)
        if os.path.exists(path):
            with gzip.open(path) if suffix else open(path, "rb") as file:
                dimensions = struct.unpack(">BBBB", file.read(4))[3]
                shape = struct.unpack(">" + "I" * dimensions, file.read(4 * dimensions))
                return np.frombuffer(file.read(), np.uint8).reshape(shape)
    raise FileNotFoundError(f"{folder} must hold {name} or {name}.gz")


def load(folder, count):
    if folder is None:
        generator = torch.Generator().manual_seed(0)
        return torch.rand(count, 784, generator=generator), torch.randint(0, 10, (count,), generator=generator)
    images = read(folder, "train-images-idx3-ubyte")[:count].reshape(-1, 784).astype(np.float32) / 255
    return torch.from_numpy(images), torch.from_numpy(read(folder, "train-labels-idx1-ubyte")[:count].astype(np.int64))


def net(widths, normalize=False, dropout=0.0, relu=True, initialize="he"):
    layers = []
    for inputs, outputs in zip(widths[:-2], widths[1:-1]):
        layers.append(nn.Linear(inputs, outputs, bias=not normalize))
        if normalize:
            layers.append(nn.BatchNorm1d(outputs))
        if relu:
            layers.append(nn.ReLU())
        if dropout:
            layers.append(nn.Dropout(dropout))
    layers.append(nn.Linear(widths[-2], widths[-1]))
    for layer in layers:
        if isinstance(layer, nn.Linear):
            deviation = math.sqrt((2 if initialize == "he" else 1) / layer.in_features)
            nn.init.normal_(layer.weight, 0, deviation)
            if layer.bias is not None:
                nn.init.zeros_(layer.bias)
    return nn.Sequential(*layers)


def convolutional():
    def block(channels, filters):
        return nn.Conv2d(channels, filters, 3, padding=1, bias=False), nn.BatchNorm2d(filters), nn.ReLU(), nn.MaxPool2d(2)

    return nn.Sequential(
        *block(1, 16), *block(16, 32), nn.Flatten(),
        nn.Linear(32 * 7 * 7, 128, bias=False), nn.BatchNorm1d(128), nn.ReLU(), nn.Linear(128, 10))


def train_epoch(model, optimizer, images, labels, batch):
    model.train()
    loss = nn.CrossEntropyLoss()
    order = torch.randperm(len(images))
    for first in range(0, len(images), batch):
        rows = order[first:first + batch]
        optimizer.zero_grad()
        loss(model(images[rows]), labels[rows]).backward()
        optimizer.step()


def accuracy(model, images, labels):
    model.eval()
    with torch.no_grad():
        return (model(images).argmax(1) == labels).double().mean().item()


def images_per_second(model, optimizer, images, labels, batch, count):
    """The median of three runs, after one to warm up."""
    train_epoch(model, optimizer, images[:20 * batch], labels[:20 * batch], batch)
    count = count // batch * batch
    rates = []
    for _ in range(3):
        begin = time.perf_counter()
        train_epoch(model, optimizer, images[:count], labels[:count], batch)
        rates.append(count / (time.perf_counter() - begin))
    return sorted(rates)[1]


def speed(arguments):
    images, labels = load(arguments.data, 60000)
    widths = [784, 512, 256, 128, 10]
    nets = [
        ("relu-sgd", lambda: net(widths), lambda p: torch.optim.SGD(p, 0.01, momentum=0.5)),
        ("batchnorm-adam", lambda: net(widths, normalize=True), lambda p: torch.optim.Adam(p, 0.001)),
        ("batchnorm-dropout-adam", lambda: net(widths, normalize=True, dropout=0.2), lambda p: torch.optim.Adam(p, 0.001)),
        ("convolutions-adam", convolutional, lambda p: torch.optim.Adam(p, 0.001)),
    ]
    lines = ["net,batch,threads,images_per_second"]
    for name, build, make in nets:
        convolves = name.startswith("convolutions")
        for batch in [128, 32]:
            rates = []
            for layout in [torch.contiguous_format, torch.channels_last] if convolves else [None]:
                torch.manual_seed(0)
                model, inputs = build(), images
                if layout is not None:
                    model, inputs = model.to(memory_format=layout), images.reshape(-1, 1, 28, 28).to(memory_format=layout)
                rates.append(images_per_second(model, make(model.parameters()), inputs, labels, batch, 5000 if convolves else 20000))
            rate = max(rates)
            print(f"{name:24} batch {batch:4} {rate:10.0f} images/s", flush=True)
            lines.append(f"{name},{batch},1,{rate}")
    if arguments.csv:
        with open(arguments.csv, "w") as file:
            file.write("\n".join(lines) + "\n")


def search(arguments):
    images, labels = load(arguments.data, 500)
    loss = nn.CrossEntropyLoss()
    begin = time.perf_counter()
    best = 0.0
    for trial in range(100):
        torch.manual_seed(trial)
        rate, decay = 10 ** np.random.default_rng(trial).uniform([-6, -8], [-2, -4])
        model = net([784] + [100] * 6 + [10])
        weights = [p for n, p in model.named_parameters() if n.endswith("weight")]
        biases = [p for n, p in model.named_parameters() if n.endswith("bias")]
        optimizer = torch.optim.SGD([dict(params=weights, weight_decay=decay), dict(params=biases)], rate)
        for _ in range(50):
            train_epoch(model, optimizer, images[100:], labels[100:], 100)
            best = max(best, accuracy(model, images[:100], labels[:100]))
    print(f"100 trials: {time.perf_counter() - begin:.1f} s, best validation accuracy {best:.2f}")


def ladder(arguments):
    images, labels = load(arguments.data, 10000)
    widths = [784, 512, 256, 128, 10]
    sgd = lambda p, l2: torch.optim.SGD(p, 0.01, momentum=0.5)
    adam = lambda p, l2: torch.optim.Adam(p, 0.01)

    def adam_l2(parameters, l2):
        parameters = list(parameters)
        return torch.optim.Adam(
            [dict(params=[p for p in parameters if p.dim() > 1], weight_decay=l2), dict(params=[p for p in parameters if p.dim() == 1])], 0.01)

    rungs = [
        ("linear layers only", dict(relu=False, initialize="lecun"), sgd),
        ("+ ReLU", dict(initialize="lecun"), sgd),
        ("+ He initialization", dict(), sgd),
        ("+ batch normalization", dict(normalize=True), sgd),
        ("Adam instead of SGD", dict(normalize=True), adam),
        ("+ dropout 0.2", dict(normalize=True, dropout=0.2), adam),
        ("+ L2 0.001", dict(normalize=True, dropout=0.2), adam_l2),
    ]
    print("rung,mean,standard_error")
    for name, options, make in rungs:
        scores = []
        for seed in range(5):
            torch.manual_seed(seed)
            order = torch.randperm(len(images))
            part, held = order[2000:], order[:2000]
            model = net(widths, **options)
            optimizer = make(model.parameters(), 0.001)
            for _ in range(15):
                train_epoch(model, optimizer, images[part], labels[part], 128)
            scores.append(accuracy(model, images[held], labels[held]))
        print(f"{name},{np.mean(scores):.4f},{np.std(scores, ddof=1) / math.sqrt(5):.4f}", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data")
    parser.add_argument("--csv")
    parser.add_argument("--search", action="store_true")
    parser.add_argument("--ladder", action="store_true")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    (search if arguments.search else ladder if arguments.ladder else speed)(arguments)
