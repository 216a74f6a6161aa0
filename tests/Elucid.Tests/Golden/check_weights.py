#!/usr/bin/env python3
"""Loads weights that Elucid saved into PyTorch's modules and compares the outputs.

Usage, from the root of the repository (PyTorch 1.13, Debian: python3-torch):

    export ELUCID_WEIGHTS=$(mktemp -d)
    dotnet run --project tests/Elucid.Tests -- --filter-class '*WeightsGoldenTests'
    python3 tests/Elucid.Tests/Golden/check_weights.py "$ELUCID_WEIGHTS"

Every network of torch_networks.py is there, with weights that Elucid drew, and running statistics and counts that it moved. Names, shapes and element types must
be exactly PyTorch's; outputs are compared in double precision. Ends with 1 if a difference is larger than float32 explains.
"""
import json
import pathlib
import struct
import sys

import torch

from torch_networks import NETWORKS, output

TYPES = {"F32": torch.float32, "I64": torch.int64}
LARGEST = 2e-6


def load(path):
    """A safetensors file, https://huggingface.co/docs/safetensors."""
    content = path.read_bytes()
    data = 8 + struct.unpack("<Q", content[:8])[0]
    tensors = {}
    for name, entry in json.loads(content[8:data]).items():
        begin, end = (data + offset for offset in entry["data_offsets"])
        raw = torch.tensor(list(content[begin:end]), dtype=torch.uint8)
        tensors[name] = raw.view(TYPES[entry["dtype"]]).reshape(entry["shape"])
    return tensors


def main():
    torch.set_default_dtype(torch.float64)
    failed = False
    print("network             tensors  largest difference of outputs")
    for name, make in NETWORKS.items():
        tensors = load(pathlib.Path(sys.argv[1]) / f"{name}.safetensors")
        golden = {key: tensors.pop(f"golden.{key}") for key in ("input", "memory", "output") if f"golden.{key}" in tensors}
        expected = golden.pop("output")
        network = make().float()
        types = {key: (value.dtype, value.shape) for key, value in network.state_dict().items()}
        if types != {key: (value.dtype, value.shape) for key, value in tensors.items()}:
            sys.exit(f"{name}: expected {types}, but got {tensors}")
        network.load_state_dict(tensors, strict=True)
        inputs = (value.double() if value.is_floating_point() else value for value in golden.values())
        difference = (output(network.double().eval(), *inputs) - expected).abs().max().item()
        failed |= difference > LARGEST
        print(f"{name:20}{len(tensors):7}  {difference:.1e}{'  TOO LARGE' if difference > LARGEST else ''}")
    return failed


if __name__ == "__main__":
    with torch.no_grad():
        sys.exit(main())
