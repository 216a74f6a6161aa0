#!/usr/bin/env python3
"""Writes normalization.json beside this file: what PyTorch computes. See make_golden.py for the format.

Usage: python3 make_normalization.py
"""
import torch
from torch.nn import functional

from make_golden import case, plain, tensor, write

BATCH_SHAPES = [(5, 7), (6, 40), (4, 3, 5), (3, 2, 1), (2, 3, 4, 5), (1, 2, 3, 3), (2, 1, 3, 2)]


def batch_norm(name, shape, training=True, affine=True, momentum=0.1, epsilon=1e-5, offset=0.0):
    channels = shape[1]
    x = tensor(shape, 50, gradient=False).add(offset).float().double().requires_grad_()    # float32 holds it
    inputs = {"x": x}
    if affine:
        inputs |= {"weight": tensor((channels,), 51, 0.5, 2), "bias": tensor((channels,), 52)}
    mean, variance = tensor((channels,), 53, gradient=False), tensor((channels,), 54, 0.25, 3, gradient=False)
    start = {"running_mean": plain(mean), "running_var": plain(variance)}
    y = functional.batch_norm(x, mean, variance, inputs.get("weight"), inputs.get("bias"), training, momentum, epsilon)
    entry = case(name, inputs, y, tensor(shape, 55, gradient=False))
    return entry | {"kind": "batch", "training": training, "momentum": momentum, "epsilon": epsilon,
                    "start": start, "end": {"running_mean": plain(mean), "running_var": plain(variance)}}


def cumulative():
    """Three batches through BatchNorm1d with momentum None: the running statistics are their mean."""
    layer = torch.nn.BatchNorm1d(3, momentum=None)
    batches = [tensor((4 + i, 3), 60 + i, -2, 2, gradient=False) for i in range(3)]
    for x in batches:
        layer(x)
    return {"name": "cumulative", "kind": "module", "batches": [plain(x) for x in batches], "end": {k: plain(v.double()) for k, v in layer.state_dict().items()}}


def group_norm(name, shape, groups, affine=True):
    inputs = {"x": tensor(shape, 70)}
    if affine:
        inputs |= {"weight": tensor((shape[1],), 71, 0.5, 2), "bias": tensor((shape[1],), 72)}
    y = functional.group_norm(inputs["x"], groups, inputs.get("weight"), inputs.get("bias"))
    return case(name, inputs, y, tensor(shape, 73, gradient=False)) | {"kind": "group", "groups": groups}


def layer_norm(name, shape, axes, affine=True, epsilon=1e-5):
    normalized = shape[len(shape) - axes:]
    inputs = {"x": tensor(shape, 80)}
    if affine:
        inputs |= {"weight": tensor(normalized, 81, 0.5, 2), "bias": tensor(normalized, 82)}
    y = functional.layer_norm(inputs["x"], normalized, inputs.get("weight"), inputs.get("bias"), epsilon)
    return case(name, inputs, y, tensor(shape, 83, gradient=False)) | {"kind": "layer", "normalized": list(normalized), "epsilon": epsilon}


def main():
    cases = [batch_norm(f"batch norm of {list(shape)}", shape) for shape in BATCH_SHAPES]
    cases += [batch_norm(f"batch norm in use of {list(shape)}", shape, training=False) for shape in BATCH_SHAPES[:5]]
    cases += [
        batch_norm("batch norm without parameters", (4, 3, 5), affine=False),
        batch_norm("batch norm in use without parameters", (4, 3), training=False, affine=False),
        batch_norm("batch norm of momentum 0.75 and epsilon 0.125", (4, 3, 2, 2), momentum=0.75, epsilon=0.125),
        batch_norm("batch norm far from zero", (6, 2, 4), offset=64.0),
        cumulative(),
        group_norm("group norm of 3 groups", (2, 6, 3, 3), 3),
        group_norm("group norm of 1 group", (2, 4, 5), 1),
        group_norm("group norm of as many groups as channels", (3, 4, 2, 3), 4),
        group_norm("group norm of features", (4, 6), 2),
        group_norm("group norm without parameters", (2, 4, 3), 2, affine=False),
        layer_norm("layer norm of one axis", (3, 4, 7), 1),
        layer_norm("layer norm of two axes", (3, 4, 5), 2),
        layer_norm("layer norm of 67 features", (2, 67), 1),
        layer_norm("layer norm of one number", (4, 1), 1, epsilon=0.25),
        layer_norm("layer norm without parameters", (3, 18), 1, affine=False),
    ]
    write("normalization.json", cases)


if __name__ == "__main__":
    main()
