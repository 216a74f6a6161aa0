#!/usr/bin/env python3
"""Writes operations.json beside this file: what PyTorch computes. See make_golden.py for the format.

Usage: python3 make_operations.py
"""
import torch

from make_golden import case, tensor, write

EXPONENTS = [-3, -2.5, -2, -1, -0.5, -0.3, 0, 0.5, 1 / 3, 1, 1.7, 2, 3, 4, 7, 12.5]
# Equal numbers among others: ties.
TIES = ([1.0, -2.0, 0.5, 0.5, 3.0, -0.25], [1.0, 2.0, 0.5, -0.5, 3.0, -0.25])


def wholes(values):
    return torch.tensor(values, dtype=torch.float64)


def unary():
    for name, f, low, high in (("exp", torch.exp, -6, 6), ("log", torch.log, 0.01, 40), ("sqrt", torch.sqrt, 0.01, 40), ("rsqrt", torch.rsqrt, 0.01, 40),
                               ("abs", torch.abs, -3, 3), ("square", torch.square, -3, 3), ("erf", torch.erf, -3, 3)):
        x = tensor((3, 21), 1, low, high)
        y = f(x)
        yield case(name, {"x": x}, y, tensor(y.shape, 2, gradient=False))
    for exponent in EXPONENTS:
        x = tensor((40,), 3, 0.05, 4) if exponent != int(exponent) else tensor((40,), 3, -4, 4)
        y = torch.pow(x, exponent)
        yield case(f"pow {exponent!r}", {"x": x}, y, tensor(y.shape, 4, gradient=False))
    for least, most in ((-1, 1), (None, 0.5), (0.25, None), (1, -1)):
        x = torch.cat([tensor((30,), 5, -2, 2, gradient=False), torch.tensor([-1.0, 1.0, 0.5, 0.25])]).requires_grad_()
        y = torch.clamp(x, least, most)
        yield case(f"clamp {least} {most}", {"x": x}, y, tensor(y.shape, 6, gradient=False))


def choices():
    for name, f in (("maximum", torch.maximum), ("minimum", torch.minimum)):
        a, b = (torch.tensor(values, requires_grad=True, dtype=torch.float64) for values in TIES)
        yield case(name, {"x": a, "y": b}, f(a, b), tensor((6,), 7, gradient=False))
    for shapes in (((4, 5), (4, 5), (4, 5)), ((4, 1), (5,), (4, 5)), ((5,), (), (4, 5)), ((2, 1, 5), (4, 1), ())):
        condition, a, b = tensor(shapes[0], 8, gradient=False), tensor(shapes[1], 9), tensor(shapes[2], 10)
        mask = (condition > 0).to(torch.float64)
        y = torch.where(mask > 0, a, b)
        yield case(f"where {shapes}", {"mask": mask, "x": a, "y": b}, y, tensor(y.shape, 11, gradient=False))


def indices():
    for axis, places in ((0, [2, 0, 2, 2]), (1, [3, 1]), (2, [0, 0, 4, 1, 4, 3]), (-1, [])):
        x = tensor((3, 4, 5), 12)
        y = torch.index_select(x, axis, torch.tensor(places, dtype=torch.int64))
        yield case(f"gather {axis}", {"x": x, "indices": wholes(places)}, y, tensor(y.shape, 13, gradient=False))
    for axis, places in ((0, [[2, 0, 1, 1], [2, 2, 0, 1]]), (1, [[3, 3], [0, 1], [2, 3]])):
        x = tensor((3, 4), 14)
        y = torch.gather(x, axis, torch.tensor(places))
        yield case(f"take-along {axis}", {"x": x, "indices": wholes(places)}, y, tensor(y.shape, 15, gradient=False))
    for axis in (0, 1, -1):
        x, y = tensor((3, 4), 16), tensor((3, 4), 17)
        z = torch.stack([x, y, x], axis)
        yield case(f"stack {axis}", {"x": x, "y": y}, z, tensor(z.shape, 18, gradient=False))
    for axis in (0, 1, -1):
        x = tensor((3, 4, 5), 19)
        y = torch.cumsum(x, axis)
        yield case(f"cumulative-sum {axis}", {"x": x}, y, tensor(y.shape, 20, gradient=False))


if __name__ == "__main__":
    write("operations.json", [*unary(), *choices(), *indices()])
