"""PyTorch's own pruning (torch.nn.utils.prune) beside `elucid export --remove-weights | --remove-units --retrain 40`: docs/guides/smaller.md.

    python3 docs/guides/peers/smaller.py mlp     # or cnn, which loses units alone, on three divisions

writes the digits as files, a division of them for each seed (digits-0 to digits-4), trains and prunes on each, and prints the mean accuracies.
Then, for each seed,

    elucid train --data digits-0 --seed 0 --out digits-0-mlp
    elucid export digits-0-mlp/model.safetensors --remove-weights 80% --retrain 40 --data digits-0 --out small.safetensors
"""
import copy
import pathlib
import sys

import torch
from torch import nn
from torch.nn.utils import prune

from networks import accuracy, cnn, fit, hold_out, mlp, read_images, write_digits


def layers_of(network):
    return [layer for layer in network if isinstance(layer, (nn.Linear, nn.Conv2d))]


def without_weights(network, share):
    prune.global_unstructured([(layer, "weight") for layer in layers_of(network)], prune.L1Unstructured, amount=share)


def without_units(network, share):
    """The units whose incoming weights have the smallest norms, with their biases: what ELU makes of 0 is 0, so they are as good as gone."""
    for layer in layers_of(network)[:-1]:
        prune.ln_structured(layer, "weight", amount=int(share * layer.weight.shape[0] + 1e-9), n=2, dim=0)
        prune.custom_from_mask(layer, "bias", layer.weight_mask.flatten(1)[:, 0])


def run(kind, seed, cuts):
    directory = f"digits-{seed}"
    if not pathlib.Path(directory).exists():
        write_digits(directory, seed)
    torch.manual_seed(seed)
    train, validation = hold_out(*read_images(directory, "train"), 0.15, seed)
    test = read_images(directory, "test")
    whole = mlp(64, 10) if kind == "mlp" else cnn(8, 10)
    fit(whole, train, validation, 40)
    scores = [accuracy(whole, test)]
    for cut, share in cuts:
        network = copy.deepcopy(whole)
        cut(network, share)
        fit(network, train, validation, 40)
        scores.append(accuracy(network, test))
    return scores


if __name__ == "__main__":
    kind = sys.argv[1]
    cuts = (
        [(without_units, share) for share in (0.5, 0.7, 0.8)] if kind == "cnn"
        else [(cut, share) for cut in (without_weights, without_units) for share in (0.5, 0.8, 0.9, 0.95)])
    table = torch.tensor([run(kind, seed, cuts) for seed in range(3 if kind == "cnn" else 5)])
    names = ["whole", *(f"{cut.__name__.replace('_', ' ')} −{share:.0%}" for cut, share in cuts)]
    for name, scores in zip(names, table.T):
        print(f"{name:22} {scores.mean():.2%}  {scores.min():.1%} to {scores.max():.1%}", flush=True)
