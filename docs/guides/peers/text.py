"""A character model in PyTorch beside `elucid train --task text`: docs/guides/text.md. With the text of the guide in this directory,

    python3 docs/guides/peers/text.py elucid

(or whatever starts elucid) trains both, one after the other, on one core: a gru of 128 units with vectors of 128 numbers, the same parts of the
text, windows, batches, rate, schedule and epochs. PyTorch's gru has tanh and the weights that it draws by itself. CPU seconds are of the process,
from start to end; PyTorch's need an optimised BLAS (Debian: libopenblas0-serial).
"""
import copy
import math
import os
import pathlib
import re
import resource
import subprocess
import sys
import time

import torch
from torch import nn

os.sched_setaffinity(0, {0})
torch.set_num_threads(1)
WINDOW, EPOCHS, BATCH, RATE, WIDTH = 128, 10, 16, 3e-3, 128


class Writer(nn.Module):
    def __init__(self, kinds):
        super().__init__()
        self.tokens, self.gru, self.head = nn.Embedding(kinds, WIDTH), nn.GRU(WIDTH, WIDTH, batch_first=True), nn.Linear(WIDTH, kinds)

    def forward(self, x):
        return self.head(self.gru(self.tokens(x))[0])


def windows(tokens):
    count = (len(tokens) - 1) // WINDOW
    return tokens[:count * WINDOW].view(count, WINDOW), tokens[1:count * WINDOW + 1].view(count, WINDOW)


def loss(network, x, y):
    return nn.functional.cross_entropy(network(x).flatten(0, 1), y.flatten())


def judge(network, x, y):
    with torch.no_grad():
        return sum(loss(network, a, b).item() * len(a) for a, b in zip(x.split(64), y.split(64))) / len(x)


def read():
    """Training, validation and test windows: the last tenth, from the end of a line on, is the test; the last 15 % of the others choose the epoch."""
    text = pathlib.Path("persuasion.txt").read_text(encoding="utf-8")
    cut = text.rindex("\n", 0, len(text) * 9 // 10) + 1
    kinds = {one: number for number, one in enumerate(sorted(set(text[:cut])))}
    x, y = windows(torch.tensor([kinds[one] for one in text[:cut]]))
    test = windows(torch.tensor([kinds.get(one, len(kinds)) for one in text[cut:]]))
    first = len(x) - round(0.15 * len(x))
    return len(kinds) + 1, (x[:first], y[:first]), (x[first:], y[first:]), test


def pytorch(seed):
    torch.manual_seed(seed)
    kinds, (x, y), validation, test = read()
    network = Writer(kinds)
    optimizer = torch.optim.Adam(network.parameters(), RATE)
    steps = EPOCHS * math.ceil(len(x) / BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: (1 + math.cos(math.pi * step / steps)) / 2)
    least, best = math.inf, None
    for _ in range(EPOCHS):
        for rows in torch.randperm(len(x)).split(BATCH):
            optimizer.zero_grad()
            loss(network, x[rows], y[rows]).backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1)
            optimizer.step()
            schedule.step()
        now = judge(network, *validation)
        if now < least:
            least, best = now, copy.deepcopy(network.state_dict())
    network.load_state_dict(best)
    return judge(network, *test)


def elucid(seed, activation):
    result = subprocess.run(
        [*sys.argv[1:], "train", "--data", "persuasion.txt", "--task", "text", "--activation", activation, "--seed", str(seed), "--out",
         f"text-{activation}-{seed}", "--overwrite"], capture_output=True, text=True, check=True)
    return float(re.search(r"best epoch, \d+ +\S+ +(\S+)", result.stdout).group(1))


def seconds(whose):
    used = resource.getrusage(whose)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    for seed in range(3):
        for name, train, whose in (
            ("PyTorch", lambda: pytorch(seed), resource.RUSAGE_SELF),
            ("elucid, elu", lambda: elucid(seed, "elu"), resource.RUSAGE_CHILDREN),
            ("elucid, tanh", lambda: elucid(seed, "tanh"), resource.RUSAGE_CHILDREN),
        ):
            before, start = seconds(whose), time.monotonic()
            nats = train()
            print(f"seed {seed}  {name:12} {nats:.3f} nats  {seconds(whose) - before:.1f} s of CPU, {time.monotonic() - start:.1f} s", flush=True)
