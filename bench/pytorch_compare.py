#!/usr/bin/env python3
"""The trials behind `elucid compare` in Python's PyTorch, one core: seconds per trial.

usage: pytorch_compare.py [TRIALS]      (default 8: one per activation)

The same network, data, batch size, optimizer and number of steps as `-- compare` of Elucid.Benchmarks; weights, split and order are PyTorch's own.
Debian 12: apt-get install python3-torch, then run it with /usr/bin/python3.
"""
import gzip
import pathlib
import sys
import time

import torch
from torch import nn

TRAINING_ROWS, EPOCHS, BATCH = 1400, 40, 32
ACTIVATIONS = {"elu": nn.ELU, "relu": nn.ReLU, "leaky-relu": nn.LeakyReLU, "selu": nn.SELU, "gelu": nn.GELU, "swish": nn.SiLU, "mish": nn.Mish, "tanh": nn.Tanh}
DIGITS = pathlib.Path(__file__).resolve().parent.parent / "src/Elucid/Data/Digits/digits.gz"


def load():
    with gzip.open(DIGITS) as file:
        columns = torch.frombuffer(bytearray(file.read()), dtype=torch.uint8).reshape(65, -1)
    return columns[:64].T.float() / 16, columns[64].long()


def trial(activation, seed, pixels, labels):
    """Trains one network and returns its test accuracy."""
    torch.manual_seed(seed)
    order = torch.randperm(len(labels))
    train, test = order[:TRAINING_ROWS], order[TRAINING_ROWS:]
    model = nn.Sequential(nn.Linear(64, 128), activation(), nn.Linear(128, 128), activation(), nn.Linear(128, 10))
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    loss_of = nn.CrossEntropyLoss()
    for _ in range(EPOCHS):
        for rows in train[torch.randperm(TRAINING_ROWS)].split(BATCH):
            optimizer.zero_grad()
            loss_of(model(pixels[rows]), labels[rows]).backward()
            optimizer.step()
    with torch.no_grad():
        return (model(pixels[test]).argmax(1) == labels[test]).float().mean().item()


def main():
    torch.set_num_threads(1)
    trials = int(sys.argv[1]) if len(sys.argv) > 1 else len(ACTIVATIONS)
    pixels, labels = load()
    trial(nn.ELU, 0, pixels, labels)                  # warms up
    seconds, accuracies = [], []
    for i in range(trials):
        name, activation = list(ACTIVATIONS.items())[i % len(ACTIVATIONS)]
        start = time.perf_counter()
        accuracies.append(trial(activation, i // len(ACTIVATIONS), pixels, labels))
        seconds.append(time.perf_counter() - start)
        print(f"{name:12} {seconds[-1]:.3f} s, test accuracy {accuracies[-1]:.2%}")
    middle = sorted(seconds)[len(seconds) // 2]
    print(f"PyTorch {torch.__version__}, one thread: median {middle:.3f} s a trial, mean accuracy {sum(accuracies) / len(accuracies):.2%}; "
          f"80 trials on two cores: about {middle * 40:.0f} s")


main()
