#!/usr/bin/env python3
"""Writes convolution.json beside this file: what PyTorch computes. See make_golden.py for the format.

All inputs are multiples of 1/8 between -1 and 1, so that every sum is exact in float32, too: the tests compare for equality.

Usage: python3 make_convolution.py
"""
from torch.nn import functional

from make_golden import case, tensor, write

# name, input, weight, options
CONVOLUTIONS = [
    ("3x3", (2, 3, 5, 6), (4, 3, 3, 3), {}),
    ("3x3 padded", (2, 2, 4, 5), (3, 2, 3, 3), {"padding": 1}),
    ("1x1", (2, 5, 3, 4), (4, 5, 1, 1), {}),
    ("1x1 stride 2", (1, 3, 5, 4), (2, 3, 1, 1), {"stride": 2}),
    ("2x3 stride 2 by 1 padding 1 by 2", (2, 2, 5, 4), (3, 2, 2, 3), {"stride": (2, 1), "padding": (1, 2)}),
    ("3x3 stride 2 padded", (1, 2, 7, 6), (3, 2, 3, 3), {"stride": 2, "padding": 1}),
    ("5x5 stride 3 padding 2", (1, 2, 8, 9), (2, 2, 5, 5), {"stride": 3, "padding": 2}),
    ("3x2 dilation 2 by 3", (1, 2, 7, 8), (3, 2, 3, 2), {"dilation": (2, 3)}),
    ("3x3 stride 2 dilation 2 padding 2", (1, 2, 6, 7), (2, 2, 3, 3), {"stride": 2, "dilation": 2, "padding": 2}),
    ("3x3 stride 3 dilation 2 padding 3", (1, 1, 8, 7), (2, 1, 3, 3), {"stride": 3, "dilation": 2, "padding": 3}),
    ("two groups", (2, 4, 4, 3), (6, 2, 3, 2), {"groups": 2, "padding": 1}),
    ("depthwise", (2, 3, 5, 4), (3, 1, 3, 3), {"groups": 3, "padding": 1}),
    ("depthwise stride 2 multiplier 2", (1, 3, 5, 6), (6, 1, 3, 3), {"groups": 3, "stride": 2, "padding": 1}),
    ("same, odd kernel", (1, 2, 5, 4), (3, 2, 3, 5), {"padding": "same"}),
    ("same, even kernel", (1, 2, 4, 5), (2, 2, 2, 4), {"padding": "same"}),
    ("same, dilated", (1, 2, 6, 5), (2, 2, 3, 2), {"padding": "same", "dilation": (2, 3)}),
    ("padding larger than the kernel", (1, 1, 2, 3), (2, 1, 2, 2), {"padding": 3}),
    ("kernel as large as the image", (2, 2, 3, 4), (3, 2, 3, 4), {}),
]

SEQUENCES = [
    ("of 3", (2, 3, 7), (4, 3, 3), {}),
    ("of 1", (2, 3, 5), (2, 3, 1), {}),
    ("stride 2 padding 1", (2, 2, 8), (3, 2, 3), {"stride": 2, "padding": 1}),
    ("dilation 3, two groups", (1, 4, 9), (4, 2, 3), {"dilation": 3, "groups": 2}),
    ("same", (1, 2, 6), (3, 2, 4), {"padding": "same"}),
    ("depthwise stride 3", (1, 3, 10), (3, 1, 4), {"stride": 3, "padding": 2, "groups": 3}),
]

TRANSPOSED = [
    ("3x3", (2, 3, 3, 4), (3, 2, 3, 3), {}),
    ("4x4 stride 2 padding 1", (2, 2, 3, 2), (2, 3, 4, 4), {"stride": 2, "padding": 1}),
    ("3x3 stride 2 output padding 1", (1, 2, 3, 4), (2, 2, 3, 3), {"stride": 2, "padding": 1, "output_padding": 1}),
    ("2x3 stride 3 by 2 output padding 2 by 1", (1, 2, 2, 3), (2, 3, 2, 3), {"stride": (3, 2), "output_padding": (2, 1)}),
    ("3x3 stride 2 dilation 2", (1, 2, 3, 3), (2, 1, 3, 3), {"stride": 2, "dilation": 2, "padding": 1}),
    ("two groups", (1, 4, 3, 3), (4, 3, 2, 2), {"stride": 2, "groups": 2}),
    ("1x1 stride 2", (1, 2, 2, 3), (2, 2, 1, 1), {"stride": 2}),
]


def grid(shape, seed, gradient=True):
    t = tensor(shape, seed, gradient=False)
    return ((t * 8).round() / 8).requires_grad_(gradient)


def convolve(prefix, f, name, x, weight, options, channels, has_bias):
    inputs = {"x": grid(x, 101), "weight": grid(weight, 102)}
    if has_bias:
        inputs["bias"] = grid((channels,), 103)
    y = f(inputs["x"], inputs["weight"], inputs.get("bias"), **options)
    return case(f"{prefix} {name}", inputs, y, grid(y.shape, 104, gradient=False)) | {"options": options}


if __name__ == "__main__":
    cases = []
    for i, (name, x, weight, options) in enumerate(CONVOLUTIONS):
        cases.append(convolve("conv2d", functional.conv2d, name, x, weight, options, weight[0], i % 3 != 2))
    for name, x, weight, options in SEQUENCES:
        cases.append(convolve("conv1d", functional.conv1d, name, x, weight, options, weight[0], True))
    for i, (name, x, weight, options) in enumerate(TRANSPOSED):
        cases.append(convolve("conv-transpose2d", functional.conv_transpose2d, name, x, weight, options, weight[1] * options.get("groups", 1), i != 2))
    write("convolution.json", cases)
