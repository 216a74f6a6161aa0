"""Federated averaging (McMahan et al. 2017, arXiv:1602.05629) in PyTorch beside `elucid federate`: docs/guides/federate.md. On divisions that
smaller.py wrote; for each seed also

    elucid federate --data digits-0 --clients 10 --shards by-label --rounds 100 --optimizer sgd --lr 0.1 --seed 0
"""
import copy

import torch
from torch import nn

from networks import accuracy, mlp, read_images

CLIENTS, ROUNDS, RATE, BATCH = 10, 100, 0.1, 32


def shards(y):
    """The rows by label in two pieces for each client, dealt at random."""
    pieces = torch.tensor_split(torch.argsort(y), 2 * CLIENTS)
    dealt = torch.randperm(len(pieces)).tolist()
    return [torch.cat([pieces[dealt[2 * i]], pieces[dealt[2 * i + 1]]]) for i in range(CLIENTS)]


def epoch(network, x, y):
    network.train()
    optimizer = torch.optim.SGD(network.parameters(), RATE)
    for rows in torch.randperm(len(x)).split(BATCH):
        optimizer.zero_grad()
        nn.functional.cross_entropy(network(x[rows]), y[rows]).backward()
        optimizer.step()
    return network.state_dict()


def run(seed):
    torch.manual_seed(seed)
    x, y = read_images(f"digits-{seed}", "train")
    test = read_images(f"digits-{seed}", "test")
    network, parts = mlp(64, 10), shards(y)
    central = copy.deepcopy(network)
    for _ in range(ROUNDS):
        states = [epoch(copy.deepcopy(network), x[part], y[part]) for part in parts]
        network.load_state_dict({name: sum(len(part) / len(x) * state[name] for part, state in zip(parts, states)) for name in states[0]})
        epoch(central, x, y)
    return accuracy(network, test), accuracy(central, test)


if __name__ == "__main__":
    scores = torch.tensor([run(seed) for seed in range(5)])
    for name, values in zip(("federated", "on all examples"), scores.T):
        print(f"{name:16} {values.mean():.2%}  {values.min():.1%} to {values.max():.1%}")
