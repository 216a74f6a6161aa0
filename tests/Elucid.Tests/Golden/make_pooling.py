#!/usr/bin/env python3
"""Writes pooling.json beside this file: what PyTorch computes. See make_golden.py for the format.

Usage: python3 make_pooling.py
"""
import torch
from torch.nn import functional

from make_golden import case, tensor, write

MAX = [
    ("max pool 2x2", (2, 3, 6, 8), dict(kernel_size=2)),
    ("max pool 3x3 stride 2 padding 1", (2, 2, 7, 6), dict(kernel_size=3, stride=2, padding=1)),
    ("max pool 2x3 stride 1 by 2", (1, 2, 5, 8), dict(kernel_size=(2, 3), stride=(1, 2))),
    ("max pool 3x2 dilation 2 by 3", (1, 2, 8, 9), dict(kernel_size=(3, 2), dilation=(2, 3), stride=1)),
    ("max pool 3x3 stride 2 ceil", (1, 2, 6, 8), dict(kernel_size=3, stride=2, ceil_mode=True)),
    ("max pool 2x2 stride 3 padding 1 ceil", (1, 1, 5, 6), dict(kernel_size=2, stride=3, padding=1, ceil_mode=True)),
    ("max pool 2x2 of 37", (1, 1, 4, 37), dict(kernel_size=2)),
    ("max pool 1x1", (1, 2, 3, 4), dict(kernel_size=1)),
]
AVERAGE = [
    ("average pool 2x2", (2, 3, 6, 8), dict(kernel_size=2)),
    ("average pool 3x3 stride 2 padding 1", (2, 2, 7, 6), dict(kernel_size=3, stride=2, padding=1)),
    ("average pool 3x3 stride 2 padding 1 without padding counted", (2, 2, 7, 6), dict(kernel_size=3, stride=2, padding=1, count_include_pad=False)),
    ("average pool 2x3 stride 1 by 2", (1, 2, 5, 8), dict(kernel_size=(2, 3), stride=(1, 2))),
    ("average pool 3x3 stride 2 ceil", (1, 2, 6, 8), dict(kernel_size=3, stride=2, ceil_mode=True)),
    ("average pool 3x3 stride 2 padding 1 ceil", (1, 2, 6, 7), dict(kernel_size=3, stride=2, padding=1, ceil_mode=True)),
    ("average pool 3x3 stride 2 padding 1 ceil without padding counted", (1, 2, 6, 7), dict(kernel_size=3, stride=2, padding=1, ceil_mode=True, count_include_pad=False)),
    ("average pool 2x2 of 37", (1, 1, 4, 37), dict(kernel_size=2)),
]
SEQUENCES = [
    ("max pool of 2", functional.max_pool1d, (2, 3, 9), dict(kernel_size=2)),
    ("max pool of 3 stride 2 padding 1 dilation 2 ceil", functional.max_pool1d, (2, 2, 11), dict(kernel_size=3, stride=2, padding=1, dilation=2, ceil_mode=True)),
    ("average pool of 3 stride 2 padding 1", functional.avg_pool1d, (2, 2, 8), dict(kernel_size=3, stride=2, padding=1)),
    ("average pool of 4 without padding counted", functional.avg_pool1d, (1, 2, 9), dict(kernel_size=4, padding=2, count_include_pad=False)),
]
ADAPTIVE = [((2, 2, 6, 8), (3, 4)), ((2, 3, 7, 5), (3, 2)), ((1, 2, 5, 4), (1, 1)), ((1, 1, 3, 4), (5, 7)), ((1, 2, 5, 6), (5, 6))]
UPSAMPLES = [((2, 2, 3, 4), (6, 8)), ((1, 2, 3, 5), (7, 4)), ((1, 1, 4, 4), (2, 3)), ((1, 1, 1, 2), (3, 1)), ((1, 1, 5, 1), (1, 4))]
# Whole factors, as the layer takes them; from 41 on PyTorch's nearest takes a neighbour at times, as its ratio is a rounded float.
SCALED = [((2, 2, 3, 4), (2, 2)), ((1, 2, 5, 7), (2, 3)), ((1, 1, 7, 3), (5, 1)), ((1, 1, 1, 5), (3, 7)), ((1, 1, 1, 3), (1, 40))]
MODES = {"nearest": dict(mode="nearest"), "bilinear": dict(mode="bilinear", align_corners=False), "bilinear with aligned corners": dict(mode="bilinear", align_corners=True)}


def pool(name, function, shape, options):
    x = tensor(shape, 90)
    y = function(x, **options)
    return case(name, {"x": x}, y, tensor(y.shape, 91, gradient=False)) | {"options": options}


def resize(name, function, shape, size):
    x = tensor(shape, 92)
    y = function(x, size)
    return case(name, {"x": x}, y, tensor(y.shape, 93, gradient=False)) | {"size": list(size)}


def main():
    cases = [pool(name, functional.max_pool2d, shape, options) for name, shape, options in MAX]
    cases += [pool(name, functional.avg_pool2d, shape, options) for name, shape, options in AVERAGE]
    cases += [pool(name, function, shape, options) for name, function, shape, options in SEQUENCES]
    for shape, size in ADAPTIVE:
        cases.append(resize(f"adaptive average pool {shape[2:]} to {size}", functional.adaptive_avg_pool2d, shape, size))
        cases.append(resize(f"adaptive max pool {shape[2:]} to {size}", functional.adaptive_max_pool2d, shape, size))
    for shape, size in UPSAMPLES:
        for mode, options in MODES.items():
            cases.append(resize(f"{mode} {shape[2:]} to {size}", lambda x, size: functional.interpolate(x, size, **options), shape, size))
    for shape, factor in SCALED:
        for mode, options in MODES.items():
            x = tensor(shape, 94)
            y = torch.nn.Upsample(scale_factor=factor, **options)(x)
            cases.append(case(f"{mode} {shape[2:]} by {factor}", {"x": x}, y, tensor(y.shape, 95, gradient=False)) | {"factor": list(factor)})
    write("pooling.json", cases)


if __name__ == "__main__":
    main()
