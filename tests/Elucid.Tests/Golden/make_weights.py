#!/usr/bin/env python3
"""Writes a safetensors file for each network of torch_networks.py beside this file: PyTorch's state_dict as it is, an input and the output.

Usage: python3 make_weights.py            (PyTorch 1.13, Debian: python3-torch)

Weights are float32 numbers, computed with in double precision. mlp.safetensors and prelu.safetensors are from tests/Elucid.Onnx.Tests/Golden/make_models.py.
"""
import json
import struct

import torch

from make_golden import HERE, tensor
from torch_networks import FEATURES, NETWORKS, TOKENS, output

TYPES = {torch.float32: "F32", torch.int64: "I64"}
SHAPES = {"conv": (2, 2, 6, 6), "table": (3, 5), "signal": (2, 2, 5), "generator": (2, 3, 3, 4)}


def save(path, tensors):
    """A safetensors file, https://huggingface.co/docs/safetensors, in the reference implementation's order. By hand: Debian has no package for it."""
    header, data = {}, b""
    for key, value in sorted(tensors.items(), key=lambda item: (-item[1].element_size(), item[0])):
        raw = value.detach().contiguous().numpy().tobytes()
        header[key] = {"dtype": TYPES[value.dtype], "shape": list(value.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def fill(network, seed):
    """Weights and running statistics from the fixed generator; what scales is near 1, and every batch norm has seen another number of batches."""
    for i, (name, value) in enumerate(network.state_dict().items(), start=seed):
        if value.dtype == torch.int64:
            value.fill_(i)
        else:
            low, high = (0.5, 1.5) if name.endswith("running_var") or "norm" in name and name.endswith("weight") else (-0.75, 0.75)
            value.copy_(tensor(tuple(value.shape), i, low, high, gradient=False))


def input_of(name, seed):
    if name in ("encoder", "encoder-norm-first"):
        return torch.arange(2 * 5).reshape(2, 5) * 3 % TOKENS
    return tensor(SHAPES.get(name, (2, 5, 3 if name in ("rnn", "gru", "lstm") else FEATURES)), seed, -2, 2, gradient=False)


def main():
    for seed, (name, make) in enumerate(NETWORKS.items(), start=1):
        network = make().eval()
        fill(network, 100 * seed)
        golden = {"input": input_of(name, 100 * seed + 90)}
        if name.startswith("decoder"):
            golden["memory"] = tensor((2, 3, FEATURES), 100 * seed + 91, -2, 2, gradient=False)
        golden["output"] = output(network, *golden.values())
        tensors = network.state_dict() | {f"golden.{key}": value for key, value in golden.items()}
        save(HERE / f"{name}.safetensors", {key: value.float() if value.is_floating_point() else value for key, value in tensors.items()})


if __name__ == "__main__":
    with torch.no_grad():
        main()
